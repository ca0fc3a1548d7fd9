import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnswerError, type ApiAnswer } from '../support/api/client.ts';
import { insidesIn } from '../support/api/leaks.ts';
import { contractClient, usernameOf } from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';
import { NOBODY } from './support/fields.ts';
import { HOSTILE } from './support/hostile.ts';

const api = contractClient();
let examples: Examples;
beforeAll(async () => {
  examples = await examplesOf(api);
});

/** A question, its variables if any, and the reason for which it is refused. */
type Row = readonly [
  query: string,
  reason: string,
  field: string,
  variables?: Record<string, unknown>,
];

afterAll(async () => {
  const me = { username: usernameOf('admin') };
  await expect(api.data('{ me { username } }')).resolves.toEqual({ me });
});

async function refusal(query: string, variables?: Record<string, unknown>): Promise<AnswerError> {
  const answer = await api.ask(query, { ...(variables && { variables }) });
  const [error, ...more] = refusals(answer);
  expect(more).toEqual([]);
  if (!error) throw new Error('there is no error');
  return error;
}

/** What was refused of an answer, in the order in which it was asked for. */
function refusals({ status, errors }: ApiAnswer): readonly AnswerError[] {
  expect(status).toBe(200);
  for (const { message } of errors) {
    expect(insidesIn(message)).toEqual([]);
    expect(message.length).toBeLessThan(300);
  }
  const order = (error: AnswerError) => Number(/\d+$/.exec(String(error.path?.at(-1)))?.[0] ?? 0);
  return errors.toSorted((one, other) => order(one) - order(other));
}

describe('P-46: limits', () => {
  const limits = [0, 101, -1, 2_147_483_647];
  const lists = ['appointments', 'consultants', 'customers', 'timeslots', 'programs', 'feedback'];
  const nested = [
    ['consultant', 'appointments'],
    ['consultant', 'timeslots'],
    ['customer', 'appointments'],
    ['customer', 'programs'],
    ['program', 'participants'],
  ] as const;
  const asked = (list: string) =>
    limits.map((limit, i) => `a${i}: ${list}(limit: ${limit}) { nextToken }`).join(' ');

  function expectBadLimits(errors: readonly AnswerError[]): void {
    expect(errors).toMatchObject(
      limits.map(limit => ({
        errorType: 'InvalidInput',
        errorInfo: { reason: 'BAD_LIMIT', field: 'limit' },
        message: `limit is ${limit}; use 1 to 100`,
        locations: [{ line: 1, sourceName: null }],
        data: null,
      })),
    );
  }

  test.for(lists)('of %s are 1 to 100', async list => {
    expectBadLimits(refusals(await api.ask(`{ ${asked(list)} }`)));
  });

  test.for(nested)('of what a %s has, %s, too', async ([parent, list], { skip }) => {
    const id = await examples.find(parent);
    skip(id === null, 'the data have none');
    expectBadLimits(refusals(await api.ask(`{ ${parent}(id: "${id}") { ${asked(list)} } }`)));
  });

  test.for(['2147483648', '1.5', '"10"', 'true', '[10]', '1e3'])(
    'limit %s is refused before anything runs',
    async limit => {
      const error = await refusal(`{ appointments(limit: ${limit}) { nextToken } }`);
      expect(error).toEqual({
        path: null,
        locations: [{ line: 1, column: expect.any(Number), sourceName: null }],
        message: expect.stringContaining('Validation error'),
      });
    },
  );

  test.for([2_147_483_648, 1.5, '10', true, { a: 1 }])('as a variable: %j', async limit => {
    const query = 'query Q($limit: Int) { appointments(limit: $limit) { nextToken } }';
    const error = await refusal(query, { limit });
    expect(error).not.toHaveProperty('errorType');
    expect(error).toMatchObject({ path: null, message: expect.stringContaining("'limit'") });
  });
});

describe('tokens', () => {
  const page = (argument: string) => `{ appointments(${argument}) { nextToken } }`;
  const tokenOf = async (query: string): Promise<string | null> => {
    const { appointments } = await api.data<{ appointments: { nextToken: string | null } }>(query);
    return appointments.nextToken;
  };

  test.for([
    ['another filter', 'limit: 1, filter: { from: "1900-01-01" }'],
    ['another order', 'limit: 1, orderBy: DATE_ASC'],
  ] as const)('a token of %s does not fit', async ([, other], { skip }) => {
    const token = await tokenOf(page(other));
    skip(token === null, 'the data have too few');
    expect(await refusal(page(`limit: 1, nextToken: "${token}"`))).toMatchObject({
      errorType: 'InvalidInput',
      errorInfo: { reason: 'TOKEN_MISMATCH', field: 'nextToken' },
    });
  });

  test('nor one of another field, or of another parent', async ({ skip }) => {
    const nested = (id: string, argument: string) =>
      `{ consultant(id: "${id}") { appointments(${argument}) { nextToken } } }`;
    const { consultants } = await api.data<{
      consultants: { items: { id: string; appointments: { nextToken: string | null } }[] };
    }>('{ consultants(limit: 10) { items { id appointments(limit: 1) { nextToken } } } }');
    const busy = consultants.items.find(({ appointments }) => appointments.nextToken !== null);
    const other = consultants.items.find(({ id }) => id !== busy?.id);
    if (!busy || !other) return skip('the data have too few');
    const token = await tokenOf(page('limit: 1'));
    for (const query of [
      nested(busy.id, `limit: 1, nextToken: "${token}"`),
      nested(other.id, `limit: 1, nextToken: "${busy.appointments.nextToken}"`),
      page(`limit: 1, nextToken: "${busy.appointments.nextToken}"`),
    ]) {
      expect((await refusal(query)).errorInfo).toMatchObject({ reason: 'TOKEN_MISMATCH' });
    }
  });

  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const query = 'query Q($nextToken: String) { appointments(nextToken: $nextToken) { nextToken } }';
  const expectMalformed = async (nextToken: string): Promise<void> => {
    const { errorType, errorInfo } = await refusal(query, { nextToken });
    expect([errorType, errorInfo]).toEqual([
      'InvalidInput',
      { reason: 'TOKEN_MALFORMED', field: 'nextToken' },
    ]);
  };
  test.for([
    '',
    ' ',
    'garbage',
    `WyJ${'A'.repeat(50)}`,
    forged(null),
    forged([]),
    forged({ binding: 'x' }),
    forged([[[[[]]]]]),
    forged(['0123456789abcdef']).slice(0, -3),
  ])('%j is no token', expectMalformed);

  describe(HOSTILE, () => {
    test.for(['WyJh\u0000', "' or 1=1 --"])('%j is no token', expectMalformed);
    test('a hundred thousand letters are no token', () => expectMalformed('x'.repeat(100_000)));
  });

  test.for([
    ['2026-02-30', '09:00:00', '1'],
    ['2026-11-20', '25:00:00', '1'],
    ['2026-11-20', '09:00:00', '99999999999'],
    ['2026-11-20', '09:00:00', "1'; drop table customer; --"],
    ['2026-11-20', '09:00:00'],
    ['2026-11-20', '09:00:00', '1', '2'],
    [null, 1, {}],
  ])('a token whose keys were changed to %j is malformed', async (keys, { skip }) => {
    const sound = await tokenOf(page('limit: 1'));
    if (sound === null) return skip('the data have too few');
    const [binding] = JSON.parse(Buffer.from(sound, 'base64url').toString()) as string[];
    const error = await refusal(page(`limit: 1, nextToken: "${forged([binding, ...keys])}"`));
    expect(error.errorInfo).toMatchObject({ reason: 'TOKEN_MALFORMED' });
  });
});

describe('what resolvers and services refuse', () => {
  const search = 'query Q($s: String) { customers(filter: { search: $s }) { nextToken } }';
  const rows: readonly Row[] = [
    ['{ overview(from: "2026-01-01Z") { asOf } }', 'BAD_DATE', 'from'],
    ['{ timeslots(filter: { to: "2026-01-01+07:00" }) { nextToken } }', 'BAD_DATE', 'filter.to'],
    ['{ overview(from: "2026-02-01", to: "2026-01-31") { asOf } }', 'RANGE_REVERSED', 'from'],
    [
      '{ appointments(filter: { from: "2026-02-01", to: "2026-01-31" }) { nextToken } }',
      'RANGE_REVERSED',
      'filter.from',
    ],
    ['{ overview(from: "2025-01-01", to: "2026-01-02") { asOf } }', 'RANGE_TOO_LONG', 'to'],
    ['{ dailySummaries(from: "2024-01-01", to: "2025-01-01") { date } }', 'RANGE_TOO_LONG', 'to'],
    ['{ dailySummaries(from: "0001-01-01", to: "9999-12-31") { date } }', 'RANGE_TOO_LONG', 'to'],
    [
      '{ consultantStatistics(from: "2025-01-01", to: "2026-12-31") { asOf } }',
      'RANGE_TOO_LONG',
      'to',
    ],
    [
      '{ appointments(filter: { minRating: 5.5 }) { nextToken } }',
      'BAD_RATING',
      'filter.minRating',
    ],
    [
      '{ feedback(filter: { minRating: 4, maxRating: 3 }) { nextToken } }',
      'BAD_RATING',
      'filter.minRating',
    ],
    ['{ appointments(filter: { statuses: [] }) { nextToken } }', 'EMPTY_LIST', 'filter.statuses'],
    [
      '{ timeslots(filter: { state: FREE, states: [PAST] }) { nextToken } }',
      'CONTRADICTION',
      'filter.state',
    ],
    [search, 'SEARCH_TOO_LONG', 'search', { s: 'x'.repeat(101) }],
    [search, 'SEARCH_TOO_LONG', 'search', { s: 'a b c d e f g h i' }],
    ['{ customer(id: "") { id } }', 'BAD_ID', 'id'],
    [`{ customer(id: "${'x'.repeat(101)}") { id } }`, 'BAD_ID', 'id'],
    ['{ appointments(filter: { customerId: "" }) { nextToken } }', 'BAD_ID', 'filter.customerId'],
  ];
  const expectRefused = async ([query, reason, field, variables]: Row): Promise<void> => {
    expect(await refusal(query, variables)).toMatchObject({
      errorType: 'InvalidInput',
      errorInfo: { reason, field },
      data: null,
    });
  };
  test.for(rows)('%s: %s', expectRefused);

  test('a workload of a quarter and a day', async ({ skip }) => {
    const id = await examples.find('consultant');
    skip(id === null, 'the data have none');
    const workload = 'workload(from: "2026-01-01", to: "2026-04-03") { from }';
    await expectRefused([`{ consultant(id: "${id}") { ${workload} } }`, 'RANGE_TOO_LONG', 'to']);
  });

  describe(HOSTILE, () => {
    const nul: readonly Row[] = [
      [search, 'NUL_CHARACTER', 'filter.search', { s: 'Lan\u0000' }],
      ['{ customer(id: "zalo\\u0000") { id } }', 'NUL_CHARACTER', 'id'],
      ['{ databaseTable(name: "feedback\\u0000") { name } }', 'NUL_CHARACTER', 'name'],
    ];
    test.for(nul)('%s: %s', expectRefused);
  });
});

describe('ids', () => {
  const places: readonly (readonly [string, string])[] = [
    ['appointment(id: $id) { id }', 'id'],
    ['consultant(id: $id) { id }', 'id'],
    ['program(id: $id) { id }', 'id'],
    ['consultantCandidates(appointmentId: $id) { rank }', 'appointmentId'],
    ['appointments(filter: { consultantId: $id }) { nextToken }', 'filter.consultantId'],
    ['appointments(filter: { programId: $id }) { nextToken }', 'filter.programId'],
    ['timeslots(filter: { consultantId: $id }) { nextToken }', 'filter.consultantId'],
    ['feedback(filter: { consultantId: $id }) { nextToken }', 'filter.consultantId'],
    ['customers(filter: { programId: $id }) { nextToken }', 'filter.programId'],
  ];
  const plain = ['', 'abc', '0', '-1', '+1', '01', '1.5', '1e3', ' 1', '１'];
  const wrong = [...plain, '99999999999', '2147483648'];

  /** All of them in one request. */
  async function expectBadIds(selected: string, field: string, ids: readonly string[]) {
    const type = selected.includes('filter') ? 'ID' : 'ID!';
    const given = ids.map((_, i) => `$id${i}: ${type}`).join(', ');
    const fields = ids.map((_, i) => `a${i}: ${selected.replace('$id', `$id${i}`)}`).join(' ');
    const variables = Object.fromEntries(ids.map((id, i) => [`id${i}`, id]));
    const answer = await api.ask(`query Q(${given}) { ${fields} }`, { variables });
    const found = refusals(answer).map(({ errorType, errorInfo }) => [errorType, errorInfo]);
    expect(found).toEqual(ids.map(() => ['InvalidInput', { reason: 'BAD_ID', field }]));
  }

  test.for(places)('%s', ([selected, field]) => expectBadIds(selected, field, wrong));

  describe(HOSTILE, () => {
    const strange = ['a\u0000', '1\u0000', "1' or '1'='1", 'x'.repeat(10_000)];
    test.for(places)('%s', ([selected, field]) => expectBadIds(selected, field, strange));
  });

  test('of things that do not exist', async () => {
    for (const [query, reason] of [
      [`{ appointment(id: "${NOBODY}") { id } }`, 'APPOINTMENT_NOT_FOUND'],
      [`{ consultant(id: "${NOBODY}") { id } }`, 'CONSULTANT_NOT_FOUND'],
      [`{ customer(id: "nobody-${NOBODY}") { id } }`, 'CUSTOMER_NOT_FOUND'],
      [`{ program(id: "${NOBODY}") { id } }`, 'PROGRAM_NOT_FOUND'],
      ['{ databaseTable(name: "pg_class") { name } }', 'TABLE_NOT_FOUND'],
      ['{ databaseTable(name: "day_rollup") { name } }', 'TABLE_NOT_FOUND'],
      [`{ consultantCandidates(appointmentId: "${NOBODY}") { rank } }`, 'APPOINTMENT_NOT_FOUND'],
    ] as const) {
      const answer = await api.ask(query);
      expect(Object.values(answer.data as object)).toEqual([null]);
      expect(answer.errors).toMatchObject([{ errorType: 'NotFound', errorInfo: { reason } }]);
    }
  });
});
