/**
 * What the kernel uses of the language, taken before resolvers lose it: names such as Error, Reflect or JSON.stringify
 * are looked up when they are used, and by then they may be gone or changed.
 */
export const { defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyNames, hasOwn } =
  Object;
export const { apply, get } = Reflect;
export const { isArray } = Array;
export const { floor, max, min, random } = Math;
export const stringify: (value: unknown) => string | undefined = JSON.stringify;
export const parse: (text: string) => unknown = JSON.parse;
export const Failure = Error;
export const world = globalThis;
export const nativeSort = Array.prototype.sort;
