import { beforeAll, describe, expect, test } from 'vitest';
import { loadDays, type LoadReport } from '../../../services/archive/load-days.ts';
import { type ArchiveSource } from '../../../services/archive/read-archive.ts';
import { type DayWindow } from '../../../services/archive/window.ts';
import { copyArchive, rewrite } from '../../support/archive/copy-archive.ts';
import { type MemoryArchive } from '../../support/archive/memory-archive.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { meanwhile } from '../../support/interleaving.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { rollupNames, storedAndCounted } from '../../support/rollup-checks.ts';

const options = { now: new Date('2026-11-20T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };
const window = { from: '2026-11-19', to: '2026-11-21' };
const everything = { from: '2000-01-01', to: '2100-01-01' };
let archive: MemoryArchive;
let all: Awaited<ReturnType<typeof textOf>>;
beforeAll(() =>
  withDatabase(async from => {
    await fillAtRandom(from, { appointments: 200, today: '2026-11-20', seed: 4 });
    await from.owner.query(`
      insert into assignment (appointment_id, to_consultant_id, strategy, actor, at)
      select id, consultant_id, 'MANUAL', 'a', timestamptz '2026-11-22 02:00+07' - make_interval(days => id % 6)
        from appointment where consultant_id is not null`);
    all = await textOf(from);
    const client = await from.owner.connect();
    archive = await writeArchive(client);
    client.release();
  }),
);

/** Runs `use` with a database that was loaded by the window. */
const withWindow = (use: (db: TestDatabase) => Promise<void>): Promise<void> =>
  withDatabase(async db => {
    await restored(db, archive, { ...options, window });
    await use(db);
  });

async function loaded(
  db: TestDatabase,
  days: DayWindow,
  source: ArchiveSource = archive,
): Promise<LoadReport> {
  const client = await db.owner.connect();
  try {
    return await loadDays(days, { client, bucket: source });
  } finally {
    client.release();
  }
}

const unloaded = (db: TestDatabase) =>
  db.owner
    .query<{ name: string }>(
      `select table_name || ' ' || date as name from unloaded_partition order by 1`,
    )
    .then(({ rows }) => rows.map(({ name }) => name));

const windows = (db: TestDatabase) =>
  db.owner
    .query<{ text: string }>(
      `select from_date || ' ' || to_date as text from loaded_days order by 1`,
    )
    .then(({ rows }) => rows.map(({ text }) => text));

async function expectExactTotals(db: TestDatabase): Promise<void> {
  for (const name of rollupNames) {
    const { stored, counted } = await storedAndCounted(db.owner, name);
    expect(stored, name).toEqual(counted);
  }
}

test('days come in one after another, until everything is as it was', () =>
  withWindow(async db => {
    const first = await loaded(db, { from: '2026-11-22', to: '2026-11-23' });
    expect(first).toMatchObject({ days: 2, isWhole: false });
    expect(first.rows).toBeGreaterThan(0);
    expect(await windows(db)).toEqual(['2026-11-19 2026-11-24']);
    expect((await unloaded(db)).some(name => /2026-11-2[23]/.test(name))).toBe(false);
    await expectExactTotals(db);

    await loaded(db, { from: '2026-11-12', to: '2026-11-14' });
    expect(await windows(db)).toEqual(['2026-11-12 2026-11-15', '2026-11-19 2026-11-24']);

    expect(await loaded(db, everything)).toMatchObject({ isWhole: true });
    expect(await textOf(db)).toEqual(all);
    expect(await unloaded(db)).toEqual([]);
    expect(await windows(db)).toEqual([]);
    await expectExactTotals(db);
    const { rows } = await db.owner.query(
      `select (select count(*) from archive_mark)::int as marks,
              (select convalidated from pg_constraint where conname = 'assignment_of_appointment') as validated,
              (select count(*) from pg_trigger where tgenabled = 'D')::int as resting`,
    );
    const fresh = await withResting();
    expect(rows).toEqual([{ marks: 0, validated: true, resting: fresh }]);
  }));

/** How many triggers rest in a database that holds everything. */
const withResting = (): Promise<number> =>
  withDatabase(async db => {
    const { rows } = await db.owner.query<{ resting: number }>(
      `select count(*)::int as resting from pg_trigger where tgenabled = 'D'`,
    );
    return rows[0]?.resting ?? 0;
  });

test('P-03: days that were committed are told as loaded, also when the tables cannot be tidied afterwards', () =>
  withWindow(async db => {
    const days = { from: '2026-11-22', to: '2026-11-23' };
    const before = await unloaded(db);
    // As a vacuum of somebody else does, which nobody who reads or writes waits for.
    const report = await meanwhile(db, 'owner', async other => {
      await other.query('lock table timeslot in share update exclusive mode');
      const client = await db.owner.connect();
      try {
        await client.query(`set lock_timeout = '50ms'`);
        return await loadDays(days, { client, bucket: archive });
      } finally {
        client.release(true);
      }
    });
    expect(report).toMatchObject({ days: 2 });
    expect((await unloaded(db)).length).toBe(before.length - report.partitions);
  }));

test('days that are there already, and those that were never anywhere, are left alone', () =>
  withWindow(async db => {
    const before = await textOf(db);
    const nothing = { days: 0, partitions: 0, rows: 0, bytes: 0, isWhole: false };
    expect(await loaded(db, window)).toEqual(nothing);
    expect(await loaded(db, { from: '2030-01-01', to: '2030-02-01' })).toEqual(nothing);
    expect(await textOf(db)).toEqual(before);
    expect(await windows(db)).toEqual(['2026-11-19 2026-11-22']);
  }));

test('P-15: what was written since stays, on loaded days and on new ones', () =>
  withWindow(async db => {
    await db.owner.query(`update appointment set description = 'new' where date = '2026-11-20'`);
    const { rows } = await db.owner.query<{ id: number }>(
      `insert into appointment (customer_id, date, start_time) values ('zalo-1', '2027-03-01', '09:00') returning id`,
    );
    const id = rows[0]?.id ?? 0;
    await loaded(db, everything);
    const now = await textOf(db);
    expect(now.appointment).toHaveLength(all.appointment.length + 1);
    expect(now.appointment.filter(row => row.startsWith(`(${id},`))).toHaveLength(1);
    const changed = await db.owner.query(
      `select from appointment where date = '2026-11-20' and description is distinct from 'new'`,
    );
    expect(changed.rowCount).toBe(0);
    expect(now.customer).toEqual(all.customer);
    await expectExactTotals(db);
  }));

test('while days are loaded, others book, and wait for nothing', () =>
  withWindow(async db => {
    const client = await db.api.connect();
    const book = async (start: string): Promise<void> => {
      await client.query(
        `insert into appointment (customer_id, date, start_time) values ('zalo-1', '2027-03-01', $1)`,
        [start],
      );
    };
    // Booked from inside, between the first object and the last: a wait would be one for ever.
    let booked = 0;
    let bookings = Promise.resolve();
    await client.query(`set statement_timeout = '5s'`);
    const source: ArchiveSource = {
      ...archive,
      async read(key) {
        if (/archive\/(appointment|assignment|feedback)\//.test(key) && booked < 3) {
          const start = `0${++booked}:00`;
          bookings = bookings.then(() => book(start));
          await bookings;
        }
        return archive.read(key);
      },
    };
    await loaded(db, { from: '2026-11-22', to: '2026-11-30' }, source);
    client.release();
    expect(booked).toBe(3);
    await expectExactTotals(db);
  }));

test('the last days wait for those who are writing, who go on meanwhile', () =>
  withWindow(async db => {
    const writer = await db.api.connect();
    const book = (start: string) =>
      writer.query(
        `insert into appointment (customer_id, date, start_time) values ('zalo-1', '2027-03-01', $1)`,
        [start],
      );
    await writer.query('begin');
    await book('08:00');
    let isOver = false;
    const load = loaded(db, everything).finally(() => (isOver = true));
    const isWaiting = async () => {
      const { rows } = await db.owner.query<{ waits: boolean }>(
        `select exists (
           select from pg_locks l join pg_database d on d.oid = l.database
            where not l.granted and l.mode = 'ShareRowExclusiveLock' and d.datname = current_database()) as waits`,
      );
      return rows[0]?.waits === true;
    };
    while (!isOver && !(await isWaiting())) await new Promise(resolve => setTimeout(resolve, 20));
    expect(isOver).toBe(false);
    await book('10:00');
    await writer.query('commit');
    writer.release();
    expect(await load).toMatchObject({ isWhole: true });
    const { rowCount } = await db.owner.query(`select from appointment where date = '2027-03-01'`);
    expect(rowCount).toBe(2);
    await expectExactTotals(db);
  }));

describe('P-03: a load that fails leaves everything as it was', () => {
  test('because a file is damaged', () =>
    withWindow(async db => {
      const before = await textOf(db);
      const missing = await unloaded(db);
      const damaged = copyArchive(archive);
      const { key } = damaged.entry(
        'feedback',
        [...damaged.tables.feedback.partitions.keys()].sort()[0] ?? '',
      );
      damaged.objects.delete(key);
      await expect(loaded(db, everything, damaged)).rejects.toMatchObject({
        reason: 'OBJECT_MISSING',
        place: { table: 'feedback', file: key },
      });
      expect(await textOf(db)).toEqual(before);
      expect(await unloaded(db)).toEqual(missing);
      expect(await windows(db)).toEqual(['2026-11-19 2026-11-22']);
    }));

  test('because a row is of a customer that is not there', () =>
    withWindow(async db => {
      const damaged = copyArchive(archive);
      rewrite(damaged, 'appointment', csv => csv.replace(/zalo-\d+/, 'zalo-none'));
      await expect(loaded(db, everything, damaged)).rejects.toMatchObject({
        reason: 'RULE_BROKEN',
        place: { table: 'appointment' },
      });
      expect((await unloaded(db)).length).toBeGreaterThan(0);
    }));

  test('because assignments are of appointments that are nowhere', () =>
    withWindow(async db => {
      const damaged = copyArchive(archive);
      rewrite(damaged, 'assignment', csv => csv.replace(/\n(\d+),\d+,/, '\n$1,77777,'));
      await expect(loaded(db, everything, damaged)).rejects.toMatchObject({
        reason: 'RULE_BROKEN',
        place: { table: 'assignment', row: 1, column: 'appointment_id' },
      });
      expect((await unloaded(db)).length).toBeGreaterThan(0);
    }));

  test('because the archive has a day no more', () =>
    withWindow(async db => {
      const shrunk = copyArchive(archive);
      const [first = ''] = [...shrunk.tables.timeslot.partitions.keys()].sort();
      shrunk.tables.timeslot.partitions.delete(first);
      shrunk.seal();
      await expect(loaded(db, everything, shrunk)).rejects.toMatchObject({
        reason: 'OBJECT_MISSING',
      });
    }));

  test('because another database has written the archive since', () =>
    withWindow(async db => {
      const foreign = copyArchive(archive);
      foreign.info.run_id = 'run-of-another';
      foreign.seal();
      await expect(loaded(db, everything, foreign)).rejects.toMatchObject({
        reason: 'FOREIGN_ARCHIVE',
      });
    }));
});

test('two loads at once load each day once', () =>
  withWindow(async db => {
    const reports = await Promise.all([
      loaded(db, everything),
      loaded(db, everything),
      loaded(db, { from: '2026-11-22', to: '2026-11-30' }),
    ]);
    expect(await textOf(db)).toEqual(all);
    expect(reports.filter(({ isWhole }) => isWhole).length).toBeGreaterThanOrEqual(2);
    await expectExactTotals(db);
  }));
