import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../services/handlers/operations.ts';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { readingOperations } from '../support/contract.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../support/database.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startService, type AnsweredPage, type Service } from '../support/service.ts';

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  await fillAtRandom(db, { appointments: 40, today: '2025-03-05', seed: 41 });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

type Input = Readonly<Record<string, unknown>>;
type Case = readonly [operation: string, input: Input, reason: string, field?: string];

const NUL = 'a\0b';
const HALF = 'a\ud800b';
const refused: readonly Case[] = [
  ['Query.appointments', { limit: 0 }, 'BAD_LIMIT', 'limit'],
  ['Query.appointments', { limit: 101 }, 'BAD_LIMIT', 'limit'],
  ['Query.appointments', { nextToken: 'abc' }, 'TOKEN_MALFORMED', 'nextToken'],
  ['Query.appointments', { filter: { statuses: [] } }, 'EMPTY_LIST', 'filter.statuses'],
  [
    'Query.appointments',
    { filter: { unassigned: true, consultantId: '1' } },
    'CONTRADICTION',
    'filter.unassigned',
  ],
  ['Query.appointments', { filter: { consultantId: '' } }, 'BAD_ID', 'filter.consultantId'],
  ['Query.appointments', { filter: { customerId: '' } }, 'BAD_ID', 'filter.customerId'],
  [
    'Query.appointments',
    { filter: { customerId: 'x'.repeat(101) } },
    'BAD_ID',
    'filter.customerId',
  ],
  ['Query.appointments', { filter: { programId: '2147483648' } }, 'BAD_ID', 'filter.programId'],
  ['Query.appointments', { filter: { from: '2025-02-30' } }, 'BAD_DATE', 'filter.from'],
  [
    'Query.appointments',
    { filter: { from: '2025-03-02', to: '2025-03-01' } },
    'RANGE_REVERSED',
    'filter.from',
  ],
  ['Query.appointments', { filter: { search: 'x'.repeat(101) } }, 'SEARCH_TOO_LONG', 'search'],
  ['Query.appointments', { filter: { search: NUL } }, 'NUL_CHARACTER', 'filter.search'],
  ['Query.appointments', { filter: { search: HALF } }, 'HALF_CHARACTER', 'filter.search'],
  [
    'Mutation.exportCsv',
    { input: { query: 'CUSTOMERS', customers: { search: HALF } } },
    'HALF_CHARACTER',
    'input.customers.search',
  ],
  ['Query.appointments', { filter: { minRating: 6 } }, 'BAD_RATING', 'filter.minRating'],
  ['Query.customers', { filter: { createdFrom: '2025-02-30' } }, 'BAD_DATE', 'filter.createdFrom'],
  [
    'Query.customers',
    { filter: { createdFrom: '2025-03-02', createdTo: '2025-03-01' } },
    'RANGE_REVERSED',
    'filter.createdFrom',
  ],
  [
    'Query.timeslots',
    { filter: { state: 'FREE', states: ['PAST'] } },
    'CONTRADICTION',
    'filter.state',
  ],
  ['Query.timeslots', { filter: { states: [] } }, 'EMPTY_LIST', 'filter.states'],
  ['Query.programs', { filter: { statuses: [] } }, 'EMPTY_LIST', 'filter.statuses'],
  ['Query.customer', { id: '' }, 'BAD_ID', 'id'],
  ['Query.customer', { id: NUL }, 'NUL_CHARACTER', 'id'],
  ['Query.appointment', { id: '1 or 1=1' }, 'BAD_ID', 'id'],
  ['Query.overview', { from: '0001-01-01', to: '0001-01-02' }, 'BAD_DATE', 'from'],
  ['Query.overview', { from: '9999-12-31' }, 'BAD_DATE', 'to'],
  ['Query.overview', { to: '0001-01-02' }, 'BAD_DATE', 'from'],
  ['Query.dailySummaries', { from: '2024-01-01', to: '2025-03-01' }, 'RANGE_TOO_LONG', 'to'],
  ['Consultant.workload', { from: '2025-01-01', to: '2025-12-31' }, 'RANGE_TOO_LONG', 'to'],
  ['Program.participants', { statuses: [] }, 'EMPTY_LIST', 'statuses'],
];
const absent: readonly Case[] = [
  ['Query.appointment', { id: '2147483647' }, 'APPOINTMENT_NOT_FOUND'],
  ['Query.consultant', { id: '2147483647' }, 'CONSULTANT_NOT_FOUND'],
  ['Query.customer', { id: 'nobody' }, 'CUSTOMER_NOT_FOUND'],
  ['Query.program', { id: '2147483647' }, 'PROGRAM_NOT_FOUND'],
  ['Query.consultantCandidates', { appointmentId: '2147483647' }, 'APPOINTMENT_NOT_FOUND'],
  ['Query.databaseTable', { name: 'pg_authid' }, 'TABLE_NOT_FOUND'],
  ['Query.databaseTable', { name: 'day_rollup' }, 'TABLE_NOT_FOUND'],
  ['Query.databaseTable', { name: 'constructor' }, 'TABLE_NOT_FOUND'],
];

/** What operators may read and clients may not. */
const INTERNALS =
  /\b(select|insert|update|from|where|join)\b.*\b(from|into|set|where)\b|syntax error|relation|constraint|column|violates|pg_|_rollup|services\/|node_modules|\.ts\b|\n\s+at |Error:/i;

async function replyTo(operation: string, input: Input): Promise<ServiceReply> {
  if (operations[operation]?.kind === 'field') return service.reply(operation, input);
  const [reply] = await service.batch(
    operation,
    [operation.startsWith('Customer') ? 'zalo-1' : 1],
    input,
  );
  if (!reply) throw new Error('a batch gave no answer');
  return reply;
}

describe('P-27: bad input is answered with a reason and a sentence', () => {
  test.for(refused)('%s %j: %s', async ([operation, input, reason, field]) => {
    const reply = await replyTo(operation, input);
    expect(reply).toMatchObject({ error: { type: 'InvalidInput', info: { reason, field } } });
    if ('error' in reply) expect(reply.error.message).not.toMatch(INTERNALS);
  });

  test.for(absent)('%s %j: %s', async ([operation, input, reason]) => {
    expect(await replyTo(operation, input)).toMatchObject({
      error: { type: 'NotFound', info: { reason } },
    });
  });
});

/** Texts that have broken systems of this kind. */
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      '0',
      '1',
      '-1',
      '%',
      '_',
      "'",
      '"',
      '\\',
      ';--',
      '${x}',
      '$1',
      NUL,
      '\ud800',
      '\u202e',
      'NaN',
      'null',
      'infinity',
      '2025-03-05',
      '2025-02-30',
      '0001-01-01',
      '9999-12-31',
      '2147483648',
      '1e9',
      '🙂',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 120 }) },
);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 3 });
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 5, 100, 101));
const filter = fc.record({
  statuses: maybe(fc.subarray(['PENDING', 'COMPLETED'])),
  states: maybe(fc.subarray(['FREE', 'PAST'])),
  consultantId: maybe(text),
  customerId: maybe(text),
  programId: maybe(text),
  unassigned: maybe(fc.boolean()),
  isDisabled: maybe(fc.boolean()),
  from: maybe(text),
  to: maybe(text),
  createdFrom: maybe(text),
  createdTo: maybe(text),
  search: maybe(text),
  specialty: maybe(text),
  minRating: maybe(number),
  maxRating: maybe(number),
});
const input = fc.record({
  id: text,
  appointmentId: text,
  name: text,
  limit: maybe(fc.oneof(fc.integer({ min: 1, max: 100 }), number)),
  nextToken: fc.option(text, { nil: undefined, freq: 5 }),
  from: maybe(text),
  to: maybe(text),
  filter: fc.option(filter, { nil: undefined, freq: 1 }),
});

/** Data, or an error that a caller can act on; anything else is thrown and fails the test. */
function expectSound(reply: ServiceReply): void {
  if ('data' in reply) return;
  expect(['InvalidInput', 'NotFound']).toContain(reply.error.type);
  expect(reply.error.info.reason).toMatch(/^[A-Z_]+$/);
  // Messages repeat what was given: without it they hold nothing but our own words.
  const sentence = reply.error.message.replaceAll(/"[^]*"/g, '""');
  expect(sentence).not.toMatch(INTERNALS);
  expect(reply.error.message.length).toBeLessThan(300);
}

describe('P-27: whatever comes in, what comes out is data or a reason', () => {
  test('random input of every operation that reads', () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...readingOperations), input, async (operation, given) => {
        expectSound(await replyTo(operation, given));
      }),
      { seed: 27, numRuns: 700 },
    ));

  test('tokens that were tampered with', async () => {
    const lists = readingOperations.filter(
      name =>
        /s$|feedback/.test(name) && !/Statistics|Summaries|Tables|Candidates|invariants/.test(name),
    );
    const tokens = new Map<string, string>();
    for (const operation of lists) {
      const filterOf = operation.endsWith('timeslots') ? { filter: { from: '2025-01-01' } } : {};
      const reply = await replyTo(operation, { limit: 1, ...filterOf });
      const { nextToken } =
        'data' in reply ? (reply.data as AnsweredPage<unknown>) : { nextToken: null };
      if (nextToken !== null) tokens.set(operation, nextToken);
    }
    expect(tokens.size).toBeGreaterThan(8);
    const value = fc.oneof(
      text,
      fc.constantFrom(
        '2025-02-31',
        '25:00:00',
        '2025-01-01 00:00:00+99',
        '99999999999',
        '1e400',
        '-1',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tokens.keys()),
        fc.nat(3),
        value,
        async (operation, at, instead) => {
          const content = JSON.parse(
            Buffer.from(tokens.get(operation) ?? '', 'base64url').toString(),
          ) as unknown[];
          content[at % content.length] = instead;
          const nextToken = Buffer.from(JSON.stringify(content)).toString('base64url');
          const filterOf = operation.endsWith('timeslots')
            ? { filter: { from: '2025-01-01' } }
            : {};
          expectSound(await replyTo(operation, { limit: 5, nextToken, ...filterOf }));
        },
      ),
      { seed: 28, numRuns: 500 },
    );
  });
});

test('an operation that does not exist is a defect, not an answer', async () => {
  await expect(service.reply('Query.constructor', {}, { select: '{ id }' })).rejects.toThrow(
    'no operation',
  );
  await expect(service.reply('constructor', {}, { select: '{ id }' })).rejects.toThrow(
    'no operation',
  );
});

test('one bad page of a batch fails alone, and a bad argument fails every parent with the same reason', async () => {
  const replies = await service.batch('Consultant.appointments', [1, 2], { limit: 0 });
  expect(replies).toHaveLength(2);
  for (const reply of replies)
    expect(reply).toMatchObject({ error: { info: { reason: 'BAD_LIMIT' } } });
});

test('P-23: an error of the database that no rule explains leaves the function without the values of the row', async () => {
  await withDatabase(async own => {
    await own.owner.query(
      `alter table customer add constraint nobody_told_us check (full_name not like 'B%')`,
    );
    const broken = startService(own.connection('api'));
    try {
      const input = { fullName: 'Bùi Thị Bí Mật', phoneNumber: '0912345678' };
      const thrown: unknown = await broken
        .reply('Mutation.createCustomer', { input })
        .catch((error: unknown) => error);
      // As Lambda logs it: with every property of its own.
      const logged = inspect(thrown, { showHidden: true, depth: null });
      expect(logged).toContain('SQLSTATE 23514, nobody_told_us');
      expect(logged).not.toMatch(/Bí Mật|0912345678|insert into/);
    } finally {
      await broken.close();
    }
  });
});
