import { type Database } from '../db/connection.ts';
import { withoutData } from '../db/failure.ts';
import { callerOf, demand, type Caller, type Identity } from '../identity/caller.ts';
import {
  type BatchOperation,
  type FieldOperation,
  type Operation,
  type Scope,
} from '../operation/operation.ts';
import { officeTime, type Clock } from '../shared/clock.ts';
import { DomainError, invalidInput, type ErrorInfo, type ErrorType } from '../shared/errors.ts';
import { parseSelection, type SelectionText } from '../shared/selection.ts';
import { metricOf } from '../telemetry/metrics.ts';
import { Notes } from '../telemetry/notes.ts';
import { wellFormed } from '../telemetry/request-id.ts';

/** What a resolver sends for one field. */
export interface ServiceRequest {
  /** `Query.appointments` */
  readonly operation: string;
  /** The field's arguments. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly identity: Identity | null;
  readonly selection: SelectionText;
  /** Id of the object the field hangs on; only for fields that are resolved in batches. */
  readonly parent?: string;
  /** Of the client's request; the same in all that it leads to. */
  readonly requestId?: string;
}

/** What comes back: data, or an error that the caller can act on. */
export type ServiceReply =
  | { readonly data: unknown }
  | {
      readonly error: {
        readonly type: ErrorType;
        readonly message: string;
        readonly info: ErrorInfo;
      };
    };

export interface Collaborators {
  readonly db: Database;
  readonly clock: Clock;
  /** IANA name of the business zone. */
  readonly zone: string;
}

/**
 * Runs what one invocation asks for: a request, or a batch of requests for the same field, answered in order. A
 * `DomainError` is an answer; anything else is rethrown, so that Lambda counts it and alarms fire. What it came to is
 * noted for the line of the log.
 */
export function createDispatch(
  operations: Readonly<Record<string, Operation>>,
  { db, clock, zone }: Collaborators,
): (
  event: ServiceRequest | readonly ServiceRequest[],
  notes?: Notes,
) => Promise<ServiceReply | readonly ServiceReply[]> {
  function scopeOf(caller: Caller, notes: Notes): Scope {
    return {
      db,
      caller,
      notes,
      now: officeTime(clock(), zone),
      seesPersonalData: caller.permissions.has('READ_PERSONAL_DATA'),
      writesAppointments: caller.permissions.has('WRITE_APPOINTMENTS'),
      writesCatalogue: caller.permissions.has('WRITE_CATALOGUE'),
    };
  }

  async function one(request: ServiceRequest, notes: Notes): Promise<ServiceReply> {
    const operation = operationOf(operations, request.operation);
    if (operation.kind !== 'field') throw new Error(`${request.operation} comes in batches`);
    return replied(async () => {
      const caller = admitted(operation, request);
      return (operation as FieldOperation<unknown>).run(
        scopeOf(caller, notes),
        request.input,
        parseSelection(request.selection),
      );
    });
  }

  async function many(requests: readonly ServiceRequest[], notes: Notes): Promise<ServiceReply[]> {
    const replies: ServiceReply[] = [];
    for (const { members, request } of groupsOf(requests)) {
      const operation = operationOf(operations, request.operation);
      if (operation.kind !== 'batch')
        throw new Error(`${request.operation} does not come in batches`);
      const parents = members.map(i => requests[i]?.parent ?? '');
      const reply = await replied(async () => {
        const caller = admitted(operation, request);
        return (operation as BatchOperation<unknown>).run(
          scopeOf(caller, notes),
          parents,
          request.input,
          parseSelection(request.selection),
        );
      });
      members.forEach((index, k) => {
        replies[index] = 'error' in reply ? reply : replyOf((reply.data as BatchResults)[k]);
      });
    }
    return replies;
  }

  return async (event, notes = new Notes()) => {
    const requests = (Array.isArray(event) ? event : [event]) as readonly ServiceRequest[];
    const { operation = 'none', requestId } = requests[0] ?? {};
    notes.requestId = wellFormed(requestId);
    notes.say({ operation });
    if (Array.isArray(event)) {
      notes.say({ parents: requests.length });
      const replies = await many(requests, notes);
      note(replies, notes);
      return replies;
    }
    const reply = await one(event as ServiceRequest, notes);
    note([reply], notes);
    const metric = metricOf[operation];
    if (metric && notes.changes > 0) notes.count(metric, notes.changes);
    return reply;
  };
}

/** Of a batch the first error is told. */
function note(replies: readonly ServiceReply[], notes: Notes): void {
  const refused = replies.find(reply => 'error' in reply);
  if (!refused) return;
  const { type, info } = refused.error;
  notes.outcome = `${type}/${info.reason}`;
  if (type === 'Conflict') notes.count('Conflicts');
}

type BatchResults = Awaited<ReturnType<BatchOperation['run']>>;

function operationOf(operations: Readonly<Record<string, Operation>>, name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new Error(`no operation ${name}; the manifest and this function disagree`);
  return operation;
}

/** The caller, if they may; the input, if it is sound text. */
function admitted(operation: Operation, request: ServiceRequest): Caller {
  const caller = callerOf(request.identity);
  if (operation.permission) demand(caller, operation.permission);
  refuseUnsound(request.input, '');
  return caller;
}

/**
 * PostgreSQL cannot hold the character NUL, nor half of one that takes two in JSON: some of its types refuse that, and
 * others would keep another character. Errors: `InvalidInput` with `NUL_CHARACTER` or `HALF_CHARACTER`, naming where it is.
 */
function refuseUnsound(value: unknown, path: string): void {
  if (typeof value === 'string' && value.includes('\0')) {
    throw invalidInput('NUL_CHARACTER', `${path} has a NUL character; leave it out`, {
      field: path,
    });
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    const what = 'has half of a character (a surrogate without the other one); leave it out';
    throw invalidInput('HALF_CHARACTER', `${path} ${what}`, { field: path });
  }
  if (value === null || typeof value !== 'object') return;
  for (const [name, part] of Object.entries(value))
    refuseUnsound(part, path ? `${path}.${name}` : name);
}

interface Group {
  /** Positions in the batch. */
  readonly members: number[];
  /** One of them: all are alike but for the parent. */
  readonly request: ServiceRequest;
}

/** Requests with the same field, arguments, selection and caller are one statement. */
function groupsOf(requests: readonly ServiceRequest[]): Group[] {
  const groups = new Map<string, Group>();
  requests.forEach((request, index) => {
    const { operation, input, identity, selection } = request;
    const key = JSON.stringify([operation, input, selection, identity]);
    const group = groups.get(key);
    if (group) group.members.push(index);
    else groups.set(key, { members: [index], request });
  });
  return [...groups.values()];
}

async function replied(work: () => Promise<unknown>): Promise<ServiceReply> {
  try {
    return { data: await work() };
  } catch (error) {
    if (error instanceof DomainError) return replyOf(error);
    throw withoutData(error);
  }
}

function replyOf(outcome: DomainError | { readonly data: unknown } | undefined): ServiceReply {
  if (outcome === undefined)
    throw new Error('a batch operation gave fewer answers than it had parents');
  if (outcome instanceof DomainError) {
    return { error: { type: outcome.type, message: outcome.message, info: outcome.info } };
  }
  return { data: outcome.data };
}
