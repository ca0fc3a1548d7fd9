import { randomUUID } from 'node:crypto';
import { runArchive, type RunInput } from '../../../services/archive/run.ts';
import { type JobContext } from '../../../services/job/job.ts';
import { type RunRecord } from '../../../services/archive/documents.ts';
import { RunFailed } from '../../../services/archive/run-error.ts';
import { type Verification, verifyArchive } from '../../../services/archive/verify.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { type TestDatabase } from '../database.ts';

export const ZONE = 'Asia/Ho_Chi_Minh';
export const NOW = new Date('2026-11-20T03:00:00Z');

/** Runs the archive as its own role does, on a connection of its own, under a new id. */
export async function archived(
  db: TestDatabase,
  bucket: Bucket,
  input: Partial<RunInput> & {
    readonly runId?: string;
    readonly now?: Date;
    readonly withAnother?: JobContext['withAnother'];
  } = {},
): Promise<RunRecord> {
  const { runId = randomUUID(), now = NOW, withAnother = inPool(db), ...rest } = input;
  const client = await db.archive.connect();
  // Some tests end the connection, which is told once more than anybody waits for.
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
  try {
    return await runArchive(
      { mode: 'CHANGED', acceptShrink: false, trigger: 'ADMIN', ...rest },
      { client, withAnother, bucket, now: () => now, ...job(runId) },
    );
  } finally {
    client.release();
  }
}

/** Gives one more connection of the archive's role. */
export function inPool(db: TestDatabase): NonNullable<JobContext['withAnother']> {
  return async use => {
    const client = await db.archive.connect();
    if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
    try {
      return await use(client);
    } finally {
      client.release();
    }
  };
}

/** The record of a run that shall not be committed. */
export async function refusedRun(run: Promise<RunRecord>): Promise<RunRecord> {
  const record = await run.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof RunFailed) return error.record;
      throw error;
    },
  );
  if (!record) throw new Error('the run was committed');
  return record;
}

/** Verifies the archive as its own role does. */
export async function verified(
  db: TestDatabase,
  bucket: Bucket,
  deep = false,
): Promise<Verification> {
  const client = await db.archive.connect();
  try {
    return await verifyArchive({ deep }, { client, bucket, now: () => NOW, ...job(randomUUID()) });
  } finally {
    client.release();
  }
}

const ignore = (): void => {};
const job = (jobId: string) => ({ zone: ZONE, jobId, actor: 'an admin' });
