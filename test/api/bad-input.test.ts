import { afterEach, describe, expect, test } from 'vitest';
import { type AnswerError, apiClient } from '../support/api/client.ts';
import { insidesIn } from '../support/api/leaks.ts';

const api = apiClient();

/** A question, its variables if any, and the reason for which it is refused. */
type Row = readonly [
  query: string,
  reason: string,
  field: string,
  variables?: Record<string, unknown>,
];

afterEach(async () => {
  await expect(api.data('{ me { username } }')).resolves.toEqual({ me: { username: 'admin' } });
});

async function refusal(query: string, variables?: Record<string, unknown>): Promise<AnswerError> {
  const answer = await api.ask(query, { ...(variables && { variables }) });
  expect(answer.status).toBe(200);
  expect(insidesIn(answer.text)).toEqual([]);
  expect(answer.errors).toHaveLength(1);
  const [error] = answer.errors;
  if (!error) throw new Error('there is no error');
  expect(error.message.length).toBeLessThan(300);
  return error;
}

const LISTS: readonly string[] = [
  'appointments',
  'consultants',
  'customers',
  'timeslots',
  'programs',
  'feedback',
];
const NESTED: readonly string[] = [
  'consultant(id: "1") { appointments',
  'consultant(id: "1") { timeslots',
  'customer(id: "zalo-1001") { appointments',
  'customer(id: "zalo-1001") { programs',
  'program(id: "1") { participants',
];
const everyList = [...LISTS, ...NESTED];
const asking = (list: string, argument: string) =>
  `{ ${list}(${argument}) { nextToken } ${list.includes('{') ? '} ' : ''}}`;

describe('P-46: limits', () => {
  test.for(everyList.flatMap(list => [0, 101, -1, 2_147_483_647].map(n => [list, n] as const)))(
    '%s with limit %i is InvalidInput',
    async ([list, limit]) => {
      expect(await refusal(asking(list, `limit: ${limit}`))).toMatchObject({
        errorType: 'InvalidInput',
        errorInfo: { reason: 'BAD_LIMIT', field: 'limit' },
        message: `limit is ${limit}; use 1 to 100`,
        locations: [{ line: 1, sourceName: null }],
        data: null,
      });
    },
  );

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
    const error = await refusal(
      'query Q($limit: Int) { appointments(limit: $limit) { nextToken } }',
      {
        limit,
      },
    );
    expect(error).not.toHaveProperty('errorType');
    expect(error).toMatchObject({ path: null, message: expect.stringContaining("'limit'") });
  });
});

describe('tokens', () => {
  const page = (argument: string) => `{ appointments(${argument}) { nextToken } }`;
  const tokenOf = async (query: string): Promise<string> => {
    const { appointments } = await api.data<{ appointments: { nextToken: string } }>(query);
    return appointments.nextToken;
  };

  test.for([
    ['another filter', 'limit: 2, filter: { unassigned: false }'],
    ['another order', 'limit: 2, orderBy: DATE_ASC'],
  ] as const)('a token of %s does not fit', async ([, other]) => {
    const token = await tokenOf(page(other));
    expect(await refusal(page(`limit: 2, nextToken: "${token}"`))).toMatchObject({
      errorType: 'InvalidInput',
      errorInfo: { reason: 'TOKEN_MISMATCH', field: 'nextToken' },
    });
  });

  test('nor one of another field, or of another parent', async () => {
    const nested = (id: string, argument: string) =>
      `{ consultant(id: "${id}") { appointments(${argument}) { nextToken } } }`;
    const token = await tokenOf(page('limit: 1'));
    const { consultant } = await api.data<{
      consultant: { appointments: { nextToken: string } };
    }>(nested('1', 'limit: 1'));
    for (const query of [
      nested('1', `limit: 1, nextToken: "${token}"`),
      nested('2', `limit: 1, nextToken: "${consultant.appointments.nextToken}"`),
      page(`limit: 1, nextToken: "${consultant.appointments.nextToken}"`),
    ]) {
      expect((await refusal(query)).errorInfo).toMatchObject({ reason: 'TOKEN_MISMATCH' });
    }
  });

  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  test.for([
    '',
    ' ',
    'garbage',
    'x'.repeat(100_000),
    `WyJ${'A'.repeat(1_000)}`,
    'WyJh\u0000',
    "' or 1=1 --",
    forged(null),
    forged([]),
    forged({ binding: 'x' }),
    forged([[[[[]]]]]),
    forged(['0123456789abcdef']).slice(0, -3),
  ])('%.40s is no token', async nextToken => {
    const query =
      'query Q($nextToken: String) { appointments(nextToken: $nextToken) { nextToken } }';
    const { errorType, errorInfo } = await refusal(query, { nextToken });
    expect([errorType, errorInfo]).toEqual([
      'InvalidInput',
      { reason: 'TOKEN_MALFORMED', field: 'nextToken' },
    ]);
  });

  test.for([
    ['2026-02-30', '09:00:00', '1'],
    ['2026-11-20', '25:00:00', '1'],
    ['2026-11-20', '09:00:00', '99999999999'],
    ['2026-11-20', '09:00:00', "1'; drop table customer; --"],
    ['2026-11-20', '09:00:00'],
    ['2026-11-20', '09:00:00', '1', '2'],
    [null, 1, {}],
  ])('a token whose keys were changed to %j is malformed', async keys => {
    const sound = await tokenOf(page('limit: 1'));
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
      '{ consultant(id: "1") { workload(from: "2026-01-01", to: "2026-04-03") { from } } }',
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
    [search, 'NUL_CHARACTER', 'filter.search', { s: 'Lan\u0000' }],
    ['{ customer(id: "zalo\\u0000") { id } }', 'NUL_CHARACTER', 'id'],
    ['{ databaseTable(name: "feedback\\u0000") { name } }', 'NUL_CHARACTER', 'name'],
    ['{ customer(id: "") { id } }', 'BAD_ID', 'id'],
    [`{ customer(id: "${'x'.repeat(101)}") { id } }`, 'BAD_ID', 'id'],
    ['{ appointments(filter: { customerId: "" }) { nextToken } }', 'BAD_ID', 'filter.customerId'],
  ];
  test.for(rows)('%.90s: %s', async ([query, reason, field, variables]) => {
    expect(await refusal(query, variables)).toMatchObject({
      errorType: 'InvalidInput',
      errorInfo: { reason, field },
      data: null,
    });
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
  const wrong = [
    '',
    'abc',
    '0',
    '-1',
    '+1',
    '01',
    '1.5',
    '1e3',
    ' 1',
    '１',
    '99999999999',
    '2147483648',
  ];
  test.for(places)('%s', async ([selected, field]) => {
    const type = selected.includes('filter') ? 'ID' : 'ID!';
    for (const id of [...wrong, 'a\u0000', '1\u0000', "1' or '1'='1", 'x'.repeat(10_000)]) {
      const error = await refusal(`query Q($id: ${type}) { ${selected} }`, { id });
      expect([id, error.errorType, error.errorInfo]).toEqual([
        id,
        'InvalidInput',
        { reason: 'BAD_ID', field },
      ]);
    }
  });

  test('of things that do not exist', async () => {
    for (const [query, reason] of [
      ['{ appointment(id: "2147483647") { id } }', 'APPOINTMENT_NOT_FOUND'],
      ['{ consultant(id: "4") { id } }', 'CONSULTANT_NOT_FOUND'],
      ['{ customer(id: "1; drop table customer") { id } }', 'CUSTOMER_NOT_FOUND'],
      ['{ program(id: "9") { id } }', 'PROGRAM_NOT_FOUND'],
      ['{ databaseTable(name: "pg_class") { name } }', 'TABLE_NOT_FOUND'],
      ['{ databaseTable(name: "day_rollup") { name } }', 'TABLE_NOT_FOUND'],
      ['{ consultantCandidates(appointmentId: "77") { rank } }', 'APPOINTMENT_NOT_FOUND'],
    ] as const) {
      const { data, errors } = await api.ask(query);
      expect(Object.values(data as object)).toEqual([null]);
      expect(errors).toMatchObject([{ errorType: 'NotFound', errorInfo: { reason } }]);
    }
  });
});
