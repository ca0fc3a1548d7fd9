import { type PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoCounts, loadDemo } from '../../local/demo/load.ts';
import { dataTables } from '../../services/db/tables.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../support/database.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';
import { expectSound } from '../support/soundness.ts';

const options = { size: 'small', today: '2026-11-20', zone: 'Asia/Ho_Chi_Minh' } as const;

describe('the small demo', () => {
  let db: TestDatabase;
  let counts: DemoCounts;
  let structure: string;
  beforeAll(async () => {
    db = await createDatabase();
    structure = await structureOf(db);
    counts = await load(db);
  });
  afterAll(() => db.drop());

  /** The one value of the one row. */
  async function value(query: string): Promise<unknown> {
    const { rows } = await db.owner.query<unknown[]>({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  }
  const share = async (ofWhat: string, amongWhat: string, table = 'appointment'): Promise<number> =>
    Number(
      await value(
        `select count(*) filter (where ${ofWhat})::float8 / count(*) from ${table} where ${amongWhat}`,
      ),
    );

  test('has the rows that it says, about twenty thousand appointments', async () => {
    expect(counts).toMatchObject({
      appointments: 20_000,
      customers: 4_000,
      consultants: 18,
      programs: 40,
    });
    expect(counts.timeslots).toBeGreaterThan(24_000);
    for (const [table, expected] of [
      ['customer', counts.customers],
      ['consultant', counts.consultants],
      ['timeslot', counts.timeslots],
      ['appointment', counts.appointments],
      ['feedback', counts.feedback],
      ['assignment', counts.assignments],
      ['program', counts.programs],
      ['program_participant', counts.participants],
    ] as const) {
      expect(await value(`select count(*)::int from ${table}`), table).toBe(expected);
    }
  });

  test('covers three years and the coming weeks', async () => {
    expect(await value('select min(date)::text from appointment')).toBe('2023-11-21');
    expect(await value('select max(date)::text from timeslot')).toBe('2027-01-19');
    expect(
      await value(`select count(*)::int from appointment where date > '2026-11-27'`),
    ).toBeGreaterThan(20);
  });

  test.for<[string, string, string, number, number]>([
    ['cancelled', `status = 'CANCELLED'`, `date < '2026-11-20'`, 0.12, 0.16],
    ['missed', `outcome = 'NO_SHOW'`, `date < '2026-11-01'`, 0.05, 0.07],
    ['with a required specialty', 'required_specialty is not null', 'true', 0.47, 0.53],
    [
      'unassigned among what lies ahead',
      'consultant_id is null',
      `date >= '2026-11-20' and status = 'PENDING'`,
      0.4,
      0.8,
    ],
    ['from Tuesday to Thursday', 'extract(dow from date) between 2 and 4', 'true', 0.55, 0.65],
    ['on a Sunday', 'extract(dow from date) = 0', 'true', 0.001, 0.02],
    ['after noon on a Saturday', `start_time >= '12:00'`, 'extract(dow from date) = 6', 0, 0],
    ['around Tết', `date between '2026-02-15' and '2026-02-22'`, 'true', 0, 0],
    [
      'with a reason when cancelled',
      'cancel_reason is not null',
      `status = 'CANCELLED'`,
      0.9,
      0.99,
    ],
  ])('appointments %s have their share', async ([, ofWhat, amongWhat, least, most]) => {
    const found = await share(ofWhat, amongWhat);
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThanOrEqual(most);
  });

  test('not quite half of those who came gave feedback, mostly good, in steps of a half', async () => {
    const attended = Number(
      await value(`select count(*) from appointment where outcome = 'ATTENDED'`),
    );
    expect(counts.feedback / attended).toBeCloseTo(0.45, 1);
    expect(await share('rating >= 4', 'true', 'feedback')).toBeGreaterThan(0.7);
    expect(await share('rating * 2 = trunc(rating * 2)', 'true', 'feedback')).toBe(1);
    expect(await value('select count(distinct rating)::int from feedback')).toBeGreaterThan(8);
  });

  test('grows from year to year', async () => {
    const { rows } = await db.owner.query<{ total: number }>(`
      select count(*)::int as total from appointment
       where date < '2026-11-20' group by (date - '2023-11-21'::date) / 365 order by (date - '2023-11-21'::date) / 365`);
    const totals = rows.map(row => row.total);
    expect(totals).toHaveLength(3);
    expect(totals).toEqual(totals.toSorted((one, other) => one - other));
  });

  /** Each finds rows that must not exist. */
  test.for<[string, string]>([
    [
      'two live appointments of a person at once',
      `select a.id from appointment a join appointment b on a.date = b.date and a.id < b.id
         and (a.consultant_id = b.consultant_id or a.customer_id = b.customer_id)
         and a.status <> 'CANCELLED' and b.status <> 'CANCELLED'
         and a.start_time < b.start_time + make_interval(mins => b.duration_minutes)
         and b.start_time < a.start_time + make_interval(mins => a.duration_minutes)`,
    ],
    ['overlaps of older rules', 'select id from appointment where legacy_overlap'],
    [
      'live appointments outside the slots of their consultant',
      `select id from appointment a where status <> 'CANCELLED' and consultant_id is not null and not exists (
         select from timeslot t where t.consultant_id = a.consultant_id and t.date = a.date
            and t.start_time <= a.start_time and t.end_time >= a.start_time + make_interval(mins => a.duration_minutes))`,
    ],
    [
      'more live appointments in a day than a consultant takes',
      `select c.id from consultant c join appointment a on a.consultant_id = c.id and a.status <> 'CANCELLED'
        group by c.id, a.date having count(*) > c.max_per_day`,
    ],
    [
      'statuses at odds with the date or the times',
      `select id from appointment
        where (status = 'COMPLETED') <> (completed_at is not null and outcome is not null)
           or (status in ('CONFIRMED', 'COMPLETED') and confirmed_at is null)
           or (status = 'COMPLETED' and date >= '2026-11-20')
           or (status = 'PENDING' and date < '2026-11-09')`,
    ],
    [
      'instants out of order or after the day began',
      `select id from appointment
        where created_at >= (date + start_time) at time zone 'Asia/Ho_Chi_Minh'
           or confirmed_at <= created_at or confirmed_at > (date + start_time) at time zone 'Asia/Ho_Chi_Minh'
           or completed_at < (date + start_time) at time zone 'Asia/Ho_Chi_Minh'
           or cancelled_at <= created_at or cancelled_at <= confirmed_at
           or greatest(created_at, confirmed_at, completed_at, cancelled_at) >= '2026-11-20 00:00+07'
           or updated_at is distinct from greatest(confirmed_at, completed_at, cancelled_at)`,
    ],
    [
      'appointments before their people were known',
      `select a.id from appointment a join customer c on c.id = a.customer_id left join consultant p on p.id = a.consultant_id
        where c.created_at > a.created_at or p.join_date > a.date`,
    ],
    [
      'live appointments of disabled people ahead',
      `select a.id from appointment a join customer c on c.id = a.customer_id left join consultant p on p.id = a.consultant_id
        where a.date >= '2026-11-20' and a.status <> 'CANCELLED' and (c.is_disabled or p.is_disabled)`,
    ],
    [
      'feedback on what did not take place, or before it did',
      `select a.id from feedback f join appointment a on a.id = f.appointment_id
        where a.outcome is distinct from 'ATTENDED' or f.created_at < a.completed_at or f.created_at >= '2026-11-20 00:00+07'`,
    ],
    [
      'assignments that do not end at the consultant',
      `select distinct on (appointment_id) s.id from assignment s join appointment a on a.id = s.appointment_id
        where s.to_consultant_id is distinct from a.consultant_id
          and not exists (select from assignment later where later.appointment_id = s.appointment_id and later.id > s.id)`,
    ],
    [
      'programs beyond their capacity',
      `select p.id from program p join program_participant x on x.program_id = p.id and x.status <> 'CANCELLED'
        group by p.id having count(*) > p.capacity`,
    ],
  ])('there are no %s', async ([, query]) => {
    const { rows } = await db.owner.query(`${query} limit 5`);
    expect(rows).toEqual([]);
  });

  test('has programs behind, under way and ahead', async () => {
    const { rows } = await db.owner.query(
      'select status, count(*)::int from program group by status order by status',
    );
    expect(rows).toEqual([
      { status: 'COMPLETED', count: 37 },
      { status: 'ONGOING', count: 1 },
      { status: 'UPCOMING', count: 2 },
    ]);
  });

  test('is sound', () => expectSound(db, { at: '2026-11-20T09:00:00+07:00' }));

  test.for(rollupNames)('%s says the same as the rows it sums up', async name => {
    const { stored, counted } = await storedAndCounted(db.owner, name);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored).toEqual(counted);
  });

  test('leaves indexes, constraints and triggers as they were', async () => {
    expect(await structureOf(db)).toBe(structure);
  });

  test('takes new rows under the next keys, with every rule at work', async () => {
    const insert = `insert into appointment (customer_id, consultant_id, date, start_time, status)
      select customer_id, consultant_id, date, start_time, 'PENDING' from appointment
       where status = 'CONFIRMED' and date > '2026-11-20' limit 1 returning id`;
    await expect(db.api.query(insert)).rejects.toMatchObject({ code: '23P01' });
    await expect(
      db.api.query(
        `insert into appointment (customer_id, date, start_time) values ('nobody', '2027-02-01', '08:00')`,
      ),
    ).rejects.toMatchObject({ constraint: 'appointment_of_customer' });
    const { rows } = await db.owner.query<{ id: number }>(
      `select nextval(pg_get_serial_sequence('timeslot', 'id'))::int as id`,
    );
    expect(rows).toEqual([{ id: counts.timeslots + 1 }]);
  });

  test('is refused where there are rows already', async () => {
    await expect(load(db)).rejects.toThrow(/already has data/);
    expect(await value('select count(*)::int from customer')).toBe(counts.customers);
  });

  test('is the same each time, in another database too', { timeout: 60_000 }, async () => {
    const once = await checksums(db);
    await withDatabase(async other => {
      await load(other);
      expect(await checksums(other)).toEqual(once);
    });
  });
});

test('a demo loads whatever day it is', { timeout: 60_000 }, () =>
  withDatabase(async db => {
    const counts = await load(db, { today: '2028-02-29' });
    expect(counts.appointments).toBe(20_000);
  }),
);

async function load(db: TestDatabase, changes: { today?: string } = {}): Promise<DemoCounts> {
  const client: PoolClient = await db.owner.connect();
  try {
    return await loadDemo(client, { ...options, ...changes });
  } finally {
    client.release();
  }
}

/** One hash for each table, over all columns of its rows. */
async function checksums(db: TestDatabase): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const table of dataTables) {
    const { rows } = await db.owner.query<{ sum: string }>(
      `select coalesce(md5(string_agg(row, '' order by row)), '') as sum
         from (select md5(t::text) as row from ${table} t) hashed`,
    );
    sums[table] = rows[0]?.sum ?? 'none';
  }
  return sums;
}

/** Every index, constraint and trigger that the schema names, as text. */
async function structureOf(db: TestDatabase): Promise<string> {
  const { rows } = await db.owner.query<{ line: string }>(`
    select pg_get_indexdef(indexrelid) || indisvalid || indisready as line
      from pg_index join pg_class c on c.oid = indrelid where relnamespace = 'public'::regnamespace
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated
      from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select pg_get_triggerdef(t.oid) || tgenabled::text from pg_trigger t where not tgisinternal
    union all
    select tgrelid::regclass || ' ' || tgfoid::regproc || ' ' || tgenabled::text || ' ' || tgtype || ' ' || count(*)
      from pg_trigger where tgisinternal group by tgrelid, tgfoid, tgenabled, tgtype
    order by line`);
  return rows.map(({ line }) => line).join('\n');
}
