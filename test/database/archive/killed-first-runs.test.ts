import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Fault, type FaultedRequest } from '../../../local/s3/faults.ts';
import { isArchived } from '../../../services/archive/is-archived.ts';
import { INFO_KEY, runKey } from '../../../services/archive/layout.ts';
import { readInfo, readRun } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import type { RunOrder } from '../../support/archive/run-process.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// Each starts a process.
vi.setConfig({ testTimeout: 120_000 });
const PATIENCE = { timeout: 30_000, interval: 50 };

const PROCESS = path.join(import.meta.dirname, '../../support/archive/run-process.ts');

let s3: TestS3;
let strike: (request: FaultedRequest) => Fault | undefined = () => undefined;
beforeAll(async () => {
  s3 = await startS3({ faults: request => strike(request) });
});
afterEach(() => (strike = () => undefined));
afterAll(() => s3.close());

/** The process of a run is killed when it begins to write such an object, which is then not stored. */
const beforeCommit = INFO_KEY;
const behindCommit = 'metadata/runs/';
const behindRecord = 'athena/';

/** Runs the archive in a process that is killed at that moment of it; gives the run's id. */
async function killedRun(db: TestDatabase, bucket: Bucket, at: string): Promise<string> {
  const child = fork(PROCESS);
  strike = ({ operation, key }) => {
    if (operation !== 'PutObject' || !key.startsWith(at)) return undefined;
    child.kill('SIGKILL');
    return 'STOP_BEFORE_STORING';
  };
  const order: RunOrder = {
    connection: db.connection('archive'),
    bucket: s3.config(bucket.name),
    input: { mode: 'CHANGED', acceptShrink: false, trigger: 'ADMIN' },
    now: NOW.toISOString(),
    zone: ZONE,
    jobId: randomUUID(),
  };
  child.send(order);
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  strike = () => undefined;
  // The server misses the session a moment later; until then it has the lock.
  await expect
    .poll(async () => {
      const { rowCount } = await db.owner.query(
        `select from pg_locks where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())`,
      );
      return rowCount;
    }, PATIENCE)
    .toBe(0);
  return order.jobId;
}

/** A database with an identity of its own: those of tests are copies of one. */
async function withOther(use: (db: TestDatabase) => Promise<void>): Promise<void> {
  await withDatabase(async db => {
    await db.owner.query('update archive_state set database_id = gen_random_uuid()');
    await use(db);
  });
}

const missing = { outcome: 'SUSPECT', suspicions: [{ reason: 'ARCHIVE_MISSING' }] };
const foreign = { outcome: 'SUSPECT', suspicions: [{ reason: 'FOREIGN_ARCHIVE' }] };

describe.for([
  ['just behind its commit', behindCommit],
  ['behind its record', behindRecord],
] as const)('P-20: the very first run is killed %s', ([, moment]) => {
  test('the next one goes on with its archive, and its record is there', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment({ date: '2026-12-01' });
      const first = await killedRun(db, bucket, moment);
      expect(await archived(db, bucket)).toMatchObject({
        outcome: 'UNCHANGED',
        previous: { run_id: first },
      });
      expect((await readInfo(bucket))?.info.archive_history).toHaveLength(2);
      expect(await readRun(bucket, first)).toMatchObject({ outcome: 'SUCCEEDED' });
    }));

  test('another bucket asks first, again and again', () =>
    withDatabase(async db => {
      await given(db.owner).appointment({ date: '2026-12-01' });
      await killedRun(db, await s3.bucket(), moment);
      const elsewhere = await s3.bucket();
      for (let i = 0; i < 2; i++) {
        expect(await refusedRun(archived(db, elsewhere))).toMatchObject(missing);
      }
      expect(await readInfo(elsewhere)).toBeUndefined();
      const accepted = await archived(db, elsewhere, { acceptShrink: true });
      expect(accepted).toMatchObject({ outcome: 'SUCCEEDED', suspicions: missing.suspicions });
    }));

  test('another database restores it, and then the archive is that one’s', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment({ date: '2026-12-01' });
      const first = await killedRun(db, bucket, moment);
      await withOther(async other => {
        expect(await isArchived(bucket)).toBe(true);
        const { runId } = await restored(other, bucket, { now: NOW, zone: ZONE });
        expect(runId).toBe(first);
        expect(await textOf(other)).toEqual(await textOf(db));
        expect(await archived(other, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
        expect(await readRun(bucket, first)).toMatchObject({ outcome: 'SUCCEEDED' });
        expect(await refusedRun(archived(db, bucket))).toMatchObject(foreign);
      });
    }));

  test('another database with rows of its own is refused, before and after', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment({ date: '2026-12-01' });
      const first = await killedRun(db, bucket, moment);
      await withOther(async other => {
        await given(other.owner).appointment({ date: '2026-12-02' });
        expect(await refusedRun(archived(other, bucket))).toMatchObject(foreign);
        expect((await readInfo(bucket))?.info.run_id).toBe(first);
        expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
        expect(await refusedRun(archived(other, bucket))).toMatchObject(foreign);
      });
    }));
});

describe('P-20: the very first run is killed before its commit is stored', () => {
  test('the next one makes up for it', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment({ date: '2026-12-01' });
      await killedRun(db, bucket, beforeCommit);
      expect(await readInfo(bucket)).toBeUndefined();
      expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED', previous: null });
    }));

  test('another bucket asks first: whether there is an archive elsewhere is not known here', () =>
    withDatabase(async db => {
      await given(db.owner).appointment({ date: '2026-12-01' });
      await killedRun(db, await s3.bucket(), beforeCommit);
      expect(await refusedRun(archived(db, await s3.bucket()))).toMatchObject(missing);
    }));
});

describe('P-20: a bucket has lost what says that it is an archive', () => {
  test('a database that was never archived does not begin it anew', () =>
    withDatabase(async db => {
      const bucket = await s3.bucket();
      await given(db.owner).appointment({ date: '2026-12-01' });
      const { run_id } = await archived(db, bucket);
      await s3.remove(bucket.name, INFO_KEY);
      await withOther(async other => {
        await given(other.owner).appointment({ date: '2026-12-02' });
        expect(await refusedRun(archived(other, bucket))).toMatchObject(missing);
        expect(await readInfo(bucket)).toBeUndefined();
        await expect(isArchived(bucket)).rejects.toThrow(runKey(run_id));
      });
    }));

  test('a record that cannot be read may be that of a run which was committed', async () => {
    const bucket = await s3.bucket();
    await bucket.write(runKey(randomUUID()), Buffer.from('{"outcome":'), 'application/json');
    await expect(isArchived(bucket)).rejects.toThrow('bring back its latest version');
  });
});
