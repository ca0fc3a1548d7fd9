import { type Intrinsics, type ResolverModule } from '../kernel.ts';
import {
  defineProperty,
  Failure,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  hasOwn,
} from './builtins.ts';
import { type Handler, type Runner } from './run.ts';

/** The bundler's helpers get what they need of `Object`; the resolver itself sees what the service has. */
const intrinsics: Intrinsics = {
  defineProperty,
  getOwnPropertyDescriptor,
  getOwnPropertyNames,
  hasOwnProperty: { call: hasOwn },
};

/** The two handlers of a module. `library` is what it imports; the other two are told of its loops. */
export function evaluate(
  module: ResolverModule,
  library: object,
  { round, called }: Pick<Runner, 'round' | 'called'>,
): { request: Handler; response: Handler } {
  const holder: { exports: { request?: unknown; response?: unknown } } = { exports: {} };
  const load = (name: string): object => {
    if (name === '@aws-appsync/utils') return library;
    throw new Failure(`it imports "${name}"; APPSYNC_JS has only "@aws-appsync/utils"`);
  };
  module(load, holder, intrinsics, round, typeOf, called);
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
