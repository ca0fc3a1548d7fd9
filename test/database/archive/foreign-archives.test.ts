import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInfo } from '../../../services/archive/status.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { restored } from '../../support/archive/restored.ts';
import { withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

test('P-04: who is asked whether a database may write over a strange archive hears what would be lost of it', () =>
  withDatabase(one =>
    withDatabase(async other => {
      const bucket = await s3.bucket();
      await given(one.owner).customers(10);
      await given(one.owner).program();
      await archived(one, bucket);
      await given(other.owner).customers(7);
      await given(other.owner).consultants(2);
      const record = await refusedRun(archived(other, bucket, { mode: 'FULL' }));
      expect(record.suspicions).toEqual([
        { reason: 'FOREIGN_ARCHIVE', table: null, rows_before: null, rows_now: null },
        { reason: 'TABLE_SHRANK', table: 'customer', rows_before: 10, rows_now: 7 },
        { reason: 'TABLE_EMPTIED', table: 'program', rows_before: 1, rows_now: 0 },
      ]);
      expect(record.error).toContain('customer fell from 10 to 7 rows; program had 1 rows');
      expect((await readInfo(bucket))?.info.tables.customer).toMatchObject({ status: 'SUCCEEDED' });
    }),
  ));

test('P-15: of a database that holds some days only nothing of that kind is said', () =>
  withDatabase(one =>
    withDatabase(async part => {
      const bucket = await s3.bucket();
      for (const date of ['2026-11-01', '2026-11-02', '2026-11-20']) {
        await given(one.owner).timeslot({ date });
      }
      await archived(one, bucket);
      const window = { from: '2026-11-19', to: '2026-11-21' };
      await restored(part, bucket, { now: NOW, zone: ZONE, window });
      await given(one.owner).program();
      await archived(one, bucket);
      const { suspicions } = await refusedRun(archived(part, bucket));
      expect(suspicions).toMatchObject([{ reason: 'FOREIGN_ARCHIVE' }]);
    }),
  ));
