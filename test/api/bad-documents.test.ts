import { afterEach, describe, expect, test } from 'vitest';
import { answerOf, type ApiAnswer, apiClient } from '../support/api/client.ts';
import { insidesIn } from '../support/api/leaks.ts';

const api = apiClient();

afterEach(async () => {
  await expect(api.data('{ me { username } }')).resolves.toEqual({ me: { username: 'admin' } });
});

/** Refused before anything runs: status 200, no data, each error without a type. */
function expectRequestErrors(answer: ApiAnswer, message: string | RegExp): void {
  expect(answer.status).toBe(200);
  expect(answer.data).toBeNull();
  expect(answer.errors.length).toBeGreaterThan(0);
  expect(answer.trace.calls).toEqual([]);
  expect(insidesIn(answer.text)).toEqual([]);
  for (const error of answer.errors) {
    expect(Object.keys(error).sort()).toEqual(['locations', 'message', 'path']);
    expect(error.path).toBeNull();
  }
  expect(answer.errors[0]?.message).toMatch(message);
}

describe('what the schema does not know', () => {
  test.for([
    ['{ appointments { secret } }', /FieldUndefined: Field 'secret' in type 'AppointmentPage'/],
    ['{ customer { id } }', /MissingFieldArgument/],
    ['{ customer(id: null) { id } }', /Validation error/],
    ['{ customers(filter: { nosuch: 1 }) { nextToken } }', /Validation error of type WrongType/],
    ['{ customers(filter: []) { nextToken } }', /Validation error/],
    ['{ appointments(orderBy: DATE) { nextToken } }', /Validation error of type WrongType/],
    ['{ appointments(orderBy: "DATE_ASC") { nextToken } }', /Validation error of type WrongType/],
    ['{ appointments(filter: { statuses: [DONE] }) { nextToken } }', /WrongType/],
    ['{ overview(from: "2026-02-30") { asOf } }', /WrongType.*'AWSDate'/],
    ['{ overview(from: "2026-13-01") { asOf } }', /WrongType.*'AWSDate'/],
    ['{ overview(from: "") { asOf } }', /WrongType.*'AWSDate'/],
    ['{ overview(from: 20260101) { asOf } }', /WrongType.*'AWSDate'/],
    ['{ appointments(filter: { minRating: "5" }) { nextToken } }', /WrongType/],
    ['{ appointments(filter: { minRating: 1e999 }) { nextToken } }', /WrongType/],
    ['{ consultants }', /SubSelectionRequired/],
    ['{ me { username { first } } }', /SubSelectionNotAllowed/],
    ['{ me { username } } fragment Unused on Me { sub }', /UnusedFragment/],
    ['{ me { ...Missing } }', /UndefinedFragment/],
    ['{ me { ... on Customer { id } } }', /InvalidFragmentType/],
    ['query Q($a: Int) { me { username } }', /UnusedVariable/],
    ['{ appointments(limit: $limit) { nextToken } }', /UndefinedVariable/],
    ['query Q($a: Int, $a: Int) { appointments(limit: $a) { nextToken } }', /variable/i],
    ['query Q($a: String) { appointments(limit: $a) { nextToken } }', /VariableTypeMismatch/],
    ['query Q($a: Me) { me { username } }', /Validation error/],
    ['query Q($a: Nosuch) { appointments(limit: $a) { nextToken } }', /UnknownType/],
    ['{ me { username @nosuch } }', /UnknownDirective/],
    ['{ me { username @include } }', /Validation error/],
    ['{ me { a: username a: sub } }', /FieldsConflict/],
    ['query A { me { sub } } query A { me { sub } }', /operation/i],
  ] as const)('%s', async ([query, message]) => {
    expectRequestErrors(await api.ask(query, { operationName: nameIn(query) }), message);
  });

  test.for([
    ['Int', 'appointments(limit: $v) { nextToken }', 'ten'],
    ['Boolean', 'consultantStatistics(includeDisabled: $v) { asOf }', 'yes'],
    ['AWSDate', 'overview(from: $v) { asOf }', '2026-02-30'],
    ['AWSDate', 'overview(from: $v) { asOf }', '2026-02-30; select 1'],
    ['AWSDate', 'overview(from: $v) { asOf }', { year: 2026 }],
    ['AppointmentOrder', 'appointments(orderBy: $v) { nextToken }', 'date_asc'],
    ['AppointmentOrder', 'appointments(orderBy: $v) { nextToken }', 'constructor'],
    ['[AppointmentStatus!]', 'appointments(filter: { statuses: $v }) { nextToken }', ['DONE']],
    ['[AppointmentStatus!]', 'appointments(filter: { statuses: $v }) { nextToken }', [null]],
    ['AppointmentFilter', 'appointments(filter: $v) { nextToken }', { nosuch: true }],
    ['AppointmentFilter', 'appointments(filter: $v) { nextToken }', { __proto__: null, search: 5 }],
    ['AppointmentFilter', 'appointments(filter: $v) { nextToken }', [[[]]]],
    ['ID!', 'customer(id: $v) { id }', null],
    ['ID!', 'customer(id: $v) { id }', undefined],
    ['ID!', 'customer(id: $v) { id }', ['zalo-1001']],
  ] as const)('a variable of type %s in %s: %j', async ([type, field, v]) => {
    const answer = await api.ask(`query Q($v: ${type}) { ${field} }`, { variables: { v } });
    expectRequestErrors(answer, /^(The v|V)ariable|^Validation/);
  });

  test.for([
    '{',
    '}',
    '{ me { username }',
    'query {}',
    '',
    '   ',
    '#',
    '{ me(',
    '\ufeff{',
    '{ a ! }',
    '\u0000',
    '{ me { username\u0000 } }',
    '{ customer(id: "unfinished) { id } }',
    '\ud800',
    '{ 1 }',
    '"""',
    'select 1',
  ])('text that is no document: %j', async query => {
    const { status, text, headers } = await api.post(JSON.stringify({ query }));
    const answer = answerOf({ status, text, headers });
    expect([200, 400]).toContain(status);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(insidesIn(text)).toEqual([]);
  });
});

describe('which operation', () => {
  const two = 'query A { me { sub } } query B { me { username } }';

  test('two operations without a name', async () => {
    const answer = await api.ask(two);
    expect([answer.status, answer.errors]).toEqual([
      400,
      [{ errorType: 'BadRequestException', message: 'Missing operation name.' }],
    ]);
  });

  test('a name that neither has', async () => {
    const answer = await api.ask(two, { operationName: 'C' });
    expect([answer.status, answer.errors[0]?.errorType]).toEqual([400, 'BadRequestException']);
  });

  test('by its name', async () => {
    const answer = await api.ask(two, { operationName: 'B' });
    expect(answer.data).toEqual({ me: { username: 'admin' } });
  });

  test.for([
    'subscription { anything }',
    'mutation { deleteEverything }',
    'mutation { me { sub } }',
  ])('a kind that this API does not have: %s', async query => {
    const answer = await api.ask(query);
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors).toHaveLength(1);
    expect(insidesIn(answer.text)).toEqual([]);
  });
});

describe('documents that are too much', () => {
  const deep = (levels: number): string => {
    const pair = 'appointments(limit: 1) { items { consultant { ';
    return `{ consultant(id: "1") { ${pair.repeat(levels)} id ${'} } } '.repeat(levels)} } }`;
  };

  test('a hundred levels answer what lies within the limit, and name the limit', async () => {
    const answer = await api.ask(deep(33));
    expect(answer.status).toBe(200);
    expect(answer.errors.map(({ errorType }) => errorType)).toEqual(['QueryDepthLimitReached']);
    expect(answer.trace.calls.length).toBeLessThan(6);
    expect(insidesIn(answer.text)).toEqual([]);
  });

  test('ten thousand levels', async () => {
    const answer = await api.ask(deep(3_500));
    expect([200, 400]).toContain(answer.status);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(insidesIn(answer.text)).toEqual([]);
  });

  test('ten thousand aliases', async () => {
    for (const field of ['me { sub }', 'appointments { nextToken }']) {
      const answer = await api.ask(`{ ${aliases(10_000, field)} }`);
      expectRequestErrors(answer, /^Invalid Syntax : the query has too many tokens/);
    }
  });

  test('more resolvers than one request may run', async () => {
    const { data, errors } = await api.ask(`{ ${aliases(1_200, 'consultant(id: "1") { id }')} }`);
    const answered = Object.values(data as object).filter(value => value !== null);
    expect(answered).toEqual(Array.from({ length: 1_000 }, () => ({ id: '1' })));
    expect(errors).toHaveLength(200);
    expect(new Set(errors.map(({ errorType }) => errorType))).toEqual(
      new Set(['ResolverExecutionLimitReached']),
    );
  });

  test('thousands of aliases of a leaf are one answer of one resolver', async () => {
    const { data, trace } = await api.ask(`{ me { ${aliases(4_000, 'username')} } }`);
    const { me } = data as { me: object };
    expect(Object.keys(me)).toHaveLength(4_000);
    expect(new Set(Object.values(me))).toEqual(new Set(['admin']));
    expect(trace.calls).toHaveLength(1);
  });

  test('fragments in a circle', async () => {
    const circle = Array.from(
      { length: 500 },
      (_, i) => `fragment F${i} on Appointment { id ...F${(i + 1) % 500} }`,
    );
    const query = `{ appointment(id: "1") { ...F0 } } ${circle.join(' ')}`;
    expectRequestErrors(await api.ask(query), /Validation error/);
    const own = '{ me { ...F } } fragment F on Me { sub ...F }';
    expectRequestErrors(await api.ask(own), /Validation error/);
  });

  test('fragments that double thirty times', async () => {
    const doubling = Array.from({ length: 30 }, (_, i) => {
      const next = `items { customer { appointments { ...F${i + 1} } } }`;
      return `fragment F${i} on AppointmentPage { a: ${next} b: ${next} }`;
    });
    const query = `{ appointments { ...F0 } } ${doubling.join(' ')} fragment F30 on AppointmentPage { nextToken }`;
    const started = performance.now();
    const answer = await api.ask(query);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(insidesIn(answer.text.slice(0, 100_000))).toEqual([]);
  });

  test('a list in a list in a list, ten thousand times, as a literal and as a variable', async () => {
    const nested = '['.repeat(10_000) + ']'.repeat(10_000);
    const literal = await api.post(JSON.stringify({ query: `{ customer(id: ${nested}) { id } }` }));
    expect([200, 400]).toContain(literal.status);
    const query = 'query Q($v: AppointmentFilter) { appointments(filter: $v) { nextToken } }';
    const variable = await api.post(
      `{"query":${JSON.stringify(query)},"variables":{"v":${nested}}}`,
    );
    expect([200, 400]).toContain(variable.status);
    for (const { text } of [literal, variable]) {
      expect((JSON.parse(text) as { errors: unknown[] }).errors.length).toBeGreaterThan(0);
      expect(insidesIn(text)).toEqual([]);
    }
  });
});

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
}

/** The operation that is meant where a document has several. */
function nameIn(query: string): string {
  return query.split('query ').length > 2 ? 'A' : '';
}
