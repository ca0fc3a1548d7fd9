import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunRecord } from '../../../services/archive/documents.ts';
import { runArchive } from '../../../services/archive/run.ts';
import { readInfo } from '../../../services/archive/status.ts';
import { plainText, sql } from '../../../services/db/sql.ts';
import { runTogether } from '../../../services/db/statement.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, ZONE } from '../../support/archive/run.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** A run of what changed, and how often it waited for the database. */
async function counted(
  db: TestDatabase,
  bucket: Bucket,
): Promise<Pick<RunRecord, 'outcome'> & { readonly messages: number }> {
  const client = await db.archive.connect();
  let messages = 0;
  const count = (): void => void (messages += 1);
  client.connection.on('readyForQuery', count);
  try {
    const { outcome } = await runArchive(
      { mode: 'CHANGED', acceptShrink: false, trigger: 'ADMIN' },
      { client, bucket, now: () => NOW, zone: ZONE, jobId: randomUUID(), actor: 'an admin' },
    );
    return { outcome, messages };
  } finally {
    client.connection.off('readyForQuery', count);
    client.release();
  }
}

test('a run waits for the database three times, and once for each table that has changed', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).timeslot({ date: '2026-12-01' });
    await archived(db, bucket);
    expect(await counted(db, bucket)).toEqual({ outcome: 'UNCHANGED', messages: 3 });
    await db.owner.query('update timeslot set is_available = not is_available');
    const { rows } = await db.owner.query('select distinct table_name from archive_mark');
    expect(await counted(db, bucket)).toEqual({ outcome: 'SUCCEEDED', messages: 3 + rows.length });
  }));

test('a run that cannot read the tracking is FAILED, says so in the history, and leaves the lock', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    const { run_id } = await archived(db, bucket);
    await db.owner.query('alter table archive_state rename to hidden');
    const record = await refusedRun(archived(db, bucket));
    expect(record).toMatchObject({ outcome: 'FAILED', snapshot_at: null });
    const { info } = (await readInfo(bucket)) ?? {};
    expect(info?.run_id).toBe(run_id);
    expect(info?.archive_history.map(line => line.outcome)).toEqual(['FAILED', 'SUCCEEDED']);
    await db.owner.query('alter table hidden rename to archive_state');
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
  }));

test('what is sent together holds no text that could end a literal', () =>
  withDatabase(async db => {
    expect(() => plainText(`r1'; select '`)).toThrow('not a plain text');
    const client = await db.archive.connect();
    try {
      const sent = runTogether(client, 'bound', [sql`select ${1}`, sql`select 2`]);
      await expect(sent).rejects.toThrow('one message binds no values');
      expect(
        await runTogether(client, 'two', [sql`begin`, sql`select 1 as a`, sql`commit`]),
      ).toEqual([[{ a: 1 }]]);
    } finally {
      client.release();
    }
  }));
