import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Job as JobAnswer } from '../../../generated/graphql.ts';
import { onClient } from '../../../services/db/connection.ts';
import { withOwnConnection } from '../../../services/db/own-connection.ts';
import { archiveWork } from '../../../services/handlers/archive-work.ts';
import { loaderWork } from '../../../services/handlers/loader-work.ts';
import { jobAnswer } from '../../../services/job/answers.ts';
import { findJob } from '../../../services/job/store.ts';
import { createWorker } from '../../../services/job/worker.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';
import { startService } from '../../support/service.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** Starts a job as an admin does, has its function do it, and gives what the job says then. */
async function done(
  db: TestDatabase,
  bucket: Bucket,
  mutation: 'verifyArchive' | 'restoreDrill',
): Promise<JobAnswer> {
  const isVerification = mutation === 'verifyArchive';
  const service = startService(db.connection('api'));
  const place = db.connection(isVerification ? 'archive' : 'owner');
  const work = createWorker({
    work: isVerification ? archiveWork : loaderWork,
    withConnection: use =>
      withOwnConnection(
        {
          ...place,
          ...{ tls: false, statementTimeoutMs: 20_000, zone: ZONE, applicationName: 'worker' },
        },
        use,
      ),
    bucket,
    now: () => NOW,
    zone: ZONE,
  });
  const client = await db.owner.connect();
  try {
    service.at(NOW.toISOString());
    const { id } = await service.ask<JobAnswer>(`Mutation.${mutation}`);
    await work({ jobId: id });
    const job = await findJob(onClient(client), id);
    if (!job) throw new Error('the job is gone');
    return jobAnswer(job);
  } finally {
    client.release();
    await service.close();
  }
}

test('P-11: a verification that finds what it cannot write again is FAILED, and says what it found', () =>
  withDatabase(async db => {
    await given(db.owner).appointments(2, i => ({ date: `2026-12-0${i + 1}` }));
    const bucket = await s3.bucket();
    const { tables } = await archived(db, bucket);
    expect(tables.appointment?.partitions).toBe(2);
    const keys: string[] = [];
    for await (const { key } of bucket.list('archive/appointment/')) keys.push(key);
    for (const key of keys) await s3.remove(bucket.name, key);
    await db.owner.query(`update appointment set description = 'x' where date = '2026-12-01'`);

    const found = await done(db, bucket, 'verifyArchive');
    expect(found).toMatchObject({
      status: 'FAILED',
      error: 'The archive lacks one object that could not be written again.',
      verification: { missing: keys, damaged: [], repaired: keys.slice(1) },
    });

    await archived(db, bucket);
    const sound = await done(db, bucket, 'verifyArchive');
    expect(sound).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(sound.verification).toMatchObject({ missing: [], damaged: [], repaired: [] });
  }));

test('P-11: a drill in which something differs is FAILED, and says what', () =>
  withDatabase(async db => {
    await given(db.owner).program({ name: 'Ngày hội việc làm' });
    const bucket = await s3.bucket();
    await archived(db, bucket);
    expect(await done(db, bucket, 'restoreDrill')).toMatchObject({
      status: 'SUCCEEDED',
      drill: { identical: true },
    });

    // A change that no mark tells of.
    await db.owner.query(
      `update program set content = 'x'; delete from archive_mark where table_name = 'program'`,
    );
    expect(await done(db, bucket, 'restoreDrill')).toMatchObject({
      status: 'FAILED',
      error: 'What was restored is not what was archived, or not what lives.',
      drill: { identical: false, differences: [expect.stringMatching(/^program\/all: /)] },
    });
  }));
