import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf } from '../support/api/client.ts';
import { expectRequestErrors } from '../support/api/request-errors.ts';
import { insidesIn } from '../support/api/leaks.ts';
import { contractClient, usernameOf } from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';
import { HOSTILE } from './support/hostile.ts';

const api = contractClient();
let examples: Examples;
beforeAll(async () => {
  examples = await examplesOf(api);
});

afterAll(async () => {
  const me = { username: usernameOf('admin') };
  await expect(api.data('{ me { username } }')).resolves.toEqual({ me });
});

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
});

describe('text that is no document', () => {
  describe(HOSTILE, () => {
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
    ])('%j', async query => {
      const { status, text, headers } = await api.post(JSON.stringify({ query }));
      const answer = answerOf({ status, text, headers });
      expect([200, 400]).toContain(status);
      expect(answer.data ?? null).toBeNull();
      expect(answer.errors.length).toBeGreaterThan(0);
      expect(insidesIn(text)).toEqual([]);
    });
  });
});

describe('which operation', () => {
  const two = 'query A { me { sub } } query B { me { username } }';

  test('by its name', async () => {
    const answer = await api.ask(two, { operationName: 'B' });
    expect(answer.data).toEqual({ me: { username: usernameOf('admin') } });
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
  const deep = (id: string | null, levels: number): string => {
    const pair = 'appointments(limit: 1) { items { consultant { ';
    return `{ consultant(id: "${id}") { ${pair.repeat(levels)} id ${'} } } '.repeat(levels)} } }`;
  };

  test('a hundred levels answer what lies within the limit, and name the limit', async ({
    skip,
  }) => {
    const consultant = await examples.find('consultant');
    skip(consultant === null, 'the data have none');
    const answer = await api.ask(deep(consultant, 33));
    expect(answer.status).toBe(200);
    expect(answer.errors.map(({ errorType }) => errorType)).toEqual(['QueryDepthLimitReached']);
    expect(answer.trace.calls.length).toBeLessThan(6);
    expect(insidesIn(answer.text)).toEqual([]);
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
});

/** The operation that is meant where a document has several. */
function nameIn(query: string): string {
  return query.split('query ').length > 2 ? 'A' : '';
}
