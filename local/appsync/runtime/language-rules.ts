/** What APPSYNC_JS 1.0.0 has of JavaScript. Source: AppSync developer guide, "Supported runtime features". */

/** Syntax that it does not have, by the parser's name for it. */
export const forbiddenNodes: Readonly<Record<string, string>> = {
  ThrowStatement: 'throw',
  TryStatement: 'try',
  ForStatement: 'for (;;)',
  WhileStatement: 'while',
  DoWhileStatement: 'do',
  ContinueStatement: 'continue',
  LabeledStatement: 'a label',
  UpdateExpression: '++ or --',
  ClassDeclaration: 'a class',
  ClassExpression: 'a class',
  ThisExpression: 'this',
  YieldExpression: 'yield',
  AwaitExpression: 'await',
  NewExpression: 'new',
  ImportExpression: 'import()',
  MetaProperty: 'import.meta or new.target',
  WithStatement: 'with',
};

/** Operators that it does not have, with what they are called. */
export const operators: ReadonlyMap<string, string> = new Map([
  ['~', '~'],
  ['in', 'in'],
]);

export const globals: ReadonlySet<string> = new Set([
  ...['Object', 'Number', 'Math', 'JSON', 'String', 'Array', 'console'],
  ...['NaN', 'Infinity', 'undefined', 'util', 'extensions', 'runtime'],
]);

/** Members of those globals. */
export const staticMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ['Object', ['assign', 'entries', 'hasOwn', 'keys', 'values']],
  ['Number', ['isFinite', 'isNaN']],
  ['Math', ['random', 'min', 'max', 'round', 'floor', 'ceil']],
  ['JSON', ['parse', 'stringify']],
  ['String', ['raw']],
  ['Array', []],
  ['console', ['log', 'error']],
]);

/** Methods of arrays that take a function, written where it is passed. */
export const callbackMethods: ReadonlySet<string> = new Set([
  ...['forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'find', 'some', 'every'],
  ...['findIndex', 'findLast', 'findLastIndex'],
]);
