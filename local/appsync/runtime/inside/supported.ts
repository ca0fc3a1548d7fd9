import { Failure, freeze, get, hasOwn } from './builtins.ts';

/**
 * An object of the service of which this stack has some members. To use any other one is an error that names it, rather
 * than an `undefined` that surfaces elsewhere.
 */
export function supporting(name: string, members: object): object {
  return new Proxy(freeze(members), {
    get(target, key) {
      if (typeof key === 'symbol') return undefined;
      if (hasOwn(target, key)) return get(target, key);
      throw new Failure(`${name}.${key} is not supported by the local stack`);
    },
  });
}

/** An argument that may be left out, as text or null. */
export function optional(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}
