import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createConnection } from '../../services/db/connection.ts';
import { type DatabaseConfig } from '../../services/db/line.ts';
import { type StatementEvent } from '../../services/db/statement.ts';
import {
  createDispatch,
  type ServiceReply,
  type ServiceRequest,
} from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';
import { type Identity } from '../../services/identity/caller.ts';
import { observed } from '../../services/telemetry/observed.ts';
import { DomainError } from '../../services/shared/errors.ts';
import { fieldNamed, selectionOf } from './contract.ts';

export const people = {
  admin: user('admin'),
  scheduler: user('scheduler'),
  analyst: user('analyst'),
  /** Signed in, in no group. */
  guest: { sub: 'sub-of-guest', username: 'guest', groups: null },
  machine: { userArn: 'arn:aws:sts::123456789012:assumed-role/archive/run' },
} as const satisfies Record<string, Identity>;

export type Person = keyof typeof people;

export interface AskOptions {
  /** An admin when left out. */
  readonly as?: Person;
  /** Text of the selection set, or how many levels of every field; 1 when left out. */
  readonly select?: string | number;
}

/** The operations as a Lambda container has them: over one connection of the role `api`, with a clock that tests set. */
export interface Service {
  /** Sets the clock: an ISO 8601 instant. */
  at(instant: string): void;
  /** What a single field answers. */
  reply(
    operation: string,
    input?: Readonly<Record<string, unknown>>,
    options?: AskOptions,
  ): Promise<ServiceReply>;
  /** The data of a single field. An answered error is thrown as the `DomainError` that it was. */
  ask<Answer>(
    operation: string,
    input?: Readonly<Record<string, unknown>>,
    options?: AskOptions,
  ): Promise<Answer>;
  /** What a field answers for each of many parents, in their order. */
  batch(
    operation: string,
    parents: readonly (string | number)[],
    input?: Readonly<Record<string, unknown>>,
    options?: AskOptions,
  ): Promise<readonly ServiceReply[]>;
  /** The data of a field for each of many parents. */
  askEach<Answer>(
    operation: string,
    parents: readonly (string | number)[],
    input?: Readonly<Record<string, unknown>>,
    options?: AskOptions,
  ): Promise<Answer[]>;
  close(): Promise<void>;
}

/** A page as clients see it. */
export interface AnsweredPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
  readonly totalCount?: number;
}

/** Where the database is and who asks it: `db.connection('api')`. */
export type Place = Pick<DatabaseConfig, 'host' | 'port' | 'database' | 'user'> & {
  readonly password: string;
};

export const OFFICE_ZONE = 'Asia/Ho_Chi_Minh';
const NOON = '2025-03-05T12:00:00+07:00';

export interface ServiceOptions extends Partial<DatabaseConfig> {
  /** Told the lines of the log; errors are then thrown as they leave the function. */
  readonly print?: (line: string) => void;
  /** {@link OFFICE_ZONE} when left out; the database has its own (`office.zone`). */
  readonly officeZone?: string;
}

/** Its sessions stand in an awkward zone unless `settings` name another. */
export function startService(
  { host, port, database, user: name, password }: Place,
  { print, officeZone = OFFICE_ZONE, ...settings }: ServiceOptions = {},
): Service {
  let now = new Date(NOON);
  const db = createConnection({
    host,
    port,
    database,
    user: name,
    password,
    tls: false,
    statementTimeoutMs: 20_000,
    zone: 'Pacific/Chatham',
    applicationName: 'service-under-test',
    ...settings,
  });
  const plain = createDispatch(operations, { db, clock: () => now, zone: officeZone });
  const dispatch = print
    ? observed(
        { function: 'api', deployment: 'test', startsCold: false, now: () => now, print },
        plain,
      )
    : plain;

  function requestOf(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    { as = 'admin', select = 1 }: AskOptions,
  ): ServiceRequest {
    const graphql =
      typeof select === 'string' ? select : selectionOf(fieldNamed(operation).type, select);
    return { operation, input, identity: people[as], selection: { graphql } };
  }

  const self: Service = {
    at: instant => {
      now = new Date(instant);
    },
    reply: async (operation, input = {}, options = {}) =>
      (await dispatch(requestOf(operation, input, options))) as ServiceReply,
    ask: async (operation, input, options) => dataOf(await self.reply(operation, input, options)),
    batch: async (operation, parents, input = {}, options = {}) => {
      const request = requestOf(operation, input, options);
      return (await dispatch(
        parents.map(parent => ({ ...request, parent: String(parent) })),
      )) as readonly ServiceReply[];
    },
    askEach: async (operation, parents, input, options) =>
      (await self.batch(operation, parents, input, options)).map(reply => dataOf(reply)),
    close: () => db.close(),
  };
  return self;
}

/** Every item of a list, page after page. */
export async function walk<Item>(
  service: Service,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  options?: AskOptions,
): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | null = null;
  do {
    const page: AnsweredPage<Item> = await service.ask(operation, { ...input, nextToken }, options);
    items.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return items;
}

/** Names of the statements that the work ran, in order, with what it gave. */
export async function statementsOf<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly names: readonly string[] }> {
  const names: string[] = [];
  const listener = (event: unknown): void => {
    names.push((event as StatementEvent).name);
  };
  subscribe('meetassist:statement', listener);
  try {
    return { value: await work(), names };
  } finally {
    unsubscribe('meetassist:statement', listener);
  }
}

/** The data of an answer; throws the answered error. */
export function dataOf<Answer>(reply: ServiceReply): Answer {
  if ('data' in reply) return reply.data as Answer;
  const { type, message, info } = reply.error;
  if (type === 'Internal') throw new Error(message);
  throw new DomainError(type, message, info);
}

function user(group: string): Identity {
  return { sub: `sub-of-${group}`, username: group, groups: [group] };
}
