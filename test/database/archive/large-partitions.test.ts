import { createHash } from 'node:crypto';
import { type ClientBase } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { copyInPieces } from '../../../services/archive/copy-in-pieces.ts';
import { type PartitionEntry } from '../../../services/archive/documents.ts';
import { archivedTables } from '../../../services/archive/layout.ts';
import {
  bytesOf,
  LARGEST_HELD,
  type PartitionContent,
  readPartitions,
} from '../../../services/archive/read-partitions.ts';
import { inSnapshot } from '../../../services/archive/snapshot.ts';
import { readInfo, readManifest } from '../../../services/archive/status.ts';
import { sql } from '../../../services/db/sql.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { archived, NOW, refusedRun, verified, ZONE } from '../../support/archive/run.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** A day of events that is larger than what a run holds in memory. */
const fillLargeDay = (db: TestDatabase): Promise<unknown> =>
  db.owner.query(
    `insert into audit_event (at, actor, action, entity, entity_id, after)
     select '2026-11-19 03:00Z', 'a', 'b', 'c', n::text, to_jsonb(repeat('đ,"', 50000))
       from generate_series(1, 50) n`,
  );

async function largeEntry(bucket: Bucket): Promise<PartitionEntry> {
  const stored = await readInfo(bucket);
  const manifest = stored && (await readManifest(bucket, stored.info, 'audit_event'));
  const entry = manifest?.partitions.find(({ bytes }) => bytes > LARGEST_HELD);
  if (!entry) throw new Error('no partition is large');
  return entry;
}

const sent = (key: string): number =>
  s3.requests().filter(each => each.operation === 'PutObject' && each.key === key).length;

test('a partition that is too large to be held is archived, found the same, repaired and restored', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 5, today: '2026-11-20', seed: 9 });
    await fillLargeDay(db);
    const bucket = await s3.bucket();
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    const { key, bytes, md5 } = await largeEntry(bucket);
    expect(await bucket.head(key)).toMatchObject({ bytes, etag: md5 });
    const body = (await bucket.read(key))?.body ?? '';
    expect(createHash('md5').update(body).digest('hex')).toBe(md5);

    s3.requests();
    expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({ outcome: 'UNCHANGED' });
    expect(sent(key)).toBe(0);

    await s3.remove(bucket.name, key);
    expect(await archived(db, bucket, { mode: 'FULL' })).toMatchObject({ repaired: [key] });
    await s3.remove(bucket.name, key);
    expect(await verified(db, bucket)).toMatchObject({ missing: [key], repaired: [key] });
    expect(await bucket.head(key)).toMatchObject({ bytes, etag: md5 });

    await withDatabase(async to => {
      await restored(to, bucket, { now: NOW, zone: ZONE });
      expect(await textOf(to)).toEqual(await textOf(db));
    });
  }));

test('P-03: a large partition whose sending breaks off is sent again, and one that cannot be sent fails the run', () =>
  withDatabase(async db => {
    await fillLargeDay(db);
    const bucket = await s3.bucket();
    const which = { operation: 'PutObject', key: 'archive/audit_event/' };
    s3.fail('CUT_REQUEST', which);
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    const before = await readInfo(bucket);

    await fillLargeDay(db);
    s3.fail('ERROR_503', { ...which, times: 1_000 });
    expect(await refusedRun(archived(db, bucket))).toMatchObject({ outcome: 'FAILED' });
    expect((await readInfo(bucket))?.info.run_id).toBe(before?.info.run_id);
    s3.heal();
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
    await withDatabase(async to => {
      await restored(to, bucket, { now: NOW, zone: ZONE });
      expect(await textOf(to)).toEqual(await textOf(db));
    });
  }));

/** Ends all sessions of the archive's role as soon as some of a body was read again. */
function losing(bucket: Bucket, db: TestDatabase): Bucket {
  const lose = () =>
    db.archive.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`,
    );
  return {
    ...bucket,
    create: (key, body, type) => {
      if (Buffer.isBuffer(body)) return bucket.create(key, body, type);
      async function* open(source: AsyncIterable<Buffer>) {
        for await (const piece of source) {
          await lose();
          yield piece;
        }
      }
      return bucket.create(key, { ...body, open: () => open(body.open()) }, type);
    },
  };
}

test('P-03: a large partition that cannot be read to its end while it is sent fails the run, and the next one makes up for it', () =>
  withDatabase(async db => {
    await fillLargeDay(db);
    const bucket = await s3.bucket();
    const withAnother = () => Promise.reject(new Error('too many connections'));
    const record = await refusedRun(archived(db, losing(bucket, db), { withAnother }));
    expect(record).toMatchObject({ outcome: 'FAILED' });
    expect(record.error).toBe('audit_event: the connection to the database was lost');
    expect(await readInfo(bucket)).toBeUndefined();
    expect(await archived(db, bucket)).toMatchObject({ outcome: 'SUCCEEDED' });
  }));

async function contentsOf(client: ClientBase, largest: number) {
  const contents: (PartitionContent & { readonly text: string })[] = [];
  for (const table of archivedTables) {
    const found: PartitionContent[] = [];
    await readPartitions(client, table, undefined, each => void found.push(each), largest);
    for (const each of found) {
      const bytes = bytesOf(client, table, each);
      const pieces: Buffer[] = [];
      if (Buffer.isBuffer(bytes)) pieces.push(bytes);
      else for await (const piece of bytes.open()) pieces.push(piece);
      contents.push({ ...each, text: Buffer.concat(pieces).toString() });
    }
  }
  return contents;
}

test('P-18: held or read twice, a partition is the same bytes', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 60, today: '2026-11-20', seed: 10 });
    const client = await db.archive.connect();
    try {
      await inSnapshot(client, async () => {
        const held = await contentsOf(client, LARGEST_HELD);
        expect(held.length).toBeGreaterThan(50);
        const twice = await contentsOf(client, 0);
        expect(twice.filter(({ body }) => body)).toEqual([]);
        expect(twice).toEqual(held.map(each => ({ ...each, body: undefined })));
        for (const { text, bytes, md5 } of twice) {
          expect(createHash('md5').update(text).digest('hex')).toBe(md5);
          expect(Buffer.byteLength(text)).toBe(bytes);
        }
      });
    } finally {
      client.release();
    }
  }));

test('rows in pieces come as fast as they are taken, and whoever stops leaves the connection as it was', () =>
  withDatabase(async db => {
    const client = await db.archive.connect();
    try {
      const rows = sql`select n, repeat('x', 1000) from generate_series(1, 20000) n`;
      let bytes = 0;
      let largest = 0;
      for await (const piece of copyInPieces(client, rows, row => row)) {
        bytes += piece.length;
        largest = Math.max(largest, piece.length);
        await new Promise(setImmediate);
      }
      // The numbers have 88,894 digits.
      expect(bytes).toBe(20_000 * 1_002 + 88_894);
      expect(largest).toBeLessThan(2 << 20);
      for await (const piece of copyInPieces(client, rows, row => row)) {
        expect(piece.toString('utf8', 0, 3)).toBe('1,x');
        break;
      }
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      const broken = copyInPieces(
        client,
        sql`select 1 / (900 - n) from generate_series(1, 1000) n`,
        row => row,
      );
      await expect(broken.next()).rejects.toMatchObject({ code: '22012' });
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    } finally {
      client.release();
    }
  }));
