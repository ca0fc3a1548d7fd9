import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnswerError } from '../support/api/client.ts';
import { contractClient, usernameOf } from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';
import { NOBODY } from './support/fields.ts';
import { HOSTILE } from './support/hostile.ts';
import { refusal, refusals } from './support/refusals.ts';

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
      const error = await refusal(api, `{ appointments(limit: ${limit}) { nextToken } }`);
      expect(error).toEqual({
        path: null,
        locations: [{ line: 1, column: expect.any(Number), sourceName: null }],
        message: expect.stringContaining('Validation error'),
      });
    },
  );

  test.for([2_147_483_648, 1.5, '10', true, { a: 1 }])('as a variable: %j', async limit => {
    const query = 'query Q($limit: Int) { appointments(limit: $limit) { nextToken } }';
    const error = await refusal(api, query, { limit });
    expect(error).not.toHaveProperty('errorType');
    expect(error).toMatchObject({ path: null, message: expect.stringContaining("'limit'") });
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
    expect(await refusal(api, query, variables)).toMatchObject({
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
