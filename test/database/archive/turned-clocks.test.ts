import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { archived, NOW } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { withDatabase } from '../../support/database.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

test.for([
  ['America/Havana', 'comes twice', '2026-11-01T04:00Z'],
  ['Africa/Cairo', 'is left out', '2026-04-23T21:30Z'],
] as const)(
  'P-04: what is written where midnight of %s %s is in the next run, and once',
  ([zone, , from]) =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await db.owner.query('update office set zone = $1', [zone]);
      const write = (after: string) =>
        db.owner.query(
          `insert into audit_event (at, actor, action, entity, entity_id)
           select $1::timestamptz + $2::interval + n * interval '5 minutes', 'a', 'b', 'c', n::text
             from generate_series(0, 11) n`,
          [from, after],
        );
      await archived(db, bucket);
      for (const after of ['0', '-6 hours', '6 hours']) {
        await write(after);
        await archived(db, bucket);
        await withDatabase(async to => {
          await restored(to, bucket, { now: NOW, zone });
          expect(await textOf(to)).toEqual(await textOf(db));
        });
      }
      expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({
        outcome: 'UNCHANGED',
        drifted_partitions: [],
      });
    }),
);
