import { afterAll, beforeAll, expect, test } from 'vitest';
import { archivedTables } from '../../../services/archive/layout.ts';
import { DatabaseNotEmpty } from '../../../services/db/bulk-load.ts';
import { copyArchive } from '../../support/archive/copy-archive.ts';
import { type MemoryArchive } from '../../support/archive/memory-archive.ts';
import { idsAfter, restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { rollupNames, storedAndCounted } from '../../support/rollup-checks.ts';

const options = { now: new Date('2026-11-20T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };
let from: TestDatabase;
let archive: MemoryArchive;
beforeAll(async () => {
  from = await createDatabase();
  await fillAtRandom(from, { appointments: 200, today: '2026-11-20', seed: 1 });
  // Gaps, also above the highest id that is still there.
  await from.owner.query(`
    delete from feedback where appointment_id % 4 = 0;
    delete from appointment a where id % 5 = 0 and not exists (select from feedback f where f.appointment_id = a.id);
    delete from timeslot t where id % 3 = 0 and not exists (
      select from appointment a where (a.consultant_id, a.date) = (t.consultant_id, t.date));
    select setval(pg_get_serial_sequence('appointment', 'id'), 5000);
    insert into audit_event (actor, action, entity, entity_id)
    values ('a', 'changed', 'customer', 'zalo-1'), ('b', 'changed', 'customer', 'zalo-2')`);
  const client = await from.owner.connect();
  archive = await writeArchive(client);
  client.release();
});
afterAll(() => from.drop());

test('P-02, P-12, P-13: what was archived comes back as it was, with ids and references', async () => {
  await withDatabase(async to => {
    const lines: string[] = [];
    const report = await restored(to, archive, { ...options, progress: line => lines.push(line) });
    const rows = await textOf(to);
    expect(rows).toEqual(await textOf(from));
    expect(report).toMatchObject({ runId: 'run-1', window: null });
    for (const table of archivedTables) {
      expect(report.tables[table]).toMatchObject({ rows: rows[table].length, left: 0 });
    }
    expect(report.rows).toBe(archivedTables.reduce((sum, table) => sum + rows[table].length, 0));
    expect(lines).toContain(`timeslot: ${rows.timeslot.length} rows from 8 files`);
  });
});

test('P-02: the next generated ids are those that would have come next', async () => {
  await withDatabase(async to => {
    await restored(to, archive, options);
    const next = await idsAfter(from);
    expect(next['appointment']).toBe(5001);
    // These were filled with ids that no sequence gave out.
    expect(await idsAfter(to)).toEqual({ ...next, consultant: 9, program: 19 });
  });
});

test('every total is exact afterwards, and goes on being counted', async () => {
  await withDatabase(async to => {
    await restored(to, archive, options);
    const { id } = await given(to.owner).customer();
    await given(to.owner).appointment({ customer_id: id });
    for (const name of rollupNames) {
      const { stored, counted } = await storedAndCounted(to.owner, name);
      expect(stored, name).toEqual(counted);
    }
  });
});

test('constraints, indexes and triggers are all there afterwards', async () => {
  await withDatabase(async to => {
    const schema = (db: TestDatabase) =>
      db.owner.query(`
        select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as what, convalidated as is_on
          from pg_constraint where connamespace = 'public'::regnamespace
        union all
        select tablename, indexname, indexdef, true from pg_indexes where schemaname = 'public'
        union all
        select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled = 'O' from pg_trigger
         where not tgisinternal
         order by 1, 2, 3`);
    await restored(to, archive, options);
    expect((await schema(to)).rows).toEqual((await schema(from)).rows);
  });
});

test('P-01: a database that has rows keeps them, and only them', async () => {
  await withDatabase(async to => {
    await given(to.owner).program();
    const before = await textOf(to);
    await expect(restored(to, archive, options)).rejects.toThrow(DatabaseNotEmpty);
    expect(await textOf(to)).toEqual(before);
  });
});

test('P-16: a column that the archive lacks gets its default', async () => {
  await withDatabase(async to => {
    const older = copyArchive(archive);
    const { columns, partitions } = older.tables.program;
    const at = columns.indexOf('status');
    columns.splice(at, 1);
    partitions.set(
      'all',
      `${columns.join(',')}\n7,Ngày hội,2026-01-02,,,,,,t,2026-01-01 00:00:00+00,,1\n`,
    );
    older.tables.program_participant.partitions.clear();
    older.seal();
    await restored(to, older, options);
    const { rows } = await to.owner.query(`select id, status, capacity, is_disabled from program`);
    expect(rows).toEqual([{ id: 7, status: 'UPCOMING', capacity: null, is_disabled: true }]);
  });
});

test('an older schema is welcome', async () => {
  await withDatabase(async to => {
    const older = copyArchive(archive);
    older.info.schema_version = 14;
    older.seal();
    await restored(to, older, options);
    expect(await textOf(to)).toEqual(await textOf(from));
  });
});
