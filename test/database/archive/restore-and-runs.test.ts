import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchiveSource } from '../../../services/archive/read-archive.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { untilWaiting } from '../../support/interleaving.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** `of` is held up, once, until it is opened. */
function gate(): { readonly pass: () => Promise<void>; reached: Promise<void>; open: () => void } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    pass() {
      reached.resolve();
      return opened.promise;
    },
    reached: reached.promise,
    open: opened.resolve,
  };
}

test('P-10: no run begins while a database is filled from an archive', () =>
  withDatabase(async from =>
    withDatabase(async to => {
      const bucket = await s3.bucket();
      await given(from.owner).program();
      await archived(from, bucket);
      const held = gate();
      const slow: ArchiveSource = {
        ...bucket,
        async read(key) {
          if (key.startsWith('archive/')) await held.pass();
          return bucket.read(key);
        },
      };
      const restoring = restored(to, slow, { now: NOW, zone: ZONE });
      await held.reached;
      await expect(archived(to, bucket)).rejects.toMatchObject({
        type: 'Conflict',
        info: { reason: 'RUN_IN_PROGRESS', runId: null },
      });
      held.open();
      await restoring;
      expect(await archived(to, bucket)).toMatchObject({
        ...{ outcome: 'UNCHANGED', suspicions: [], drifted_partitions: [] },
      });
    }),
  ));

test('P-10: a run that is under way is waited for, and what is restored is whole', () =>
  withDatabase(async from =>
    withDatabase(async to => {
      const bucket = await s3.bucket();
      await given(from.owner).program();
      await archived(from, bucket);
      const held = gate();
      const run = refusedRun(
        archived(to, {
          ...bucket,
          async read(key) {
            await held.pass();
            return bucket.read(key);
          },
        }),
      );
      await held.reached;
      const restoring = restored(to, bucket, { now: NOW, zone: ZONE });
      await untilWaiting(to);
      held.open();
      // Nothing was in the database yet when it was looked at.
      expect((await run).suspicions[0]).toMatchObject({ reason: 'FOREIGN_ARCHIVE' });
      await restoring;
      expect(await textOf(to)).toEqual(await textOf(from));
      expect(await archived(to, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
    }),
  ));
