import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CannotStart } from '../../local/cannot-start.ts';
import { fillDatabase, type Filling } from '../../local/fill.ts';
import { LOCAL_CREDENTIALS } from '../../local/identity/sigv4.ts';
import { INFO_KEY } from '../../services/archive/layout.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { textOf } from '../support/archive/restored.ts';
import { archived } from '../support/archive/run.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../support/database.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let s3: TestS3;
let bucket: Bucket;
let from: TestDatabase;
let rows: Awaited<ReturnType<typeof textOf>>;
beforeAll(async () => {
  [s3, from] = await Promise.all([startS3(), createDatabase()]);
  bucket = await s3.bucket();
  await fillAtRandom(from, { appointments: 100, today: '2026-11-20', seed: 6 });
  await archived(from, bucket);
  rows = await textOf(from);
});
afterAll(() => Promise.all([s3.close(), from.drop()]));

/** What starting the stack over this database says. */
async function filled(db: TestDatabase, filling: Partial<Filling> = {}): Promise<string[]> {
  const lines: string[] = [];
  await fillDatabase(db.connection('owner'), {
    demo: 'none',
    s3: { url: s3.url, bucket: bucket.name, credentials: LOCAL_CREDENTIALS },
    now: new Date('2026-11-20T03:00:00Z'),
    zone: 'Asia/Ho_Chi_Minh',
    log: line => void lines.push(line),
    ...filling,
  });
  return lines;
}

const another = (name: string) => ({ url: s3.url, bucket: name, credentials: LOCAL_CREDENTIALS });

test('an empty database gets what the bucket of its stack holds, and keeps it', () =>
  withDatabase(async db => {
    const lines = await filled(db);
    expect(lines[0]).toBe(`The database is empty: restoring the archive of s3://${bucket.name}.`);
    expect(lines.at(-1)).toMatch(
      /^Restored \d+ rows of run \S+, as of 2026-11-20T10:00:00.000\+07:00, in \d/,
    );
    expect(await textOf(db)).toEqual(rows);

    // P-01: starting again changes nothing, whatever the archive holds.
    await db.owner.query('delete from feedback');
    const kept = await textOf(db);
    expect(await filled(db, { demo: 'small' })).toEqual([
      'The database has data already, so --demo small adds nothing; --reset starts afresh.',
    ]);
    expect(await textOf(db)).toEqual(kept);
  }));

test('demo data come only where there is no archive', () =>
  withDatabase(async db => {
    await filled(db, { demo: 'small' });
    expect(await textOf(db)).toEqual(rows);
  }));

test('a few days, when that is asked for', () =>
  withDatabase(async db => {
    const lines = await filled(db, { days: 1 });
    expect(lines.at(-1)).toContain(', days 2026-11-19 to 2026-11-21, ');
    const { rows: days } = await db.owner.query<{ day: string }>(
      'select distinct date::text as day from timeslot order by 1',
    );
    expect(days.map(({ day }) => day)).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    expect(await filled(db, { days: 9 })).toEqual([
      'The database has data already, so --days leaves nothing out.',
    ]);
  }));

test('another archive: of a bucket, or of a folder', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
  try {
    for await (const { key } of bucket.list('')) {
      await mkdir(path.dirname(path.join(folder, key)), { recursive: true });
      const stored = await bucket.read(key);
      await writeFile(path.join(folder, key), stored?.body ?? '');
    }
    await withDatabase(async db => {
      await filled(db, { restoreFrom: folder, s3: another((await s3.bucket()).name) });
      expect(await textOf(db)).toEqual(rows);
    });
    await withDatabase(async db => {
      await filled(db, { restoreFrom: `s3://${bucket.name}` });
      expect(await textOf(db)).toEqual(rows);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('P-20: nothing is restored from nothing, nor into a database with rows', async () => {
  await withDatabase(async db => {
    const empty = (await s3.bucket()).name;
    await expect(filled(db, { restoreFrom: `s3://${empty}`, s3: another(empty) })).rejects.toThrow(
      new CannotStart(
        `The database is empty, and the archive of s3://${empty} cannot be restored into it: there is no archive in ${empty}; nothing is restored from nothing.`,
      ),
    );
    expect(await filled(db, { s3: another(empty) })).toEqual([]);
  });
  await expect(filled(from, { restoreFrom: `s3://${bucket.name}` })).rejects.toThrow(
    /^--restore s3:\S+: the database has data already/,
  );
  expect(await textOf(from)).toEqual(rows);
});

test('P-03: where the archive cannot be read nothing else takes its place', () =>
  withDatabase(async db => {
    const empty = await textOf(db);
    const damaged = await s3.bucket();
    await damaged.write(INFO_KEY, Buffer.from('{'), 'application/json');
    await expect(filled(db, { demo: 'small', s3: another(damaged.name) })).rejects.toThrow(
      /cannot be restored into it: metadata\/archive_info.json: it is no JSON\.$/,
    );
    s3.fail('DENY', { operation: 'GetObject', times: 100 });
    await expect(filled(db, { demo: 'small' })).rejects.toThrow(CannotStart);
    s3.heal();
    expect(await textOf(db)).toEqual(empty);
  }));
