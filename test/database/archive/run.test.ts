import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archivedColumns } from '../../../services/archive/columns.ts';
import { type RunRecord } from '../../../services/archive/documents.ts';
import { archivedTables, symlinkKey } from '../../../services/archive/layout.ts';
import { readInfo, readManifest, readRun } from '../../../services/archive/status.ts';
import { archived, NOW, ZONE } from '../../support/archive/run.ts';
import { idsAfter, restored, textOf } from '../../support/archive/restored.ts';
import { withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

const uploads = ({ tables }: RunRecord): Record<string, number> =>
  Object.fromEntries(
    Object.entries(tables).flatMap(([table, { uploaded }]) =>
      uploaded > 0 ? [[table, uploaded]] : [],
    ),
  );

const put = (): string[] =>
  s3
    .requests()
    .filter(({ operation }) => operation === 'PutObject')
    .map(({ key }) => key);

test('P-02: what is archived is restored, row for row, and ids go on above all that were given out', () =>
  withDatabase(from =>
    withDatabase(async to => {
      await fillAtRandom(from, { appointments: 80, today: '2026-11-20', seed: 5 });
      await from.owner.query(`select nextval('appointment_id_seq') from generate_series(1, 7)`);
      const bucket = await s3.bucket();
      const record = await archived(from, bucket);
      expect(record).toMatchObject({ outcome: 'SUCCEEDED', error: null, previous: null });
      await restored(to, bucket, { now: NOW, zone: ZONE });
      expect(await textOf(to)).toEqual(await textOf(from));
      const [ids, before] = [await idsAfter(to), await idsAfter(from)];
      expect(ids['appointment']).toBe(before['appointment']);
      for (const [table, next] of Object.entries(before)) {
        expect(ids[table]).toBeGreaterThanOrEqual(next);
      }
    }),
  ));

test('a database without a row is archived, and so is the first row', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    const first = await archived(db, bucket);
    expect(first).toMatchObject({ outcome: 'SUCCEEDED', suspicions: [] });
    expect(uploads(first)).toEqual({});
    await given(db.owner).program();
    expect(uploads(await archived(db, bucket))).toEqual({ program: 1, audit_event: 1 });
  }));

describe('what a run costs is what was changed', () => {
  test('the changed partitions are uploaded, and nothing when nothing was changed', () =>
    withDatabase(async db => {
      await fillAtRandom(db, { appointments: 40, today: '2026-11-20', seed: 6 });
      const bucket = await s3.bucket();
      const first = await archived(db, bucket);
      put();
      const second = await archived(db, bucket);
      expect(second).toMatchObject({ outcome: 'UNCHANGED', previous: { run_id: first.run_id } });
      expect(put()).toEqual(['metadata/archive_info.json', `metadata/runs/${second.run_id}.json`]);

      await given(db.owner).appointment({ date: '2026-12-01' });
      const third = await archived(db, bucket);
      expect(third.outcome).toBe('SUCCEEDED');
      expect(uploads(third)).toEqual({ customer: 1, appointment: 1, audit_event: 1 });
      expect(put().filter(key => key.startsWith('archive/'))).toHaveLength(3);

      for (const run of [first, second, third]) {
        expect(await readRun(bucket, run.run_id)).toEqual(run);
      }
      const stored = await readInfo(bucket);
      expect(stored?.info.archive_history.map(line => line.run_id)).toEqual(
        [third, second, first].map(run => run.run_id),
      );
      for (const table of archivedTables) {
        const { rows } = await db.owner.query(`select count(*)::int as rows from ${table}`);
        expect(stored?.info.tables[table].record_count).toBe(rows[0]?.rows);
      }
      const full = await archived(db, bucket, { mode: 'FULL' });
      expect(full).toMatchObject({ outcome: 'UNCHANGED', drifted_partitions: [], repaired: [] });
      expect(put().filter(key => key.startsWith('archive/'))).toEqual([]);
    }));

  test('a value that comes back is its former object', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      const { id } = await given(db.owner).timeslot();
      await archived(db, bucket);
      const before = await readInfo(bucket);
      const set = (values: string) =>
        db.owner.query(`update timeslot set ${values} where id = ${id}`);
      await set(`end_time = '09:30'`);
      expect(uploads(await archived(db, bucket))).toMatchObject({ timeslot: 1 });
      // The version and the time of the change are values too.
      await db.owner.query('alter table timeslot disable trigger timeslot_version');
      await set(`end_time = '10:00', version = 1, updated_at = null`);
      const record = await archived(db, bucket);
      expect(record.tables.timeslot).toMatchObject({ uploaded: 0, skipped: 1 });
      const after = await readInfo(bucket);
      expect(after?.info.tables.timeslot.checksum).toBe(before?.info.tables.timeslot.checksum);
    }));

  test('the last row of a day takes its partition with it, and keeps its object', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      const kept = await given(db.owner).timeslot({ date: '2026-12-01' });
      const { id } = await given(db.owner).timeslot({
        date: '2026-12-02',
        consultant_id: kept.consultant_id,
      });
      await archived(db, bucket);
      const before = await readInfo(bucket);
      const gone = before && (await readManifest(bucket, before.info, 'timeslot'))?.partitions[1];
      await db.owner.query('delete from timeslot where id = $1', [id]);
      // One of two rows is more than a fifth.
      await archived(db, bucket, { acceptShrink: true });
      const after = await readInfo(bucket);
      const manifest = after && (await readManifest(bucket, after.info, 'timeslot'));
      expect(manifest?.partitions.map(({ partition }) => partition)).toEqual(['date=2026-12-01']);
      expect(await bucket.head(gone?.key ?? '')).toBeDefined();
    }));
});

test('a FULL run reports and archives what changed without a mark', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    const { id, date } = await given(db.owner).appointment({ date: '2026-12-01' });
    await archived(db, bucket);
    await db.owner.query(
      `begin; set local meetassist.restoring = 'on'; update appointment set description = 'x' where id = ${id}; commit`,
    );
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({
      outcome: 'SUCCEEDED',
      drifted_partitions: [{ table: 'appointment', partition: `date=${date}` }],
    });
  }));

test('what a run says of times is what the clock says, in the office’s zone', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    const record = await archived(db, bucket, { now: new Date('2026-11-20T17:30:00Z') });
    const at = '2026-11-21T00:30:00.000+07:00';
    expect(record).toMatchObject({ started_at: at, snapshot_at: at, finished_at: at });
    const stored = await readInfo(bucket);
    expect(stored?.info).toMatchObject({ created_at: at, snapshot_at: at, last_full_archive: at });
    expect(stored?.info.tables.customer).toMatchObject({ last_archived: at, last_changed: at });
    await archived(db, bucket, { now: new Date('2026-11-20T18:30:00Z') });
    const later = await readInfo(bucket);
    expect(later?.info.tables.customer).toMatchObject({
      status: 'UNCHANGED',
      last_archived: '2026-11-21T01:30:00.000+07:00',
      last_changed: at,
    });
  }));

test('the lists for Athena name the current objects', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).appointments(3, i => ({ date: `2026-12-0${i + 1}` }));
    await archived(db, bucket);
    await db.owner.query(`update appointment set description = 'x' where date = '2026-12-02'`);
    await archived(db, bucket);
    const stored = await readInfo(bucket);
    for (const table of archivedTables) {
      const manifest = stored && (await readManifest(bucket, stored.info, table));
      const list = await bucket.read(symlinkKey(table));
      expect(list?.body.toString()).toBe(
        manifest?.partitions.map(({ key }) => `s3://${bucket.name}/${key}\n`).join(''),
      );
    }
  }));

test('the history keeps a hundred lines, and records link to one another for ever', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    const runs: RunRecord[] = [];
    for (let i = 0; i < 103; i++) runs.unshift(await archived(db, bucket));
    const stored = await readInfo(bucket);
    const lines = stored?.info.archive_history ?? [];
    expect(lines.map(line => line.run_id)).toEqual(runs.slice(0, 100).map(run => run.run_id));
    expect(runs.map(run => run.previous?.run_id)).toEqual([
      ...runs.slice(1).map(run => run.run_id),
      undefined,
    ]);
    expect(lines.slice(1).map(line => line.sha256)).toEqual(
      runs.slice(0, 99).map(run => run.previous?.sha256),
    );
  }));

test('the files hold every column that is not generated', () =>
  withDatabase(async db => {
    const { rows } = await db.owner.query<{ table: string; columns: string[] }>(
      `select table_name as table, array_agg(column_name::text order by column_name) as columns
         from information_schema.columns
        where table_schema = 'public' and is_generated = 'NEVER' group by 1`,
    );
    const columns = new Map(rows.map(row => [row.table, row.columns]));
    for (const table of archivedTables) {
      expect([...archivedColumns[table]].sort()).toEqual(columns.get(table));
    }
  }));
