import {
  type DataSourceKind,
  type Effects,
  type Execution,
  type FieldContext,
  type RaisedError,
} from '../kernel.ts';
import { Failure, parse, stringify } from './builtins.ts';
import { type ContextParts, createContext } from './context.ts';
import { type ExtendedRun } from './extensions.ts';
import { type CurrentRun } from './util.ts';

export type Handler = (context: object) => unknown;

/** Two handlers with a question between them, or with the functions of a pipeline between them. */
export interface Resolver {
  readonly kind: DataSourceKind | 'PIPELINE';
  readonly request: Handler;
  readonly response: Handler;
  /** Empty but for a pipeline. */
  readonly functions: readonly Resolver[];
}

/** One run of a resolver, with what is kept between its handlers. */
export interface Run extends Execution {
  step: Execution['step'];
  stage: number;
  payload: string;
  value: unknown;
  raised: RaisedError | null;
  readonly appended: RaisedError[];
  readonly resolver: Resolver;
  readonly authType: string;
  /** Whose handlers are called: the resolver, or a function of it. Each has a context of its own. */
  handlers: Resolver;
  parts: ContextParts;
  context: object;
  /** util.error, util.unauthorized or runtime.earlyReturn was called: what the handler does after that is void. */
  stopped: boolean;
  /** With runtime.earlyReturn: that the rest of the pipeline is left out too. */
  leftPipeline: boolean;
  /** Rounds of loops, of both handlers. */
  rounds: number;
  /** Calls of functions that were given to methods of arrays, of both handlers. */
  calls: number;
  readonly effects: Effects;
  /** Its response handler has begun. */
  responding: boolean;
}

export interface Runner {
  /** Calls a handler; null when it did not come to its end, and the run then says why. */
  readonly call: (run: Run, handler: Handler) => { readonly value: unknown } | null;
  /** What `util` does to the run that is under way. */
  readonly current: CurrentRun;
  readonly extended: ExtendedRun;
  readonly leaveEarly: (value: unknown, pipeline: boolean) => never;
  /** Counts a round of a loop; the service allows a thousand to a resolver. */
  readonly round: () => void;
  /** Counts a call of a function that was given to a method of an array. */
  readonly called: () => void;
}

/** Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
const MOST_ROUNDS = 1_000;
/** Our own: some hundredths of a second. */
const MOST_CALLS = 1_000_000;

export function createRun(resolver: Resolver, authType: string, parts: ContextParts): Run {
  return {
    step: 'error',
    stage: 0,
    payload: '',
    value: null,
    raised: null,
    appended: [],
    resolver,
    authType,
    handlers: resolver,
    parts,
    context: createContext(parts),
    stopped: false,
    leftPipeline: false,
    rounds: 0,
    calls: 0,
    effects: { headers: [], subscriptionFilter: null, invalidationFilter: null, invalidations: [] },
    responding: false,
  };
}

/** Turns a run to other handlers: those of a function, or back to the resolver's own. */
export function turn(run: Run, handlers: Resolver, prev: { readonly result: unknown }): void {
  run.handlers = handlers;
  run.parts = { ...run.parts, prev, result: undefined, error: undefined };
  run.context = createContext(run.parts);
  run.responding = false;
  run.stopped = false;
  run.rounds = 0;
  run.calls = 0;
}

/** Ends a run with an error that its code did not ask for. */
export function fail(run: Run, type: string, message: string): void {
  run.raised = raised(message, type, null, null);
  run.step = 'error';
}

/** `begin` is called before each handler. */
export function createRunner(begin: () => void): Runner {
  /** Thrown to leave a handler. */
  const stop = new Failure('stopped');
  let current: Run | null = null;
  /** Code also runs when a module is loaded, and in getters and toJSON of what a handler gave back. */
  const outside = { rounds: 0, calls: 0 };
  const running = (): Run => {
    if (!current) throw new Failure('util and runtime work only while a handler runs');
    return current;
  };
  const raise = (error: RaisedError): never => {
    const run = running();
    run.raised ??= error;
    run.stopped = true;
    throw stop;
  };
  return {
    call(run, handler) {
      current = run;
      outside.rounds = 0;
      outside.calls = 0;
      begin();
      try {
        const value = handler(run.context);
        if (!run.stopped) return { value };
      } catch (cause) {
        if (!run.stopped) run.raised = uncaught(cause);
      } finally {
        current = null;
      }
      run.step = run.raised ? 'error' : 'value';
      return null;
    },
    current: {
      raise: (message, type, data, info) => raise(raised(message, type, data, info)),
      append: (message, type, data, info) => {
        running().appended.push(raised(message, type, data, info));
      },
      deny: () => {
        const field = parse(running().parts.fieldJson) as FieldContext;
        const place = `${field.fieldName} on type ${field.parentTypeName}`;
        return raise(raised(`Not Authorized to access ${place}`, 'Unauthorized', null, null));
      },
      authType: () => running().authType,
      effects: () => running().effects,
    },
    round: () => {
      const counted = current ?? outside;
      counted.rounds += 1;
      if (counted.rounds > MOST_ROUNDS) {
        throw new Failure(`The resolver's loops ran more than ${MOST_ROUNDS} rounds.`);
      }
    },
    called: () => {
      const counted = current ?? outside;
      counted.calls += 1;
      if (counted.calls > MOST_CALLS) {
        throw new Failure(`The resolver's functions were called more than ${MOST_CALLS} times.`);
      }
    },
    extended: {
      effects: () => running().effects,
      where: () => {
        const { parts, responding } = running();
        const { parentTypeName } = parse(parts.fieldJson) as FieldContext;
        return { typeName: parentTypeName, responding };
      },
    },
    leaveEarly: (value, pipeline) => {
      const run = running();
      run.value = value;
      run.leftPipeline = pipeline;
      run.stopped = true;
      throw stop;
    },
  };
}

/** Data and info as plain JSON: Node will write them into the answer. */
function raised(message: string, type: string | null, data: unknown, info: unknown): RaisedError {
  return { message, type, data: plain(data), info: plain(info), position: null };
}

function plain(value: unknown): unknown {
  return parse(stringify(value) ?? 'null');
}

function uncaught(cause: unknown): RaisedError {
  let message = 'unknown';
  let position = '';
  try {
    message = String(cause);
    if (cause instanceof Failure) position = String(cause.stack);
  } catch {
    // Something was thrown that cannot even be shown.
  }
  return { message, type: 'Code', data: null, info: null, position };
}
