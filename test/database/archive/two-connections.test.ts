import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readInfo } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, inPool, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** The first connection reads appointments; their objects wait until the second has done its part. */
function waiting(bucket: Bucket, until: Promise<unknown>): Bucket {
  return {
    ...bucket,
    async create(...object) {
      if (object[0].startsWith('archive/appointment/')) await until;
      return bucket.create(...object);
    },
  };
}

/** `before`: done when the second connection is wanted, before it is there. */
function paired(db: TestDatabase, before: () => Promise<unknown>) {
  const done = Promise.withResolvers<void>();
  const open = inPool(db);
  const withAnother: typeof open = async use => {
    try {
      await before();
      return await open(use);
    } finally {
      done.resolve();
    }
  };
  return { withAnother, done: done.promise };
}

async function inBucket(bucket: Bucket): Promise<unknown> {
  return withDatabase(async to => {
    await restored(to, bucket, { now: NOW, zone: ZONE });
    return textOf(to);
  });
}

test('P-07: both connections of a run read one snapshot, whatever is committed before the second is there', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 40, today: '2026-11-20', seed: 11 });
    const bucket = await s3.bucket();
    const before = await textOf(db);
    const { withAnother, done } = paired(db, async () => {
      await given(db.owner).appointment({ date: '2026-12-01' });
      await db.owner.query(`update customer set notes = 'changed in between'`);
    });
    const record = await archived(db, waiting(bucket, done), { withAnother });
    expect(record.outcome).toBe('SUCCEEDED');
    expect(await inBucket(bucket)).toEqual(before);
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await inBucket(bucket)).toEqual(await textOf(db));
  }));

test('a second connection that cannot be opened is done without', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 10, today: '2026-11-20', seed: 12 });
    const bucket = await s3.bucket();
    const withAnother = () => Promise.reject(new Error('too many connections'));
    expect(await archived(db, bucket, { withAnother })).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await inBucket(bucket)).toEqual(await textOf(db));
  }));

test('P-03: a second connection that is lost fails the run, and the next one makes up for it', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 10, today: '2026-11-20', seed: 13 });
    const bucket = await s3.bucket();
    const { withAnother, done } = paired(db, () => Promise.resolve());
    const lost: typeof withAnother = use =>
      withAnother(async client => {
        await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {});
        return use(client);
      });
    const record = await refusedRun(archived(db, waiting(bucket, done), { withAnother: lost }));
    expect(record).toMatchObject({ outcome: 'FAILED', tables: {} });
    expect(record.error).toContain('the connection to the database was lost');
    expect(await readInfo(bucket)).toBeUndefined();
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await inBucket(bucket)).toEqual(await textOf(db));
  }));
