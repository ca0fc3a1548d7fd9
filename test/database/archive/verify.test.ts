import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type PartitionEntry } from '../../../services/archive/documents.ts';
import { type ArchivedTable, INFO_KEY, runKey } from '../../../services/archive/layout.ts';
import { readInfo, readManifest } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, refusedRun, verified } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(() => s3.heal());
afterAll(() => s3.close());

async function entries(bucket: Bucket, table: ArchivedTable): Promise<readonly PartitionEntry[]> {
  const stored = await readInfo(bucket);
  const manifest = stored && (await readManifest(bucket, stored.info, table));
  if (!manifest) throw new Error(`there is no manifest of ${table}`);
  return manifest.partitions;
}

/** Other bytes of the same length under the same key: size alone does not show it. */
async function damage(bucket: Bucket, key: string): Promise<void> {
  const stored = await bucket.read(key);
  const bytes = Buffer.from(stored?.body ?? '');
  bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
  await bucket.write(key, bytes, 'text/csv');
}

async function office(db: TestDatabase): Promise<void> {
  await given(db.owner).appointments(4, i => ({ date: `2026-12-0${i + 1}` }));
}

describe('P-08: bytes in the bucket are looked at', () => {
  test('a deleted and a damaged object are found and written again, and a second look finds nothing', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket);
      expect(await verified(db, bucket)).toMatchObject({ missing: [], damaged: [], repaired: [] });
      const [gone = '', bad = ''] = (await entries(bucket, 'appointment')).map(({ key }) => key);
      const before = [await bucket.read(gone), await bucket.read(bad)];
      await s3.remove(bucket.name, gone);
      await damage(bucket, bad);
      expect(await verified(db, bucket)).toMatchObject({
        missing: [gone],
        damaged: [bad],
        repaired: [gone, bad].sort(),
      });
      expect([await bucket.read(gone), await bucket.read(bad)]).toEqual(before);
      expect(await verified(db, bucket, true)).toMatchObject({
        missing: [],
        damaged: [],
        repaired: [],
      });
    }));

  test('a run that is committed while the date of a verification is noted does not take away what was found', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket);
      const [gone = ''] = (await entries(bucket, 'appointment')).map(({ key }) => key);
      await s3.remove(bucket.name, gone);
      let runs = 0;
      const busy: Bucket = {
        ...bucket,
        replace: async (...write) => {
          if ((runs += 1) === 1) await archived(db, bucket);
          return bucket.replace(...write);
        },
      };
      expect(await verified(db, busy)).toMatchObject({ missing: [gone], repaired: [gone] });
      const stored = await readInfo(bucket);
      expect(stored?.info.tables.customer.last_verified).toBe('2026-11-20T10:00:00.000+07:00');
    }));

  test('what the database no longer has as it was archived is told, and not replaced by something else', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket);
      const [gone = ''] = (await entries(bucket, 'appointment')).map(({ key }) => key);
      await db.owner.query(`update appointment set description = 'x' where date = '2026-12-01'`);
      await s3.remove(bucket.name, gone);
      expect(await verified(db, bucket)).toMatchObject({ missing: [gone], repaired: [] });
      await archived(db, bucket);
      expect(await verified(db, bucket)).toMatchObject({ missing: [], repaired: [] });
    }));

  test('a FULL run finds them too, writes them again and says so; a CHANGED one does not look', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket);
      const [gone = '', bad = ''] = (await entries(bucket, 'appointment')).map(({ key }) => key);
      await s3.remove(bucket.name, gone);
      await damage(bucket, bad);
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED', repaired: [] });
      const full = await archived(db, bucket, { mode: 'FULL' });
      expect(full).toMatchObject({ outcome: 'SUCCEEDED', drifted_partitions: [] });
      expect([...full.repaired].sort()).toEqual([gone, bad].sort());
      expect(full.tables.appointment).toMatchObject({ uploaded: 2, skipped: 2 });
      expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({ outcome: 'UNCHANGED' });
    }));

  test('an object that waits under its name with other bytes is not taken for the right one', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket);
      const [{ key = '' } = {}] = await entries(bucket, 'appointment');
      await db.owner.query('alter table appointment disable trigger appointment_version');
      const describe = (text: string) =>
        db.owner.query(`update appointment set description = ${text} where date = '2026-12-01'`);
      await describe(`'x'`);
      await archived(db, bucket);
      await damage(bucket, key);
      await describe('null');
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED', repaired: [key] });
      expect(await verified(db, bucket, true)).toMatchObject({ missing: [], damaged: [] });
    }));

  test('manifests and records of runs are looked at', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      const run = await archived(db, bucket);
      const { info } = (await readInfo(bucket)) ?? {};
      const manifest = info?.tables.customer.manifest ?? '';
      for (const mode of ['verify', 'FULL'] as const) {
        await s3.remove(bucket.name, manifest);
        if (mode === 'verify') {
          await damage(bucket, runKey(run.run_id));
          expect(await verified(db, bucket, true)).toMatchObject({
            missing: [manifest],
            damaged: [runKey(run.run_id)],
            repaired: [manifest, runKey(run.run_id)].sort(),
          });
        } else {
          const full = await archived(db, bucket, { mode });
          expect(full).toMatchObject({
            outcome: 'SUCCEEDED',
            repaired: [manifest],
            drifted_partitions: [],
          });
        }
        expect(await verified(db, bucket, true)).toMatchObject({ missing: [], damaged: [] });
      }
    }));

  test('when tables were last found sound is noted, also while runs go on', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket();
      await archived(db, bucket, { now: new Date('2026-11-19T00:00:00Z') });
      await verified(db, bucket);
      const at = '2026-11-20T10:00:00.000+07:00';
      const { info } = (await readInfo(bucket)) ?? {};
      expect(info?.tables.appointment.last_verified).toBe(at);
      await archived(db, bucket, { now: new Date('2026-11-21T00:00:00Z') });
      const later = (await readInfo(bucket))?.info;
      expect(later?.tables.appointment.last_verified).toBe(at);
    }));

  test('a bucket that cannot be listed is an error, not an empty one', () =>
    withDatabase(async db => {
      await office(db);
      const bucket = await s3.bucket({ attempts: 1 });
      await archived(db, bucket);
      s3.fail('DENY', { operation: 'ListObjectsV2', times: Infinity });
      await expect(verified(db, bucket)).rejects.toMatchObject({ name: 'BucketError' });
      expect(await refusedRun(archived(db, bucket, { mode: 'FULL' }))).toMatchObject({
        outcome: 'FAILED',
        repaired: [],
      });
    }));

  test('without an archive there is nothing to verify, and it says so', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await expect(verified(db, bucket)).rejects.toThrow('no archive');
      expect(await bucket.read(INFO_KEY)).toBeUndefined();
    }));
});
