import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database } from '../../services/db/connection.ts';
import { type Sql } from '../../services/db/sql.ts';
import { createDispatch, type ServiceReply } from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { people } from '../support/service.ts';

/**
 * As many events as tell a plan that reads an index from one that does not: beyond them the cost of the former stays,
 * that of the latter grows.
 */
const EVENTS = 60_000;
/** What a page may sort: the events of one thing. */
const SORTED_ROWS = 500;

let db: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  db = await createDatabase();
  // Nine in ten are of appointments, few of programs; forty people, and one who did a thousandth.
  await db.owner.query(`
    insert into audit_event (at, actor, action, entity, entity_id, after)
    select timestamptz '2026-11-20' - make_interval(mins => i), case when i % 1000 = 0 then 'sub-rare' else 'sub-' || i % 40 end,
           case when i % 1000 = 1 then 'anonymiseCustomer' else (array['createAppointment', 'confirmAppointment'])[1 + i % 2] end,
           case when i % 1000 = 2 then 'program' when i % 10 = 3 then 'timeslot' else 'appointment' end, (i % 9000)::text,
           '{"version": 1}'
      from generate_series(1, ${EVENTS}) as i`);
  await db.owner.query('vacuum analyze audit_event');
  client = new pg.Client({ ...db.connection('api'), options: '-c jit=off' });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await db?.drop();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** Scans of the whole table, and sorts of more than one thing's events. */
function faultsOf(node: PlanNode): string[] {
  const { 'Node Type': type, 'Relation Name': table, Plans: plans = [] } = node;
  const sorted = plans[0]?.['Plan Rows'] ?? 0;
  return [
    ...(type === 'Seq Scan' && table === 'audit_event' ? ['Seq Scan on audit_event'] : []),
    ...(type === 'Sort' && sorted > SORTED_ROWS ? [`Sort of ${sorted} rows`] : []),
    ...plans.flatMap(faultsOf),
  ];
}

function indexesOf({ 'Index Name': index, Plans: plans = [] }: PlanNode): string[] {
  return [...(index === undefined ? [] : [index]), ...plans.flatMap(indexesOf)];
}

/** What is wrong with the plans of an operation; its statements give a page that goes on. */
async function faults(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  parents?: readonly string[],
): Promise<{
  readonly faults: readonly string[];
  readonly indexes: readonly string[];
  readonly nextToken: unknown;
}> {
  const found: string[] = [];
  const indexes: string[] = [];
  const explaining: Database = {
    transaction: () => Promise.reject(new Error('lists change nothing')),
    rows: async <Row>(_name: string, { text, values }: Sql) => {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain (format json) ${text}`,
        [...values],
      );
      found.push(...rows.flatMap(row => faultsOf(row['QUERY PLAN'][0].Plan)));
      indexes.push(...rows.flatMap(row => indexesOf(row['QUERY PLAN'][0].Plan)));
      const keys = ['2026-11-01 10:00:00+07', '512'];
      return [{ json_rows: Array.from({ length: 51 }, () => ({ keys })) }] as Row[];
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
    selection: { graphql: '{ items { id after } nextToken }' },
  };
  const reply = await (parents
    ? dispatch(parents.map(parent => ({ ...request, parent })))
    : dispatch(request));
  const first = (Array.isArray(reply) ? reply[0] : reply) as ServiceReply;
  const nextToken = 'data' in first ? (first.data as { nextToken?: unknown }).nextToken : undefined;
  return { faults: found, indexes, nextToken };
}

describe('P-51: events by the filters of a list', () => {
  test.for([
    {},
    { entity: 'APPOINTMENT' },
    { entity: 'PROGRAM' },
    { entity: 'CUSTOMER' },
    { entity: 'APPOINTMENT', entityId: '17' },
    { entityId: '17' },
    { actor: 'sub-1' },
    { actor: 'sub-rare' },
    { action: 'confirmAppointment' },
    { action: 'anonymiseCustomer' },
    { from: '2026-11-01', to: '2026-11-02' },
    { actor: 'sub-rare', from: '2026-01-01' },
    { entity: 'PROGRAM', action: 'createAppointment', to: '2026-11-15' },
  ])('%j reads an index, on the first page and on a later one', async filter => {
    const first = await faults('Query.auditEvents', { filter, limit: 50 });
    expect(first.nextToken).toBeTypeOf('string');
    const { nextToken } = first;
    const later = await faults('Query.auditEvents', { filter, limit: 50, nextToken });
    expect([first.faults, later.faults]).toEqual([[], []]);
  });

  test.for([
    [{ entity: 'PROGRAM' }, 'audit_event_by_entity'],
    [{ actor: 'sub-rare' }, 'audit_event_by_actor'],
    [{ action: 'anonymiseCustomer' }, 'audit_event_by_action'],
    [{ entity: 'APPOINTMENT', entityId: '17' }, 'audit_event_of_entity'],
  ] as const)('%j finds the few among the many by an index of its own', async ([filter, index]) => {
    const { indexes } = await faults('Query.auditEvents', { filter, limit: 50 });
    expect(indexes).toEqual([index]);
  });

  test('so do the summaries of a page', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => String(i * 400 + 1));
    expect((await faults('AuditEvent.summary', {}, ids)).faults).toEqual([]);
  });
});

test('a condition without an index is noticed', async () => {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (format json) select from audit_event where reason = 'x' order by entity_id`,
  );
  expect(rows.flatMap(row => faultsOf(row['QUERY PLAN'][0].Plan))).toEqual([
    'Seq Scan on audit_event',
  ]);
});
