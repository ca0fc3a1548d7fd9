import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Fault } from '../../../local/s3/faults.ts';
import { type ArchiveInfo } from '../../../services/archive/documents.ts';
import { archivedTables, INFO_KEY, symlinkKey } from '../../../services/archive/layout.ts';
import { readInfo, readManifest, readRun } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, verified, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(() => s3.heal());
afterAll(() => s3.close());

const committed = (info: ArchiveInfo): unknown => ({
  run_id: info.run_id,
  checksums: archivedTables.map(table => info.tables[table].checksum),
});

async function expectWhole(db: TestDatabase, bucket: Bucket): Promise<ArchiveInfo> {
  expect(await verified(db, bucket)).toMatchObject({ missing: [], damaged: [] });
  const stored = await readInfo(bucket);
  if (!stored) throw new Error('there is no archive');
  return stored.info;
}

describe('P-04: the bucket goes away in the midst of a run', () => {
  test.for(['DENY', 'STOP_AFTER_STORING'] as const)(
    '%s: at whichever request, readers see the state before or the one after, and the next run makes up for it',
    { timeout: 120_000 },
    (fault: Fault) =>
      withDatabase(async db => {
        const bucket = await s3.bucket({ attempts: 1 });
        await given(db.owner).appointment({ date: '2026-12-01' });
        await archived(db, bucket);
        let stoppedBefore = 0;
        let stoppedAfter = 0;
        for (let request = 0; ; request++) {
          await given(db.owner).appointment({ date: '2026-12-01' });
          const before = await expectWhole(db, bucket);
          s3.fail(fault, { after: request, times: Infinity });
          const ended = await archived(db, bucket).then(
            record => record.outcome,
            () => undefined,
          );
          s3.heal();
          const after = await expectWhole(db, bucket);
          const isBefore = JSON.stringify(committed(after)) === JSON.stringify(committed(before));
          if (ended === 'SUCCEEDED') {
            expect(isBefore).toBe(false);
            break;
          }
          if (isBefore) stoppedBefore += 1;
          else stoppedAfter += 1;

          const next = await archived(db, bucket);
          expect(next.outcome).toBe(isBefore ? 'SUCCEEDED' : 'UNCHANGED');
          expect(next.drifted_partitions).toEqual([]);
          const { archive_history, tables } = await expectWhole(db, bucket);
          for (const { run_id } of archive_history) {
            expect(await readRun(bucket, run_id)).toMatchObject({ run_id });
          }
          expect(tables.appointment.record_count).toBe(before.tables.appointment.record_count + 1);
        }
        // Some requests come before the commit, and some behind it.
        expect(stoppedBefore).toBeGreaterThan(5);
        expect(stoppedAfter).toBeGreaterThan(1);
        const stored = await readInfo(bucket);
        for (const table of archivedTables) {
          const manifest = stored && (await readManifest(bucket, stored.info, table));
          const list = await bucket.read(symlinkKey(table));
          expect(list?.body.toString()).toBe(
            manifest?.partitions.map(({ key }) => `s3://${bucket.name}/${key}\n`).join(''),
          );
        }
        await withDatabase(async to => {
          await restored(to, bucket, { now: NOW, zone: ZONE });
          expect(await textOf(to)).toEqual(await textOf(db));
        });
      }),
  );

  test('an answer that is lost is no failure: the client asks again and finds its own work', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await archived(db, bucket);
      await given(db.owner).program();
      s3.fail('STOP_AFTER_STORING', { operation: 'PutObject', key: INFO_KEY });
      s3.fail('STOP_AFTER_STORING', { operation: 'PutObject', key: 'archive/program/' });
      s3.fail('STOP_AFTER_STORING', { operation: 'PutObject', key: 'metadata/runs/' });
      const record = await archived(db, bucket);
      expect(record.outcome).toBe('SUCCEEDED');
      const { info } = (await readInfo(bucket)) ?? {};
      expect(info?.archive_history.map(({ outcome }) => outcome)).toEqual([
        'SUCCEEDED',
        'SUCCEEDED',
      ]);
      expect(await readRun(bucket, record.run_id)).toEqual(record);
    }));
});

test('a run whose connection is killed has changed nothing, and the next one can begin', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).appointment({ date: '2026-12-01' });
    await archived(db, bucket);
    await given(db.owner).appointment({ date: '2026-12-01' });
    const before = await expectWhole(db, bucket);
    const kill = () =>
      db.archive.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name like 'archive run %'`,
      );
    const killing: Bucket = {
      ...bucket,
      async create(...object) {
        await kill();
        return bucket.create(...object);
      },
    };
    const record = await refusedRun(archived(db, killing));
    expect(record).toMatchObject({
      outcome: 'FAILED',
      error: expect.stringContaining('lost') as string,
    });
    const after = await expectWhole(db, bucket);
    expect(committed(after)).toEqual(committed(before));
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
  }));
