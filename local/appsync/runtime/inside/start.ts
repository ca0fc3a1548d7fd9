import { type Bridge, type Intrinsics, type Kernel, type ResolverModule } from '../kernel.ts';
import { createAsk } from './ask.ts';
import {
  defineProperty,
  Failure,
  freeze,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  hasOwn,
  isArray,
  parse,
  stringify,
  world,
} from './builtins.ts';
import { createExtensions } from './extensions.ts';
import { harden } from './harden.ts';
import { installQuirks } from './quirks.ts';
import {
  createRun,
  createRunner,
  fail,
  type Handler,
  type Resolver,
  type Run,
  type Runner,
} from './run.ts';
import { optional, supporting } from './supported.ts';
import { createUtil } from './util.ts';

/** Evaluated inside the context, once. What its modules need of the language they take when they are loaded. */
export function start(bridge: Bridge): Kernel {
  const ask = createAsk(bridge);
  const runner = createRunner();
  const library = freeze({
    util: createUtil(runner.current, ask),
    runtime: createRuntime(runner),
    extensions: createExtensions(runner.extended),
  });
  installQuirks(ask);
  harden();
  defineProperty(world, 'util', { value: library.util });
  defineProperty(world, 'runtime', { value: library.runtime });
  defineProperty(world, 'extensions', { value: library.extensions });
  return createKernel(runner, library);
}

function createRuntime(runner: Runner): object {
  return supporting('runtime', {
    earlyReturn(value?: unknown, options?: { readonly skipTo?: unknown }) {
      const skipTo = optional(options?.skipTo);
      if (skipTo !== null && skipTo !== 'NEXT' && skipTo !== 'END') {
        throw new Failure(`runtime.earlyReturn: skipTo is ${skipTo}; use NEXT or END`);
      }
      return runner.leaveEarly(value);
    },
  });
}

function createKernel(runner: Runner, library: object): Kernel {
  const resolvers: Resolver[] = [];
  const kernel = {
    define(module: ResolverModule, kind: Resolver['kind']) {
      resolvers.push({ kind, ...evaluate(module, library, runner.round) });
      return resolvers.length - 1;
    },
    begin(
      index: number,
      source: unknown,
      argumentsJson: string,
      callerJson: string,
      fieldJson: string,
      variablesJson: string,
      authType: string,
    ) {
      const resolver = resolvers[index];
      if (!resolver) throw new Failure(`There is no resolver ${index}.`);
      return createRun(resolver, authType, {
        argumentsJson,
        callerJson,
        fieldJson,
        variablesJson,
        source,
        result: undefined,
        error: undefined,
      });
    },
    request(run: Run) {
      const prepared = runner.call(run, context => prepare(run, run.resolver.request(context)));
      if (prepared && run.step === 'value') kernel.respondText(run, run.payload);
    },
    respond(run: Run, result: unknown) {
      run.parts.result = result;
      run.responding = true;
      const returned = runner.call(run, run.resolver.response);
      if (!returned) return;
      run.step = 'value';
      run.value = returned.value;
    },
    respondText(run: Run, resultJson: string) {
      const result = read(resultJson);
      if (result) return kernel.respond(run, result.value);
      fail(run, 'MappingTemplate', 'The data source did not answer with JSON.');
    },
    respondFailure(run: Run, message: string, type: string, unhandledErrorType: string | null) {
      run.parts.error = { message, type, unhandledErrorType };
      kernel.respond(run, null);
    },
    items(resultJson: string, length: number) {
      const result = read(resultJson);
      if (!result || !isArray(result.value)) return null;
      return result.value.length === length ? result.value : null;
    },
  };
  return kernel;
}

/** The bundler's helpers get what they need of `Object`; the resolver itself sees what the service has. */
const intrinsics: Intrinsics = {
  defineProperty,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  hasOwnProperty: { call: hasOwn },
};

function evaluate(
  module: ResolverModule,
  library: object,
  round: () => void,
): { request: Handler; response: Handler } {
  const holder: { exports: { request?: unknown; response?: unknown } } = { exports: {} };
  const load = (name: string): object => {
    if (name === '@aws-appsync/utils') return library;
    throw new Failure(`it imports "${name}"; APPSYNC_JS has only "@aws-appsync/utils"`);
  };
  module(load, holder, intrinsics, round, typeOf);
  const { request, response } = holder.exports;
  if (!isHandler(request)) throw new Failure('it does not export a function "request"');
  if (!isHandler(response)) throw new Failure('it does not export a function "response"');
  return { request, response };
}

/** Functions have no type in the service. Source: aws-appsync-community issue 295. */
function typeOf(value: unknown): string {
  return typeof value === 'function' ? 'undefined' : typeof value;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** What a request handler returned becomes the next step; for a NONE data source that is the response handler. */
function prepare(run: Run, request: unknown): void {
  if (typeof request !== 'object' || request === null || isArray(request)) {
    const kind = isArray(request) ? 'ARRAY' : typeof request === 'object' ? 'NULL' : typeof request;
    fail(run, 'MappingTemplate', `Expected JSON object but got a '${kind}' instead.`);
    return;
  }
  const { operation, payload, invocationType }: RequestObject = request;
  run.payload = stringify(payload) ?? 'null';
  if (run.resolver.kind === 'NONE') {
    run.step = 'value';
  } else if (operation === 'Invoke') {
    run.step = invocationType === 'Event' ? 'event' : 'invoke';
  } else if (operation === 'BatchInvoke') {
    run.step = 'batch';
  } else if (operation === undefined) {
    fail(run, 'MappingTemplate', "Value for field '$[operation]' not found.");
  } else {
    const given = stringify(operation) ?? '';
    fail(run, 'MappingTemplate', `Unsupported operation ${given}; use Invoke or BatchInvoke.`);
  }
}

interface RequestObject {
  readonly operation?: unknown;
  readonly payload?: unknown;
  readonly invocationType?: unknown;
}

function read(json: string): { readonly value: unknown } | null {
  try {
    return { value: parse(json) };
  } catch {
    return null;
  }
}
