import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestoreReport } from '../../../services/archive/restore.ts';
import { type MemoryArchive } from '../../support/archive/memory-archive.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { rollupNames, storedAndCounted } from '../../support/rollup-checks.ts';

const options = { now: new Date('2026-11-20T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };
const window = { from: '2026-11-19', to: '2026-11-21' };
let from: TestDatabase;
let archive: MemoryArchive;
beforeAll(async () => {
  from = await createDatabase();
  await fillAtRandom(from, { appointments: 200, today: '2026-11-20', seed: 3 });
  // Assignments and events of several days, today's among them; most of them of appointments on other days.
  await from.owner.query(`
    insert into assignment (appointment_id, to_consultant_id, strategy, actor, at)
    select id, consultant_id, 'MANUAL', 'a', timestamptz '2026-11-22 02:00+07' - make_interval(days => id % 6)
      from appointment where consultant_id is not null;
    insert into audit_event (actor, action, entity, entity_id, at)
    select 'a', 'changed', 'appointment', id::text, timestamptz '2026-11-22 02:00+07' - make_interval(days => id % 6)
      from appointment`);
  const client = await from.owner.connect();
  archive = await writeArchive(client);
  client.release();
});
afterAll(() => from.drop());

describe('a database that was loaded by a window of days', () => {
  let to: TestDatabase;
  let report: RestoreReport;
  beforeAll(async () => {
    to = await createDatabase();
    report = await restored(to, archive, { ...options, window });
  });
  afterAll(() => to.drop());

  test('has the rows of these days, and those without a day', async () => {
    const [all, held] = [await textOf(from), await textOf(to)];
    const of = (rows: string[], days: string[]) =>
      rows.filter(row => days.some(day => row.includes(day)));
    expect(held.customer).toEqual(all.customer);
    expect(held.consultant).toEqual(all.consultant);
    expect(held.program).toEqual(all.program);
    expect(held.program_participant).toEqual(all.program_participant);
    const days = (
      await from.owner.query<{ id: number }>(
        `select id from appointment where date between '2026-11-19' and '2026-11-21' order by id`,
      )
    ).rows.map(({ id }) => id);
    const ids = await to.owner.query<{ id: number }>('select id from appointment order by id');
    expect(ids.rows.map(({ id }) => id)).toEqual(days);
    expect(all.appointment).toEqual(expect.arrayContaining(held.appointment));
    expect(held.timeslot).toEqual(
      of(all.timeslot, [',2026-11-19,', ',2026-11-20,', ',2026-11-21,']),
    );
    const feedback = await to.owner.query(
      'select from feedback f where not exists (select from appointment a where a.id = f.appointment_id)',
    );
    expect(feedback.rowCount).toBe(0);
    expect(all.feedback).toEqual(expect.arrayContaining(held.feedback));
  });

  test('has the records of these days and of today', async () => {
    const days = (db: TestDatabase, table: string) =>
      db.owner
        .query<{ day: string }>(
          `select distinct office_date(at)::text as day from ${table} order by 1`,
        )
        .then(({ rows }) => rows.map(({ day }) => day));
    expect(await days(from, 'assignment')).toContain('2026-11-18');
    expect(await days(to, 'assignment')).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    const held = await days(to, 'audit_event');
    expect(held).toEqual(expect.arrayContaining(['2026-11-19', '2026-11-20', '2026-11-21']));
    expect(held).not.toContain('2026-11-18');
  });

  test('knows what it has not', async () => {
    const { rows } = await to.owner.query<{ name: string }>(
      `select table_name || '/' || day_partition(date) as name from unloaded_partition order by 1`,
    );
    const all = Object.entries(archive.tables).flatMap(([table, { partitions }]) =>
      [...partitions.keys()].filter(key => key.startsWith('date=')).map(key => `${table}/${key}`),
    );
    const inWindow = /=2026-11-(19|20|21)$/;
    expect(rows.map(({ name }) => name)).toEqual(all.filter(name => !inWindow.test(name)).sort());
    expect(
      (await to.owner.query('select from_date::text, to_date::text from loaded_days')).rows,
    ).toEqual([{ from_date: '2026-11-19', to_date: '2026-11-22' }]);
    expect(report.window).toEqual(window);
    expect(report.tables.timeslot.left).toBeGreaterThan(0);
    expect(report.tables.customer.left).toBe(0);
  });

  test('differs in nothing from the run it came from', async () => {
    expect((await to.owner.query('select from archive_mark')).rowCount).toBe(0);
    const { rows } = await to.owner.query(
      'select last_run_id, restored_from_run_id from archive_state',
    );
    expect(rows).toEqual([{ last_run_id: 'run-1', restored_from_run_id: 'run-1' }]);
  });

  test('counts what it has', async () => {
    for (const name of rollupNames) {
      const { stored, counted } = await storedAndCounted(to.owner, name);
      expect(stored, name).toEqual(counted);
    }
  });

  test('takes an assignment of no appointment no more than a whole one does', async () => {
    await expect(
      to.owner.query(
        `insert into assignment (appointment_id, to_consultant_id, strategy, actor, at) values (77777, 1, 'MANUAL', 'a', '2026-11-20 03:00Z')`,
      ),
    ).rejects.toMatchObject({ code: '23503', constraint: 'assignment_of_appointment' });
    const { rows } = await to.owner.query<{ id: number }>('select min(id) as id from appointment');
    await to.owner.query(
      `insert into assignment (appointment_id, to_consultant_id, strategy, actor, at) values ($1, 1, 'MANUAL', 'a', '2026-11-20 03:00Z')`,
      [rows[0]?.id],
    );
  });
});

test('a window in which everything lies leaves a whole database', async () => {
  await withDatabase(async to => {
    const report = await restored(to, archive, {
      ...options,
      window: { from: '2026-01-01', to: '2026-12-31' },
    });
    expect(report.window).toBeNull();
    expect(await textOf(to)).toEqual(await textOf(from));
    expect((await to.owner.query('select from unloaded_partition')).rowCount).toBe(0);
    expect((await to.owner.query('select from loaded_days')).rowCount).toBe(0);
  });
});

test.for([
  { from: '2026-11-21', to: '2026-11-20' },
  { from: 'yesterday', to: '2026-11-20' },
])('$from to $to is no window', async given => {
  await withDatabase(async to => {
    await expect(restored(to, archive, { ...options, window: given })).rejects.toMatchObject({
      type: 'InvalidInput',
    });
  });
});
