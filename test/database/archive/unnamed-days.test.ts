import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInfo } from '../../../services/archive/status.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

test.for([
  ['10000-01-01', 'CHANGED'],
  ['20026-11-21', 'FULL'],
  ['0044-03-15 BC', 'FULL'],
] as const)(
  'P-03, P-11: a row on %s, which no archive can name, fails the %s run and leaves an archive that can be restored',
  ([date, mode]) =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      // As in databases of earlier versions.
      await db.owner.query(
        'alter table appointment drop constraint appointment_year_of_four_digits',
      );
      await given(db.owner).appointment({ date: '2026-12-01' });
      await archived(db, bucket);
      const [rows, before] = [await textOf(db), (await readInfo(bucket))?.info];
      const { id } = await given(db.owner).appointment({ date });
      const record = await refusedRun(archived(db, bucket, { mode }));
      expect(record).toMatchObject({
        outcome: 'FAILED',
        error: expect.stringMatching(/^appointment: there are rows in .* correct them/) as string,
      });
      expect((await readInfo(bucket))?.info.run_id).toBe(before?.run_id);
      await withDatabase(async to => {
        await restored(to, bucket, { now: NOW, zone: ZONE });
        expect(await textOf(to)).toEqual(rows);
      });
      await db.owner.query(`update appointment set date = '2026-12-02' where id = $1`, [id]);
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    }),
);

test.for(['0001-01-01', '1969-07-20', '9999-12-31'])(
  'P-02: rows on %s are archived like any other',
  date =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await archived(db, bucket);
      await given(db.owner).appointment({ date });
      await given(db.owner).timeslot({ date });
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
      expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({ outcome: 'UNCHANGED' });
      await withDatabase(async to => {
        await restored(to, bucket, { now: NOW, zone: ZONE });
        expect(await textOf(to)).toEqual(await textOf(db));
      });
    }),
);
