import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInfo, readRun } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { DomainError } from '../../../services/shared/errors.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { chance } from '../../support/random.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** A bucket in which the first object of a run waits until `open` is called. */
function gated(bucket: Bucket): { bucket: Bucket; reached: Promise<void>; open: () => void } {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: gate.resolve,
    bucket: {
      ...bucket,
      async create(...object) {
        reached.resolve();
        await gate.promise;
        return bucket.create(...object);
      },
    },
  };
}

test('P-10: of many starts one runs, the others learn its id, and the history has one line of it', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).program();
    const slow = gated(bucket);
    const runId = randomUUID();
    const first = archived(db, slow.bucket, { runId });
    await slow.reached;
    for (let i = 0; i < 10; i++) {
      const refused: unknown = await archived(db, bucket).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DomainError);
      expect(refused).toMatchObject({
        type: 'Conflict',
        info: { reason: 'RUN_IN_PROGRESS', runId },
      });
    }
    slow.open();
    expect(await first).toMatchObject({ run_id: runId, outcome: 'SUCCEEDED' });
    const { info } = (await readInfo(bucket)) ?? {};
    expect(info?.archive_history.map(line => line.run_id)).toEqual([runId]);
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
  }));

test('P-10: another database that commits in between makes the run fail, and loses nothing', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).program();
    const first = await archived(db, bucket);
    await given(db.owner).program();
    const slow = gated(bucket);
    const run = refusedRun(archived(db, slow.bucket));
    await slow.reached;
    const stored = await readInfo(bucket);
    if (!stored) throw new Error('there is no archive');
    const other = { ...stored.info, run_id: 'r-of-another', database_id: randomUUID() };
    await bucket.replace(
      'metadata/archive_info.json',
      Buffer.from(JSON.stringify(other)),
      'application/json',
      stored.etag,
    );
    slow.open();
    const record = await run;
    expect(record).toMatchObject({
      outcome: 'FAILED',
      error: 'another run was committed to this bucket in the meantime',
    });
    expect(await readRun(bucket, record.run_id)).toEqual(record);
    const after = (await readInfo(bucket))?.info;
    expect(after).toMatchObject({ run_id: 'r-of-another' });
    expect(after?.archive_history.map(line => line.run_id)).toEqual([record.run_id, first.run_id]);
    // The marks are there still.
    const { rows } = await db.owner.query(`select from archive_mark where table_name = 'program'`);
    expect(rows).toHaveLength(1);
  }));

test('P-10: a line that somebody else adds to the history in between is kept', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).program();
    const first = await archived(db, bucket);
    await given(db.owner).program();
    const slow = gated(bucket);
    const run = archived(db, slow.bucket);
    await slow.reached;
    const stored = await readInfo(bucket);
    if (!stored) throw new Error('there is no archive');
    const { archive_history } = stored.info;
    const line = { ...archive_history[0], run_id: 'r-refused', outcome: 'SUSPECT' };
    const other = { ...stored.info, archive_history: [line, ...archive_history] };
    await bucket.replace(
      'metadata/archive_info.json',
      Buffer.from(JSON.stringify(other)),
      'application/json',
      stored.etag,
    );
    slow.open();
    const record = await run;
    expect(record).toMatchObject({ outcome: 'SUCCEEDED', previous: { run_id: 'r-refused' } });
    const after = (await readInfo(bucket))?.info;
    expect(after?.archive_history.map(each => each.run_id)).toEqual([
      record.run_id,
      'r-refused',
      first.run_id,
    ]);
  }));

test('P-07: what is written while a run reads is in that run whole or in the next one', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).appointments(5, i => ({ date: `2026-12-0${i + 1}` }));
    const slow = gated(bucket);
    const run = archived(db, slow.bucket);
    // Its snapshot is taken: a new customer with an appointment now comes too late.
    await slow.reached;
    const late = await given(db.owner).appointment({ date: '2026-12-01' });
    slow.open();
    expect(await run).toMatchObject({ outcome: 'SUCCEEDED' });
    await withDatabase(async to => {
      await restored(to, bucket, { now: NOW, zone: ZONE });
      const { rows } = await to.owner.query('select id from appointment order by id');
      expect(rows).toHaveLength(5);
      expect(rows.map(({ id }: { id: number }) => id)).not.toContain(late.id);
    });
    const next = await archived(db, bucket);
    expect(next.tables).toMatchObject({ appointment: { uploaded: 1 }, customer: { uploaded: 1 } });
    await expectSame(db, bucket);
  }));

test('P-07: a change that commits after the snapshot keeps its mark, although it began before', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).appointment({ date: '2026-12-01' });
    await archived(db, bucket);
    const writer = await db.owner.connect();
    await writer.query('begin');
    await given(writer).appointment({ date: '2026-12-02' });
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
    await writer.query('commit');
    writer.release();
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    await expectSame(db, bucket);
  }));

test(
  'P-07: every reference resolves inside the files, however much is written meanwhile',
  { timeout: 120_000 },
  () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment();
      let isWriting = true;
      const writers = [1, 2].map(async seed => {
        const luck = chance(seed);
        const { id } = await given(db.owner).consultant();
        for (let n = 0; isWriting; n++) {
          const date = `2027-0${seed}-${String(1 + (n % 28)).padStart(2, '0')}`;
          const start_time = `${String(7 + (Math.floor(n / 28) % 12)).padStart(2, '0')}:00:00`;
          const made = await given(db.owner).appointment({ date, start_time });
          if (luck.likely(50)) {
            await given(db.owner).assignment({ appointment_id: made.id, to_consultant_id: id });
          }
          await db.owner.query('update appointment set description = $1 where id = $2', [
            `${n}`,
            made.id,
          ]);
        }
      });
      try {
        for (let n = 0; n < 3; n++) {
          await archived(db, bucket, { mode: n === 2 ? 'FULL' : 'CHANGED' });
          // Restoring checks every reference, and everything that the manifests say.
          await withDatabase(to => restored(to, bucket, { now: NOW, zone: ZONE }));
        }
      } finally {
        isWriting = false;
        await Promise.all(writers);
      }
      expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({
        drifted_partitions: [],
      });
      await expectSame(db, bucket);
    }),
);

async function expectSame(db: TestDatabase, bucket: Bucket): Promise<void> {
  await withDatabase(async to => {
    await restored(to, bucket, { now: NOW, zone: ZONE });
    expect(await textOf(to)).toEqual(await textOf(db));
  });
}
