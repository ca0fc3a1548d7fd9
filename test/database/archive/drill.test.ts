import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrillReport, restoreDrill } from '../../../services/archive/drill.ts';
import { type ArchiveSource } from '../../../services/archive/read-archive.ts';
import { copyArchive, firstOf, rewrite } from '../../support/archive/copy-archive.ts';
import { type MemoryArchive } from '../../support/archive/memory-archive.ts';
import { fillWithOddRows } from '../../support/archive/odd-rows.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { writeArchive } from '../../support/archive/write-archive.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';

const options = { now: new Date('2024-03-01T03:00:00Z'), zone: 'Asia/Ho_Chi_Minh' };
let live: TestDatabase;
let archive: MemoryArchive;
beforeAll(async () => {
  live = await createDatabase();
  await fillWithOddRows(live, 11);
  const client = await live.owner.connect();
  archive = await writeArchive(client);
  client.release();
  await live.owner.query(
    `delete from archive_mark; update archive_state set last_run_id = 'run-1'`,
  );
});
afterAll(() => live.drop());

async function drilled(db: TestDatabase, bucket: ArchiveSource = archive): Promise<DrillReport> {
  const client = await db.owner.connect();
  const now = () => new Date(Date.parse(archive.info.snapshot_at) + 90_000);
  try {
    return await restoreDrill({}, { client, bucket, now });
  } finally {
    client.release();
  }
}

/** Whether a drill left anything behind. */
async function leftovers(db: TestDatabase): Promise<unknown> {
  const { rows } = await db.owner.query(
    `select (select count(*) from pg_namespace where nspname = 'restore_drill')::int as schemas,
            (select count(*) from pg_class where relname like 'appointment_%' and relkind = 'i')::int as indexes,
            (select last_value from pg_sequence_last_value('appointment_id_seq'::regclass) as last_value) as last`,
  );
  return rows[0];
}

test('what is restored is what was archived, and what lives, and nothing of it stays', async () => {
  const [before, left] = [await textOf(live), await leftovers(live)];
  const report = await drilled(live);
  expect(report).toMatchObject({ identical: true, differences: [], archiveAgeSeconds: 90 });
  expect(report.rows).toBe(Object.values(before).reduce((sum, rows) => sum + rows.length, 0));
  expect(report.seconds).toBeGreaterThan(0);
  expect(await textOf(live)).toEqual(before);
  expect(await leftovers(live)).toEqual(left);
});

describe('what changed since the archive', () => {
  test('is no difference', () =>
    withDatabase(async db => {
      await restored(db, archive, options);
      await db.owner.query(`update program set content = 'new'; delete from feedback`);
      expect(await drilled(db)).toMatchObject({ identical: true });
    }));

  test('is one when nothing says that it did', () =>
    withDatabase(async db => {
      await restored(db, archive, options);
      await db.owner.query(`update program set content = 'new'; delete from archive_mark`);
      const { identical, differences } = await drilled(db);
      expect(identical).toBe(false);
      expect(
        differences.map(line => line.split(':')[0]).filter(line => !line?.startsWith('audit')),
      ).toEqual(['program/all']);
    }));

  test('is not looked at when the archive is of another run than the marks', () =>
    withDatabase(async db => {
      await restored(db, archive, options);
      await db.owner.query(
        `update program set content = 'new'; delete from archive_mark; update archive_state set last_run_id = 'run-2'`,
      );
      expect(await drilled(db)).toMatchObject({ identical: true });
    }));
});

test('days that are not loaded are restored all the same', () =>
  withDatabase(async db => {
    await restored(db, archive, { ...options, window: { from: '2024-03-01', to: '2024-03-01' } });
    expect(await drilled(db)).toMatchObject({ identical: true, rows: (await drilled(live)).rows });
  }));

test('an archive that cannot be restored is an error, and nothing of it stays', async () => {
  const left = await leftovers(live);
  const damaged = copyArchive(archive);
  damaged.objects.delete(damaged.entry('appointment', firstOf(damaged, 'appointment')).key);
  await expect(drilled(live, damaged)).rejects.toMatchObject({ reason: 'OBJECT_MISSING' });
  expect(await leftovers(live)).toEqual(left);
});

test('bytes that the database would write otherwise are a difference', async () => {
  const other = copyArchive(archive);
  const name = firstOf(other, 'timeslot');
  rewrite(other, 'timeslot', csv => csv.replace(/08:00:00.000001/, '08:00:00.0000010'), name);
  const { identical, differences } = await drilled(live, other);
  expect(identical).toBe(false);
  expect(differences[0]).toBe(`timeslot/${name}: restored, it is not what was archived`);
});
