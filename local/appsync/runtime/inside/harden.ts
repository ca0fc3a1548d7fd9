/** The globals that APPSYNC_JS has, beside `util`, `extensions` and `runtime`. */
const GLOBALS: readonly string[] = [
  ...['Object', 'Number', 'Math', 'JSON', 'String', 'Array', 'console'],
  ...['NaN', 'Infinity', 'undefined'],
];

const OBJECT = ['assign', 'entries', 'hasOwn', 'keys', 'values', 'prototype'];
const PRIMITIVE = ['toString', 'valueOf'];
const NUMBER = ['isFinite', 'isNaN', 'prototype'];
const MATH = ['random', 'min', 'max', 'round', 'floor', 'ceil'];
const STRING_VALUE = [
  ...['length', 'toString', 'valueOf', 'charAt', 'concat', 'endsWith', 'indexOf', 'lastIndexOf'],
  ...['replace', 'replaceAll', 'slice', 'split', 'startsWith', 'toLowerCase', 'toUpperCase'],
  ...['trim', 'trimEnd', 'trimStart'],
];
const LIST_VALUE = [
  ...['length', 'toString', 'concat', 'fill', 'flat', 'indexOf', 'join', 'lastIndexOf', 'pop'],
  ...['push', 'reverse', 'shift', 'slice', 'sort', 'splice', 'unshift', 'forEach', 'map'],
  ...['flatMap', 'filter', 'reduce', 'reduceRight', 'find', 'some', 'every', 'findIndex'],
  ...['findLast', 'findLastIndex', 'includes'],
];
/** The language reads these itself when a pattern is applied. */
const PATTERN = [
  ...['dotAll', 'flags', 'global', 'hasIndices', 'ignoreCase', 'multiline', 'source', 'sticky'],
  ...['unicode', 'unicodeSets'],
];

/**
 * Takes away whatever the service does not have, and freezes the rest so that no resolver can change what another one
 * sees. Runs once, after the kernel has taken what it needs itself. `.constructor` goes everywhere: nothing leads from
 * a value to the function that made it.
 */
export function harden(): void {
  const kept: [value: object, members: readonly string[]][] = [
    [Object, OBJECT],
    [Object.prototype, PRIMITIVE],
    [Function.prototype, []],
    [Number, NUMBER],
    [Number.prototype, PRIMITIVE],
    [Boolean.prototype, PRIMITIVE],
    [Symbol.prototype, PRIMITIVE],
    [BigInt.prototype, PRIMITIVE],
    [Math, MATH],
    [JSON, ['parse', 'stringify']],
    [String, ['raw', 'prototype']],
    [String.prototype, STRING_VALUE],
    [Array, ['prototype']],
    [Array.prototype, LIST_VALUE],
    [RegExp, ['prototype']],
    [RegExp.prototype, PATTERN],
    [Promise, ['prototype']],
    [Promise.prototype, []],
    [console, ['log', 'error']],
    ...errors(),
    ...withoutName(),
  ];
  const { deleteProperty, ownKeys } = Reflect;
  const { freeze } = Object;
  const remove = (value: object, members: readonly string[]) => {
    for (const key of ownKeys(value)) {
      if (typeof key === 'string' && !members.includes(key)) deleteProperty(value, key);
    }
  };
  for (const [value, members] of kept) remove(value, members);
  remove(globalThis, GLOBALS);
  for (const [value] of kept) freeze(value);
}

/** Code cannot name these, but it can come by their instances. Without stackTraceLimit no error knows its place. */
function errors(): [object, readonly string[]][] {
  const types = [
    ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError],
    AggregateError,
  ];
  return types.flatMap(type => [
    [type, ['prototype', 'stackTraceLimit']],
    [type.prototype, ['name', 'message', 'stack', 'toString']],
  ]);
}

/** What generators, asynchronous functions and iterations inherit from. */
function withoutName(): [object, readonly string[]][] {
  const found = new Set<object>();
  const follow = (value: unknown) => {
    let object: unknown = value;
    while (typeof object === 'object' && object !== null && object !== Object.prototype) {
      found.add(object);
      object = Object.getPrototypeOf(object);
    }
  };
  const samples = [function* () {}, async function () {}, async function* () {}];
  for (const sample of samples) {
    const shared: unknown = Object.getPrototypeOf(sample);
    if (typeof shared !== 'object' && typeof shared !== 'function') continue;
    if (shared === null || shared === Function.prototype) continue;
    found.add(shared);
    if ('prototype' in shared) follow(shared.prototype);
  }
  for (const iterator of [[].values(), ''[Symbol.iterator](), ''.matchAll(/a/g)]) {
    follow(Object.getPrototypeOf(iterator));
  }
  return [...found].map(object => [object, ['next', 'return', 'throw', 'prototype']]);
}
