import { expect, test } from 'vitest';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';

/** Whether the triggers that close days are awake. */
async function guards(db: TestDatabase): Promise<boolean[]> {
  const { rows } = await db.owner.query<{ awake: boolean }>(
    `select distinct tgenabled <> 'D' as awake from pg_trigger where tgname like '%_a_day_loaded'`,
  );
  return rows.map(({ awake }) => awake);
}

const slot = (date: string): string =>
  `insert into timeslot (consultant_id, date, start_time, end_time)
   select id, '${date}', '09:00', '10:00' from consultant limit 1`;

test('P-15: days are guarded exactly while one of them is not loaded', () =>
  withDatabase(async db => {
    await given(db.owner).consultant();
    expect(await guards(db)).toEqual([false]);
    await db.owner.query(
      `insert into unloaded_partition (table_name, date) values ('timeslot', '2025-03-06'), ('timeslot', '2025-03-07')`,
    );
    expect(await guards(db)).toEqual([true]);
    const refusal = { constraint: 'day_loaded', detail: '2025-03-06' };
    await expect(db.api.query(slot('2025-03-06'))).rejects.toMatchObject(refusal);
    await db.api.query(slot('2025-03-05'));
    await db.owner.query(`delete from unloaded_partition where date = '2025-03-06'`);
    await db.api.query(slot('2025-03-06'));
    expect(await guards(db)).toEqual([true]);
    await db.owner.query(`delete from unloaded_partition`);
    expect(await guards(db)).toEqual([false]);
    await db.api.query(slot('2025-03-07'));
  }));

test('a statement over several days is refused as a whole', () =>
  withDatabase(async db => {
    await given(db.owner).consultant();
    await db.owner.query(
      `insert into unloaded_partition (table_name, date) values ('appointment', '2025-03-06')`,
    );
    const days = `insert into timeslot (consultant_id, date, start_time, end_time)
      select k.id, d, '09:00', '10:00' from consultant k, generate_series(date '2025-03-01', '2025-03-09', '1 day') d`;
    await expect(db.api.query(days)).rejects.toMatchObject({ constraint: 'day_loaded' });
    const { rowCount } = await db.owner.query('select from timeslot');
    expect(rowCount).toBe(0);
  }));

test.for(['consultant', 'customer'] as const)(
  'P-37: nobody is disabled while a day ahead may hold an appointment of theirs: %s',
  table =>
    withDatabase(async db => {
      if (table === 'consultant') await given(db.owner).consultant();
      else await given(db.owner).customer();
      await db.owner.query(`insert into unloaded_partition (table_name, date) values
        ('appointment', '2025-03-04'), ('timeslot', '2025-03-06'), ('appointment', '2025-03-05')`);
      const disableOn = (now: string) =>
        db.api.query(
          `begin; set local meetassist.now = '${now}'; update ${table} set is_disabled = true; commit`,
        );
      const refusal = { constraint: 'day_loaded', detail: '2025-03-05' };
      await expect(disableOn('2025-03-05T23:59:59+07:00')).rejects.toMatchObject(refusal);
      await db.api.query('rollback');
      await disableOn('2025-03-06T00:00:00+07:00');
    }),
);

test('rows that come back from the archive are neither refused, marked nor recorded, for the owner alone', () =>
  withDatabase(async db => {
    await given(db.owner).consultant();
    await db.owner.query(`insert into unloaded_partition (table_name, date) values
      ('timeslot', '2025-03-06'), ('assignment', '2025-03-06'), ('audit_event', '2025-03-06')`);
    await db.owner.query('delete from archive_mark');
    const restored = [
      slot('2025-03-06'),
      `insert into audit_event (actor, action, entity, entity_id, at)
       values ('x', 'x', 'timeslot', '1', '2025-03-06T09:00+07:00')`,
    ];
    for (const statement of restored) {
      const restoring = `begin; set local meetassist.restoring = 'on'; ${statement}; commit`;
      await expect(db.api.query(restoring)).rejects.toMatchObject({ code: '23001' });
      await db.api.query('rollback');
      await db.owner.query(restoring);
    }
    const { rows } = await db.owner.query<{ marks: number; events: number; slots: number }>(
      `select (select count(*)::int from archive_mark) as marks, (select count(*)::int from timeslot) as slots,
              (select count(*)::int from audit_event where entity = 'timeslot') as events`,
    );
    expect(rows).toEqual([{ marks: 0, slots: 1, events: 1 }]);
  }));
