import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { INFO_KEY, runKey } from '../../../services/archive/layout.ts';
import { RunFailed } from '../../../services/archive/run-error.ts';
import { readInfo, readRun } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
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

/** Every key of the bucket with its ETag. */
async function contents(bucket: Bucket): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { key, etag } of bucket.list('')) found.set(key, etag);
  return found;
}

/** What was there is there still, byte for byte; the state alone may say more. */
function expectKept(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  for (const [key, etag] of before) {
    if (key !== INFO_KEY && !key.startsWith('athena/'))
      expect([key, after.get(key)]).toEqual([key, etag]);
  }
}

/** Databases of tests are copies of one; this makes another of it. */
const another = (db: TestDatabase) =>
  db.owner.query('update archive_state set database_id = gen_random_uuid()');
/** Writes a run's job as its start and its function do before the run begins. */
const begunRun = (db: TestDatabase, id: string) =>
  db.owner.query(
    `insert into archive_job (id, kind, status, input, actor, actor_name, trigger, started_at)
     values ($1, 'RUN', 'RUNNING', '{}', 'sub', 'an admin', 'ADMIN', office_now())`,
    [id],
  );
const empty = (db: TestDatabase) => db.owner.query('delete from timeslot');
const slots = async (db: TestDatabase, count: number): Promise<void> => {
  const { id } = await given(db.owner).consultant();
  for (let day = 1; day <= count; day++) {
    await given(db.owner).timeslot({ consultant_id: id, date: `2026-12-0${day}` });
  }
};

describe('P-04: a table that falls', () => {
  test.for([
    ['to nothing', 9, 'TABLE_EMPTIED', 0],
    ['by more than a fifth', 3, 'TABLE_SHRANK', 6],
  ] as const)(
    '%s is SUSPECT, and nothing is committed until somebody says so',
    ([, lost, reason, left]) =>
      withDatabase(async db => {
        const bucket = await s3.bucket();
        await slots(db, 9);
        const good = await archived(db, bucket);
        const before = await contents(bucket);
        const committed = await readInfo(bucket);

        await db.owner.query('delete from timeslot where date <= $1', [`2026-12-0${lost}`]);
        for (const mode of ['CHANGED', 'FULL', 'CHANGED'] as const) {
          const record = await refusedRun(archived(db, bucket, { mode }));
          expect(record).toMatchObject({
            outcome: 'SUSPECT',
            suspicions: [{ reason, table: 'timeslot', rows_before: 9, rows_now: left }],
            previous: { run_id: expect.any(String) as string },
          });
          expect(record.tables.timeslot).toMatchObject({ rows: 9, error: record.error });
          expect(await readRun(bucket, record.run_id)).toEqual(record);
          const { info } = (await readInfo(bucket)) ?? {};
          expect(info).toMatchObject({ run_id: good.run_id, snapshot_at: good.snapshot_at });
          expect(info?.tables.timeslot).toMatchObject({
            ...committed?.info.tables.timeslot,
            status: 'SUSPECT',
            last_error: record.error,
            last_error_time: record.finished_at,
          });
          expect(info?.archive_history[0]).toMatchObject({
            run_id: record.run_id,
            outcome: 'SUSPECT',
          });
        }
        expectKept(before, await contents(bucket));

        const accepted = await archived(db, bucket, { acceptShrink: true });
        expect(accepted).toMatchObject({
          outcome: 'SUCCEEDED',
          accept_shrink: true,
          suspicions: [{ reason }],
        });
        const { info } = (await readInfo(bucket)) ?? {};
        expect(info?.tables.timeslot).toMatchObject({
          record_count: left,
          status: 'SUCCEEDED',
          last_error: null,
        });
        expectKept(before, await contents(bucket));
        expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED', suspicions: [] });
      }),
  );

  test('by a fifth is archived', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 5);
      await archived(db, bucket);
      await db.owner.query(`delete from timeslot where date = '2026-12-01'`);
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED', suspicions: [] });
    }));

  test('truncated without a mark is seen as well', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 3);
      await archived(db, bucket);
      await db.owner.query('truncate timeslot');
      expect(await refusedRun(archived(db, bucket))).toMatchObject({ outcome: 'SUSPECT' });
    }));
});

describe('P-09: what cannot be read is not taken for absent', () => {
  test.for(['DENY', 'ERROR_500', 'CUT_ANSWER'] as const)(
    'the state answers %s: the run is FAILED and writes nothing',
    fault =>
      withDatabase(async db => {
        const bucket = await s3.bucket({ attempts: 1 });
        await slots(db, 2);
        await archived(db, bucket);
        await slots(db, 1);
        const before = await contents(bucket);
        s3.fail(fault, { operation: 'GetObject', key: INFO_KEY, times: Infinity });
        const record = await refusedRun(archived(db, bucket));
        expect(record).toMatchObject({ outcome: 'FAILED', snapshot_at: null });
        expect(record.error).toContain(INFO_KEY);
        s3.heal();
        expect(await contents(bucket)).toEqual(before);
        expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
      }),
  );

  test('a state that is no document fails the run and stays as it is', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await bucket.write(INFO_KEY, Buffer.from('{"format_version":'), 'application/json');
      await expect(archived(db, bucket)).rejects.toThrow(RunFailed);
      const kept = await bucket.read(INFO_KEY);
      expect(kept?.body.toString()).toBe('{"format_version":');
    }));
});

describe('P-11: the outcome is that of the last attempt', () => {
  test('a run that cannot write an object is FAILED, says where, and is made up for', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 3);
      const good = await archived(db, bucket);
      await slots(db, 2);
      s3.fail('DENY', { operation: 'PutObject', key: 'archive/timeslot/', times: Infinity });
      const record = await refusedRun(archived(db, bucket));
      expect(record.outcome).toBe('FAILED');
      expect(record.error).toMatch(/^timeslot: .*archive\/timeslot\//);
      expect(record.tables.timeslot?.error).toBe(record.error);
      const failed = (await readInfo(bucket))?.info;
      expect(failed).toMatchObject({ run_id: good.run_id });
      expect(failed?.archive_history.map(({ outcome }) => outcome)).toEqual([
        'FAILED',
        'SUCCEEDED',
      ]);
      expect(failed?.tables.timeslot).toMatchObject({
        status: 'FAILED',
        record_count: 3,
        last_error: record.error,
      });
      s3.heal();
      expect(await archived(db, bucket)).toMatchObject({
        outcome: 'SUCCEEDED',
        previous: { run_id: record.run_id },
      });
      const after = (await readInfo(bucket))?.info;
      expect(after?.tables.timeslot).toMatchObject({
        status: 'SUCCEEDED',
        record_count: 5,
        last_error: null,
      });
      expect(after?.archive_history.map(({ outcome }) => outcome)).toEqual([
        'SUCCEEDED',
        'FAILED',
        'SUCCEEDED',
      ]);
    }));

  test('the very first run that fails leaves a record, and no archive', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 1);
      s3.fail('DENY', { operation: 'PutObject', key: 'archive/timeslot/', times: Infinity });
      const record = await refusedRun(archived(db, bucket));
      expect(await readRun(bucket, record.run_id)).toEqual(record);
      expect(await readInfo(bucket)).toBeUndefined();
      s3.heal();
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED', previous: null });
    }));

  test('a database that cannot be read is a failure without its words', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 1);
      await archived(db, bucket);
      await slots(db, 1);
      await db.owner.query('revoke select on timeslot from meetassist_archive');
      // The others come after it, in a transaction that is broken.
      const others: Bucket = {
        ...bucket,
        read: async key => {
          if (/^metadata.manifests.(?!timeslot)/.test(key)) await setTimeout(100);
          return bucket.read(key);
        },
      };
      const record = await refusedRun(archived(db, others));
      expect(record.error).toBe('timeslot: the database could not be read (SQLSTATE 42501)');
    }));
});

/** What is said beside it tells how much would be lost (foreign-archives.test.ts). */
const isForeign = expect.arrayContaining([
  expect.objectContaining({ reason: 'FOREIGN_ARCHIVE' }),
]) as unknown[];

describe('P-20: the place of the archive', () => {
  test('an empty bucket under a database that was archived before asks first', () =>
    withDatabase(async db => {
      await slots(db, 2);
      await archived(db, await s3.bucket());
      const elsewhere = await s3.bucket();
      const record = await refusedRun(archived(db, elsewhere));
      expect(record).toMatchObject({
        outcome: 'SUSPECT',
        suspicions: [{ reason: 'ARCHIVE_MISSING', table: null }],
      });
      expect([...(await contents(elsewhere)).keys()]).toEqual([runKey(record.run_id)]);
      expect(await archived(db, elsewhere, { acceptShrink: true })).toMatchObject({
        outcome: 'SUCCEEDED',
      });
      expect(await archived(db, elsewhere)).toMatchObject({ outcome: 'UNCHANGED' });
    }));

  test('another database does not write into an archive, unless somebody says so', () =>
    withDatabase(one =>
      withDatabase(async other => {
        const bucket = await s3.bucket();
        await another(other);
        await slots(one, 2);
        await archived(one, bucket);
        const before = await contents(bucket);
        await slots(other, 3);
        const record = await refusedRun(archived(other, bucket));
        expect(record.suspicions[0]).toMatchObject({ reason: 'FOREIGN_ARCHIVE' });
        expect(await contents(bucket)).toEqual(
          new Map([...before, [runKey(record.run_id), expect.any(String) as string]]),
        );
        await archived(other, bucket, { acceptShrink: true });
        expect(await refusedRun(archived(one, bucket))).toMatchObject({ outcome: 'SUSPECT' });
      }),
    ));

  test('P-04: a database that was set back does not write over what was archived since', () =>
    withDatabase(db =>
      // Databases of tests are copies of one, as of a snapshot: they have one identity.
      withDatabase(async setBack => {
        const bucket = await s3.bucket();
        await slots(setBack, 10);
        await slots(db, 10);
        await archived(db, bucket);
        await slots(db, 1);
        await archived(db, bucket);
        const before = await readInfo(bucket);
        const record = await refusedRun(archived(setBack, bucket, { mode: 'FULL' }));
        expect(record).toMatchObject({
          outcome: 'SUSPECT',
          suspicions: isForeign,
        });
        expect(await readInfo(bucket)).toEqual(before);
      }),
    ));

  test('P-04: a copy that was made while a run was under way does not write over what the run archived', () =>
    withDatabase(db =>
      withDatabase(async copy => {
        const bucket = await s3.bucket();
        // Both come from one archive and have one identity, as a database and its snapshot have.
        await withDatabase(async origin => {
          await slots(origin, 10);
          await archived(origin, bucket);
        });
        for (const each of [db, copy]) await restored(each, bucket, { now: NOW, zone: ZONE });
        const runId = '00000000-0000-4000-8000-0000000000aa';
        // The run has begun when the copy is made, and its job is in both.
        for (const each of [db, copy]) await begunRun(each, runId);
        await given(db.owner).customer({ id: 'came-later' });
        await archived(db, bucket, { runId });
        const before = await readInfo(bucket);
        const record = await refusedRun(archived(copy, bucket));
        expect(record).toMatchObject({
          outcome: 'SUSPECT',
          suspicions: isForeign,
        });
        expect(await readInfo(bucket)).toEqual(before);
        expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
      }),
    ));

  test('P-04: runs that come to nothing do not make an archive strange to its own database', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket({ attempts: 1 });
      await slots(db, 2);
      await archived(db, bucket);
      await slots(db, 1);
      // It is committed, and nobody hears of it.
      s3.fail('DENY', { operation: 'PutObject', key: 'metadata/runs/', times: Infinity });
      await expect(archived(db, bucket)).rejects.toThrow('was committed');
      s3.heal();
      s3.fail('DENY', { operation: 'PutObject', key: INFO_KEY, times: Infinity });
      for (let i = 0; i < 22; i++) await expect(archived(db, bucket)).rejects.toThrow(RunFailed);
      s3.heal();
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED', suspicions: [] });
    }));

  test.for([
    ['a table was emptied at once', 'truncate audit_event'],
    ['the office moved', `update office set zone = 'Asia/Tokyo'`],
  ] as const)('P-04: a bucket without the archive asks first, also after %s', ([, statement]) =>
    withDatabase(async db => {
      await slots(db, 2);
      await archived(db, await s3.bucket());
      await db.owner.query(statement);
      expect(await refusedRun(archived(db, await s3.bucket()))).toMatchObject({
        suspicions: [{ reason: 'ARCHIVE_MISSING' }],
      });
    }),
  );

  test('P-04: all that was emptied at once is told by what the archive holds', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await slots(db, 3);
      await archived(db, bucket);
      await db.owner.query('truncate timeslot, consultant, audit_event cascade');
      const { suspicions } = await refusedRun(archived(db, bucket));
      expect(suspicions).toEqual(
        [
          ['consultant', 1],
          ['timeslot', 3],
          ['audit_event', 4],
        ].map(([table, rows_before]) => ({
          ...{ reason: 'TABLE_EMPTIED', table, rows_before, rows_now: 0 },
        })),
      );
    }));

  test('a database goes on with the archive that it was restored from, and the one before it asks', () =>
    withDatabase(one =>
      withDatabase(async other => {
        const bucket = await s3.bucket();
        await another(other);
        await slots(one, 3);
        await archived(one, bucket);
        await restored(other, bucket, { now: NOW, zone: ZONE });
        expect(await archived(other, bucket)).toMatchObject({
          outcome: 'UNCHANGED',
          drifted_partitions: [],
        });
        await slots(other, 1);
        expect(await archived(other, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
        expect(await refusedRun(archived(one, bucket))).toMatchObject({
          suspicions: isForeign,
        });
        await withDatabase(async third => {
          await restored(third, bucket, { now: NOW, zone: ZONE });
          expect(await textOf(third)).toEqual(await textOf(other));
        });
      }),
    ));

  test('an archive that was emptied under a database is SUSPECT, not new', () =>
    withDatabase(async db => {
      await slots(db, 2);
      await archived(db, await s3.bucket());
      await empty(db);
      expect(await refusedRun(archived(db, await s3.bucket()))).toMatchObject({
        outcome: 'SUSPECT',
      });
    }));
});
