import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadDays } from '../../../services/archive/load-days.ts';
import { restoreDrill } from '../../../services/archive/drill.ts';
import { fillWithOddRows } from '../../support/archive/odd-rows.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { archived, NOW, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

const options = { now: NOW, zone: ZONE };
// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** Another database with everything that the bucket holds. */
const elsewhere = (
  bucket: Parameters<typeof restored>[1],
  use: (db: TestDatabase) => Promise<void>,
): Promise<void> =>
  withDatabase(async db => {
    await restored(db, bucket, options);
    await use(db);
  });

test.for([21, 22])(
  'P-02, P-12, P-13: restore(archive(db)) = db, by way of a bucket: seed %i',
  seed =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await fillWithOddRows(db, seed);
      await archived(db, bucket, { mode: 'FULL' });
      await elsewhere(bucket, async copy => {
        expect(await textOf(copy)).toEqual(await textOf(db));
        // Nothing differs, so there is nothing to do.
        const record = await archived(copy, bucket);
        expect(record.outcome).toBe('UNCHANGED');
        const full = await archived(copy, bucket, { mode: 'FULL' });
        expect(full).toMatchObject({ outcome: 'UNCHANGED', drifted_partitions: [] });
      });
    }),
);

test('P-15: a few days are loaded, changed and archived, and a full restore has everything', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await fillAtRandom(db, { appointments: 200, today: '2026-11-20', seed: 7 });
    await archived(db, bucket, { mode: 'FULL' });
    const all = await textOf(db);
    await withDatabase(async part => {
      const window = { from: '2026-11-19', to: '2026-11-21' };
      await restored(part, bucket, { ...options, window });
      const { rows } = await part.owner.query<{ id: number }>(
        `select min(id) as id from appointment where date = '2026-11-20'`,
      );
      const id = rows[0]?.id ?? 0;
      await part.owner.query(`update appointment set description = 'changed' where id = $1`, [id]);
      for (const mode of ['CHANGED', 'FULL'] as const) {
        const record = await archived(part, bucket, { mode });
        expect(record.suspicions).toEqual([]);
        await elsewhere(bucket, async copy => {
          const now = await textOf(copy);
          const is = (row: string): boolean => row.startsWith(`(${id},`);
          expect(now.appointment.filter(row => !is(row))).toEqual(
            all.appointment.filter(row => !is(row)),
          );
          expect(now.appointment.find(is)).toContain('changed');
          for (const table of ['customer', 'timeslot', 'feedback', 'program'] as const) {
            expect(now[table], table).toEqual(all[table]);
          }
        });
      }
      // The rest comes in beside the change.
      const client = await part.owner.connect();
      await loadDays({ from: '2026-01-01', to: '2027-01-01' }, { client, bucket });
      const drill = await restoreDrill({}, { client, bucket, now: () => NOW });
      client.release();
      expect(drill).toMatchObject({ identical: true, archiveAgeSeconds: 0 });
      await elsewhere(bucket, async copy => expect(await textOf(part)).toEqual(await textOf(copy)));
      expect((await archived(part, bucket, { mode: 'FULL' })).drifted_partitions).toEqual([]);
    });
  }));

test('P-03: a bucket that breaks off or refuses leaves the database as it was', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket({ attempts: 1 });
    await fillAtRandom(db, { appointments: 40, today: '2026-11-20', seed: 8 });
    await archived(db, bucket, { mode: 'FULL' });
    await withDatabase(async copy => {
      const empty = await textOf(copy);
      for (const key of [
        'metadata/archive_info',
        'metadata/manifests',
        'archive/customer',
        'archive/feedback',
      ]) {
        for (const fault of ['DENY', 'ERROR_500', 'CUT_ANSWER', 'REFUSE'] as const) {
          s3.fail(fault, { operation: 'GetObject', key, times: 1_000 });
          const failed = restored(copy, bucket, options);
          await expect(failed, `${fault} of ${key}`).rejects.toThrow(/GetObject/);
          s3.heal();
        }
      }
      expect(await textOf(copy)).toEqual(empty);
    });
  }));
