import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OriginalFileName, originalFileNames } from '../../services/import/formats.ts';
import { importOriginalFromBucket, type ImportInput } from '../../services/import/import-job.ts';
import { type ImportReport } from '../../services/import/report.ts';
import { JobRefused } from '../../services/job/job.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { changed, zone } from '../support/original-sample.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let s3: TestS3;
let db: TestDatabase;
beforeAll(async () => {
  [s3, db] = await Promise.all([startS3(), createDatabase()]);
});
afterAll(async () => {
  await Promise.all([s3.close(), db.drop()]);
});

test('files of the bucket are looked at, then imported, then identical', () =>
  s3.withBucket(async bucket => {
    const files = await upload(bucket, changed({}));
    const looked = await run(bucket, { files, dryRun: true });
    expect(looked.outcome).toBe('DRY_RUN');
    expect(await customers()).toBe(0);
    const imported = await run(bucket, { files });
    expect(imported).toEqual({ ...looked, outcome: 'IMPORTED' });
    expect(await customers()).toBe(12);
    const again = await run(bucket, { files });
    expect(again.files.map(({ read, identical }) => read - identical)).toEqual([
      0, 0, 0, 0, 0, 0, 0,
    ]);
    await db.owner.query('truncate customer, consultant, program cascade');
  }));

test('P-03: rejections end the job with the report, and nothing was imported', () =>
  s3.withBucket(async bucket => {
    const files = await upload(bucket, changed({ 'Customer.csv': ['2008-03-14', 'soon'] }));
    const error = await run(bucket, { files }).catch((thrown: unknown) => thrown);
    if (!(error instanceof JobRefused)) throw new Error('was not refused', { cause: error });
    expect(error.message).not.toMatch(/select|insert|constraint|import_/);
    const report = error.result as ImportReport;
    expect(report).toMatchObject({ outcome: 'REFUSED', rejectionCount: 5 });
    expect(report.rejections[0]).toMatchObject({ row: 2, column: 'dateofbirth', code: 'BAD_DATE' });
    expect(await customers()).toBe(0);
  }));

describe('P-03: what goes wrong with the bucket leaves the database as it was', () => {
  test('a connection that breaks in the midst of a file', () =>
    s3.withBucket(async bucket => {
      const files = await upload(bucket, changed({}));
      s3.fail('CUT_ANSWER', { operation: 'GetObject', key: 'Appointment.csv', times: 50 });
      await expect(run(bucket, { files })).rejects.toThrow();
      s3.heal();
      expect(await customers()).toBe(0);
    }));

  test('a bucket that lets nobody in', () =>
    s3.withBucket(async bucket => {
      const files = await upload(bucket, changed({}));
      s3.fail('DENY', { key: 'Customer.csv', times: 50 });
      await expect(run(bucket, { files })).rejects.toMatchObject({ name: 'BucketError' });
      s3.heal();
      expect(await customers()).toBe(0);
    }));

  test('a file that is not there', () =>
    s3.withBucket(async bucket => {
      const files = await upload(bucket, changed({}));
      const absent = files.map(each => ({ ...each, key: each.key.replace('Feedback', 'Praise') }));
      await expect(run(bucket, { files: absent })).rejects.toThrow(
        /^AppointmentFeedback\.csv is not in the bucket/,
      );
      expect(await customers()).toBe(0);
    }));
});

test.for<[string, ImportInput['files'], string]>([
  ['no file', [], 'EMPTY_LIST'],
  ['a file twice', [file('Customer.csv', 'data/a'), file('Customer.csv', 'data/b')], 'DUPLICATE'],
  [
    'P-14: an object of the archive',
    [file('Customer.csv', 'archive/customer/all/x.csv')],
    'BAD_KEY',
  ],
  ['P-14: a way out', [file('Customer.csv', 'data/../archive/x.csv')], 'BAD_KEY'],
])('%s is refused before anything is read', ([, files, reason]) =>
  s3.withBucket(async bucket => {
    s3.requests();
    await expect(run(bucket, { files })).rejects.toMatchObject({ info: { reason } });
    expect(s3.requests()).toEqual([]);
  }),
);

function file(name: OriginalFileName, key: string) {
  return { file: name, key };
}

async function upload(bucket: Bucket, files: Record<OriginalFileName, Uint8Array>) {
  for (const name of originalFileNames) {
    await bucket.write(`data/uploads/one/${name}`, Buffer.from(files[name]), 'text/csv');
  }
  return originalFileNames.map(name => file(name, `data/uploads/one/${name}`));
}

async function run(bucket: Bucket, input: Partial<ImportInput>): Promise<ImportReport> {
  const client = await db.owner.connect();
  try {
    const now = (): Date => new Date('2026-11-20T09:00:00+07:00');
    const all = { files: [], dryRun: false, fixPhones: false, ...input };
    return await importOriginalFromBucket(all, { client, bucket, zone, now });
  } finally {
    client.release(true);
  }
}

async function customers(): Promise<number> {
  const { rows } = await db.owner.query<{ total: number }>(
    'select count(*)::int as total from customer',
  );
  return rows[0]?.total ?? -1;
}
