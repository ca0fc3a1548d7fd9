import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { nearestFreeSlots } from '../../services/appointment/alternatives-store.ts';
import { create, move } from '../../services/appointment/booking-changes.ts';
import { lockAppointment, lockPeople } from '../../services/appointment/lock-store.ts';
import { type Database, type Queryable } from '../../services/db/connection.ts';
import { type Sql } from '../../services/db/sql.ts';
import { createDispatch, type ServiceReply } from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';
import { officeTime } from '../../services/shared/clock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { pretendLarge, recordedRows } from '../support/large-statistics.ts';
import { people } from '../support/service.ts';

/** Tables that are small in any office: reading all of them is the best plan. */
const FEW_ROWS = 10_000;
/** More than a consultant's or a program's share is a sort of the table. */
const SORTED_ROWS = 20_000;

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await createDatabase();
  await pretendLarge(db);
  client = new pg.Client({ ...db.connection('api'), options: '-c jit=off' });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.drop();
});

const times = ['2025-06-02', '09:00:00', '512000'];
const created = ['2025-06-02 10:00:00+07', '512000'];
const name = ['Nguyễn Văn An', '512'];

interface ListCase {
  readonly operation: string;
  readonly orders: Readonly<Record<string, readonly string[]>>;
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly parents?: readonly string[];
}

const appointmentOrders = {
  DATE_DESC: times,
  DATE_ASC: times,
  CREATED_DESC: created,
  CREATED_ASC: created,
};
const ofAPerson = [
  {},
  { statuses: ['PENDING'] },
  { from: '2026-01-01', to: '2026-01-31' },
  { search: 'an' },
];

const lists: readonly ListCase[] = [
  {
    operation: 'Query.appointments',
    orders: appointmentOrders,
    filters: [
      {},
      { statuses: ['PENDING'] },
      { statuses: ['COMPLETED', 'CANCELLED'] },
      { statuses: ['PENDING', 'CONFIRMED'], from: '2026-11-01', to: '2026-11-30' },
      { consultantId: '17' },
      { consultantId: '17', statuses: ['CONFIRMED'], search: 'nguyen' },
      { unassigned: true },
      { unassigned: false },
      { unassigned: true, statuses: ['PENDING'], from: '2026-11-21' },
      { customerId: '4800000075761903266' },
      { programId: '12' },
      { programId: '12', statuses: ['COMPLETED'] },
      { from: '2026-03-01', to: '2026-03-31' },
      { from: '2024-03-01' },
      { search: 'Nguyen' },
      { search: 'Nguyễn Văn An' },
      { search: 'd' },
      { search: 'học bổng', statuses: ['PENDING'] },
      { search: '0912345678', from: '2026-01-01' },
      { search: '0912 34 56 78' },
      { specialty: 'Hướng nghiệp' },
      { specialty: 'Hướng nghiệp', statuses: ['PENDING'] },
      { minRating: 4 },
      { maxRating: 1, statuses: ['COMPLETED'] },
      { minRating: 4, search: 'minh' },
    ],
  },
  {
    operation: 'Query.customers',
    orders: { NAME_ASC: name, NAME_DESC: name, CREATED_DESC: created, CREATED_ASC: created },
    filters: [
      {},
      { includeDisabled: true },
      { isDisabled: true },
      { search: 'Nguyen' },
      { search: 'quach tue' },
      { search: 'd' },
      { search: '0912345678' },
      { search: '0912.345.678' },
      { search: '+84 91 23 45' },
      { createdFrom: '2026-01-01', createdTo: '2026-12-31' },
    ],
  },
  {
    operation: 'Query.timeslots',
    orders: { TIME_ASC: times },
    filters: [
      {},
      { state: 'FREE' },
      { state: 'BOOKED' },
      { state: 'BLOCKED' },
      { state: 'PAST' },
      { states: ['FREE', 'BLOCKED'] },
      { consultantId: '17', state: 'FREE' },
      { from: '2026-12-01', to: '2026-12-07' },
      { state: 'FREE', specialty: 'Hướng nghiệp' },
    ],
  },
  {
    operation: 'Query.feedback',
    orders: {
      CREATED_DESC: created,
      CREATED_ASC: created,
      RATING_DESC: ['4.5', '512000'],
      RATING_ASC: ['4.5', '512000'],
    },
    filters: [
      {},
      { maxRating: 1 },
      { minRating: 4 },
      { consultantId: '17' },
      { from: '2026-11-01' },
      { hasComment: true },
    ],
  },
  {
    operation: 'Consultant.appointments',
    orders: appointmentOrders,
    filters: ofAPerson,
    parents: ['17', '18', '19'],
  },
  {
    operation: 'Customer.appointments',
    orders: appointmentOrders,
    filters: ofAPerson,
    parents: ['a', 'b'],
  },
  {
    operation: 'Consultant.timeslots',
    orders: { TIME_ASC: times },
    filters: [{}, { state: 'FREE' }],
    parents: ['17', '18'],
  },
  {
    operation: 'Program.participants',
    orders: { REGISTERED_ASC: ['2025-06-02 10:00:00+07', 'a'] },
    filters: [{}],
    parents: ['1', '2'],
  },
  {
    operation: 'Customer.programs',
    orders: { REGISTERED_DESC: ['2025-06-02 10:00:00+07', '1'] },
    filters: [{}],
    parents: ['a', 'b'],
  },
];

describe.each(lists)(
  'P-51: $operation at a million appointments',
  ({ operation, orders, filters, parents }) => {
    describe.each(Object.entries(orders))('%s', (order, keys) => {
      test.each(filters.map(filter => [JSON.stringify(filter), filter] as const))(
        '%s reads an index in order, on the first page and on a later one',
        async (_, filter) => {
          const input = { filter, limit: 50, ...(order in knownOrders && { orderBy: order }) };
          const faults: string[] = [];
          const token = await explained({ operation, input, keys, parents, faults });
          expect(token, 'there is a later page').toBeTypeOf('string');
          await explained({
            operation,
            input: { ...input, nextToken: token },
            keys,
            parents: parents?.slice(0, 1),
            faults,
          });
          expect(faults).toEqual([]);
        },
      );
    });
  },
);

describe('P-51: booking at a million appointments', () => {
  const now = officeTime(new Date('2026-11-21T03:00:00Z'), 'Asia/Ho_Chi_Minh');
  const period = { date: '2026-11-23', startTime: '09:00:00', durationMinutes: 60 };
  const place = { customerId: 'zalo-17', consultantId: 17, ...period };
  const details = { meetingUrl: null, description: null, requiredSpecialty: 'Tài chính' };
  const rules = { confirmed: false, overrides: [], actor: 'somebody' };
  const elsewhere = { ...period, keepConfirmed: false, overrides: [] };

  test.for<readonly [string, (db: Queryable) => Promise<unknown>]>([
    ['locks', db => lockPeople(db, place)],
    ['locks what is there', db => lockAppointment(db, 512_000)],
    ['books', db => create(db, { ...place, ...details, ...rules }, now)],
    [
      'asks for nobody',
      db => create(db, { ...place, ...details, ...rules, consultantId: null }, now),
    ],
    ['moves', db => move(db, { id: 512_000 }, elsewhere, now)],
    ['offers what is free', db => nearestFreeSlots(db, place, now)],
    ['offers it for what is there', db => nearestFreeSlots(db, { appointmentId: 512_000 }, now)],
  ])('%s by keys and by indexes in order', async ([, run]) => {
    const faults: string[] = [];
    const explaining: Queryable = {
      rows: async (name, statement, plan = 'prepared') => {
        for (const text of explainsOf(statement, plan)) {
          const planned = planOf((await client.query(text)).rows);
          faults.push(...faultsOf(planned).map(fault => `${name}: ${fault}`));
          // Only the handful that was found is put in order.
          const [last = 0, ...others] = sortedIn(planned);
          if (last > 6 || others.length > 0) faults.push(`${name}: Sort of ${[last, ...others]}`);
        }
        return [];
      },
    };
    await run(explaining).catch((error: unknown) => {
      expect(String(error)).toContain('no outcome');
    });
    expect(faults).toEqual([]);
  });
});

test('the recorded tables are those of a million appointments', () => {
  expect(recordedRows('appointment')).toBeGreaterThan(990_000);
  expect(recordedRows('timeslot')).toBeGreaterThan(1_000_000);
});

test('a condition without an index is noticed', async () => {
  const { rows } = await client.query(
    'explain (format json) select from appointment where duration_minutes = 30',
  );
  expect(faultsOf(planOf(rows))).toEqual([expect.stringContaining('Seq Scan on appointment')]);
});

const knownOrders: Readonly<Record<string, true>> = Object.fromEntries(
  [
    'DATE_DESC',
    'DATE_ASC',
    'CREATED_DESC',
    'CREATED_ASC',
    'NAME_ASC',
    'NAME_DESC',
    'RATING_DESC',
    'RATING_ASC',
  ].map(known => [known, true]),
);

interface Explained {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Keys that the rows of the page seem to have. */
  readonly keys: readonly string[];
  readonly parents: readonly string[] | undefined;
  readonly faults: string[];
}

/** Explains the operation's statement, answers it with a page that goes on, and gives that page's token. */
async function explained({
  operation,
  input,
  keys,
  parents,
  faults,
}: Explained): Promise<string | null | undefined> {
  const explaining: Database = {
    transaction: () => Promise.reject(new Error('lists change nothing')),
    rows: async <Row>(
      statementName: string,
      statement: Sql,
      plan: 'prepared' | 'fresh' = 'prepared',
    ) => {
      for (const text of explainsOf(statement, plan)) {
        const { rows } = await client.query(text);
        faults.push(...faultsOf(planOf(rows)).map(fault => `${statementName}: ${fault}`));
      }
      return [{ json_rows: Array.from({ length: 51 }, () => ({ keys, position: 1 })) }] as Row[];
    },
  };
  const dispatch = createDispatch(operations, {
    db: explaining,
    clock: () => new Date('2026-11-21T03:00:00Z'),
    zone: 'Asia/Ho_Chi_Minh',
  });
  const request = {
    operation,
    input,
    identity: people.admin,
    selection: { graphql: '{ items { id version } nextToken }' },
  };
  const reply = await (parents
    ? dispatch(parents.map(parent => ({ ...request, parent })))
    : dispatch(request));
  const first = (Array.isArray(reply) ? reply[0] : reply) as ServiceReply;
  if ('error' in first) throw new Error(first.error.message);
  return (first.data as { nextToken: string | null }).nextToken;
}

/** With the values of this call; and, when it is prepared, also as it is planned for any values. */
function explainsOf(
  { text, values }: Sql,
  plan: 'prepared' | 'fresh',
): (string | pg.QueryConfig)[] {
  const own = { text: `explain (format json) ${text}`, values: [...values] };
  return plan === 'fresh' ? [own] : [own, `explain (format json, generic_plan) ${text}`];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PlanNode[];
}

function planOf(rows: readonly Record<string, unknown>[]): PlanNode {
  return (rows[0]?.['QUERY PLAN'] as [{ Plan: PlanNode }])[0].Plan;
}

/** How many rows each sort is expected to put in order. */
function sortedIn(node: PlanNode): number[] {
  const own = /Sort$/.test(node['Node Type']) ? [node.Plans?.[0]?.['Plan Rows'] ?? 0] : [];
  return [...own, ...(node.Plans ?? []).flatMap(sortedIn)];
}

function faultsOf(node: PlanNode): string[] {
  const table = node['Relation Name'];
  const own =
    node['Node Type'] === 'Seq Scan' && table !== undefined && recordedRows(table) > FEW_ROWS
      ? [`Seq Scan on ${table}`]
      : node['Node Type'] === 'Sort' && (node.Plans?.[0]?.['Plan Rows'] ?? 0) > SORTED_ROWS
        ? [`Sort of ${node.Plans?.[0]?.['Plan Rows']} rows`]
        : [];
  return [...own, ...(node.Plans ?? []).flatMap(faultsOf)];
}
