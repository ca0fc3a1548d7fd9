import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PartitionEntry } from '../../../services/archive/documents.ts';
import { archivedTables, type ArchivedTable } from '../../../services/archive/layout.ts';
import { readInfo, readManifest } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, verified, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

const window = { from: '2026-11-19', to: '2026-11-21' };
const everything = { now: NOW, zone: ZONE };

async function partitions(
  bucket: Bucket,
  table: ArchivedTable,
): Promise<Map<string, PartitionEntry>> {
  const stored = await readInfo(bucket);
  const manifest = stored && (await readManifest(bucket, stored.info, table));
  return new Map(manifest?.partitions.map(entry => [entry.partition, entry]));
}

/** A database that holds three days of a month, and the bucket that holds it all. */
async function partlyLoaded(
  use: (db: TestDatabase, bucket: Bucket, whole: TestDatabase) => Promise<void>,
): Promise<void> {
  await withDatabase(whole =>
    withDatabase(async db => {
      await fillAtRandom(whole, { appointments: 80, today: '2026-11-20', seed: 8 });
      const bucket = await s3.bucket();
      await archived(whole, bucket);
      await restored(db, bucket, { ...everything, window });
      await use(db, bucket, whole);
    }),
  );
}

describe(
  'P-15: a database that holds some days only never shrinks the archive',
  { timeout: 60_000 },
  () => {
    test.for(['CHANGED', 'FULL'] as const)('a %s run carries the other days forward', mode =>
      partlyLoaded(async (db, bucket, whole) => {
        const before = new Map<ArchivedTable, Map<string, PartitionEntry>>();
        for (const table of archivedTables) before.set(table, await partitions(bucket, table));
        expect(await archived(db, bucket, { mode })).toMatchObject({
          outcome: 'UNCHANGED',
          suspicions: [],
          drifted_partitions: [],
        });
        const { id } = await given(db.owner).appointment({
          date: '2026-11-20',
          start_time: '23:00:00',
        });
        const record = await archived(db, bucket, { mode });
        expect(record).toMatchObject({ outcome: 'SUCCEEDED', suspicions: [] });
        const { info } = (await readInfo(bucket)) ?? {};
        expect(info?.scope).toEqual({
          everything: false,
          days: [{ from: '2026-11-19', to: '2026-11-22' }],
        });

        const now = await partitions(bucket, 'appointment');
        const was = before.get('appointment');
        expect([...now.keys()]).toEqual([...(was?.keys() ?? [])]);
        for (const [partition, entry] of now) {
          if (partition === 'date=2026-11-20')
            expect(entry.rows).toBe((was?.get(partition)?.rows ?? 0) + 1);
          else expect(entry).toEqual(was?.get(partition));
        }
        expect(await verified(db, bucket, true)).toMatchObject({ missing: [], damaged: [] });
        await withDatabase(async to => {
          await restored(to, bucket, everything);
          const all = await textOf(to);
          expect(all.feedback).toEqual((await textOf(whole)).feedback);
          expect(all.appointment).toHaveLength(81);
          expect(all.appointment.some(row => row.startsWith(`(${id},`))).toBe(true);
        });
      }),
    );

    test('without the archive that has the other days, no run is possible, whoever agrees', () =>
      partlyLoaded(async db => {
        const record = await refusedRun(archived(db, await s3.bucket(), { acceptShrink: true }));
        expect(record).toMatchObject({
          outcome: 'FAILED',
          error: expect.stringContaining('some days only') as string,
        });
      }));

    test('what such a run failed of is not written into the archive of somebody else', () =>
      partlyLoaded(db =>
        withDatabase(async other => {
          const elsewhere = await s3.bucket();
          await archived(other, elsewhere);
          const before = await readInfo(elsewhere);
          const record = await refusedRun(archived(db, elsewhere, { acceptShrink: true }));
          expect(record.error).toContain('some days only');
          expect(await readInfo(elsewhere)).toEqual(before);
        }),
      ));

    test('rows of a day that is not loaded are not archived in the place of that day', () =>
      partlyLoaded(async (db, bucket) => {
        const before = await partitions(bucket, 'appointment');
        const [day] = [...before.keys()];
        await db.owner.query(
          `begin; set local meetassist.restoring = 'on';
         insert into appointment (customer_id, date, start_time) select id, '${day?.slice(5)}', '23:00' from customer limit 1; commit`,
        );
        const record = await refusedRun(archived(db, bucket, { mode: 'FULL' }));
        expect(record.error).toContain('which is not loaded');
        expect(await partitions(bucket, 'appointment')).toEqual(before);
      }));

    test('a day that is missing from the bucket and not loaded is told by a FULL run', () =>
      partlyLoaded(async (db, bucket) => {
        const [first] = (await partitions(bucket, 'appointment')).values();
        await s3.remove(bucket.name, first?.key ?? '');
        const record = await refusedRun(archived(db, bucket, { mode: 'FULL' }));
        expect(record.error).toContain(first?.key);
        expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
        expect(await verified(db, bucket)).toMatchObject({ missing: [first?.key], repaired: [] });
      }));
  },
);
