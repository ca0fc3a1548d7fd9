import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { BucketError } from '../../../services/s3/bucket-error.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterEach(() => s3.heal());
afterAll(() => s3.close());

const text = (content: string): Buffer => Buffer.from(content);
const md5 = (body: Buffer): string => createHash('md5').update(body).digest('hex');

async function keysOf(bucket: Bucket, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix)) keys.push(key);
  return keys;
}

describe('what is written once', () => {
  test('is read as it was, and never replaced', () =>
    s3.withBucket(async bucket => {
      expect(await bucket.create('a/b.csv', text('id\n1\n'), 'text/csv')).toBe('created');
      expect(await bucket.create('a/b.csv', text('other'), 'text/csv')).toBe('exists');
      expect(await bucket.read('a/b.csv')).toEqual({
        body: text('id\n1\n'),
        etag: md5(text('id\n1\n')),
      });
      expect(await bucket.head('a/b.csv')).toEqual({
        key: 'a/b.csv',
        bytes: 5,
        etag: md5(text('id\n1\n')),
        lastModified: expect.any(Date),
      });
    }));

  test('may be empty', () =>
    s3.withBucket(async bucket => {
      await bucket.create('empty', text(''), 'text/csv');
      expect(await bucket.read('empty')).toEqual({ body: text(''), etag: md5(text('')) });
      const opened = await bucket.open('empty');
      expect(opened?.bytes).toBe(0);
      expect(opened && (await buffer(opened.body))).toEqual(text(''));
    }));

  test('is created when the answer to the first attempt is lost', () =>
    s3.withBucket(async bucket => {
      s3.fail('STOP_BEFORE_STORING', { operation: 'PutObject' });
      expect(await bucket.create('k', text('v'), 'text/plain')).toBe('created');
      s3.fail('STOP_AFTER_STORING', { operation: 'PutObject' });
      expect(await bucket.create('l', text('v'), 'text/plain')).toBe('exists');
      expect((await bucket.read('l'))?.body).toEqual(text('v'));
    }));

  test('is created by exactly one of forty', () =>
    s3.withBucket(async bucket => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, at) => bucket.create('k', text(`by ${at}`), 'text/plain')),
      );
      expect(answers.filter(answer => answer === 'created')).toHaveLength(1);
      expect((await bucket.read('k'))?.body.toString()).toBe(`by ${answers.indexOf('created')}`);
    }));
});

describe('what is replaced', () => {
  test('is replaced by who knows what is there, and by nobody else', () =>
    s3.withBucket(async bucket => {
      const first = await bucket.replace('info', text('1'), 'application/json', undefined);
      expect(first).toEqual({ etag: md5(text('1')) });
      expect(await bucket.replace('info', text('2'), 'application/json', undefined)).toBe(
        'changed',
      );
      const second = await bucket.replace('info', text('2'), 'application/json', md5(text('1')));
      expect(second).toEqual({ etag: md5(text('2')) });
      expect(await bucket.replace('info', text('3'), 'application/json', md5(text('1')))).toBe(
        'changed',
      );
      expect((await bucket.read('info'))?.body).toEqual(text('2'));
    }));

  test('is not made anew where it was removed', () =>
    s3.withBucket(async bucket => {
      const etag = md5(text('gone'));
      expect(await bucket.replace('info', text('1'), 'application/json', etag)).toBe('changed');
      expect(await bucket.read('info')).toBeUndefined();
    }));

  test('knows its own work when the answer was lost', () =>
    s3.withBucket(async bucket => {
      await bucket.replace('info', text('1'), 'application/json', undefined);
      s3.fail('STOP_AFTER_STORING', { operation: 'PutObject' });
      expect(await bucket.replace('info', text('2'), 'application/json', md5(text('1')))).toEqual({
        etag: md5(text('2')),
      });
    }));

  test('is replaced by exactly one of forty', () =>
    s3.withBucket(async bucket => {
      await bucket.replace('info', text('start'), 'application/json', undefined);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          bucket.replace('info', text(`by ${at}`), 'application/json', md5(text('start'))),
        ),
      );
      const won = answers.flatMap((answer, at) => (answer === 'changed' ? [] : [at]));
      expect(won).toHaveLength(1);
      expect((await bucket.read('info'))?.body.toString()).toBe(`by ${won[0]}`);
    }));
});

describe('P-09: not there', () => {
  test('is an answer', () =>
    s3.withBucket(async bucket => {
      expect(await bucket.read('none')).toBeUndefined();
      expect(await bucket.open('none')).toBeUndefined();
      expect(await bucket.head('none')).toBeUndefined();
      expect(await keysOf(bucket)).toEqual([]);
    }));

  const asks: Readonly<Record<string, (bucket: Bucket) => Promise<unknown>>> = {
    read: bucket => bucket.read('k'),
    open: bucket => bucket.open('k'),
    head: bucket => bucket.head('k'),
    list: bucket => keysOf(bucket),
    create: bucket => bucket.create('k', text('v'), 'text/plain'),
    replace: bucket => bucket.replace('k', text('v'), 'text/plain', undefined),
    write: bucket => bucket.write('k', text('v'), 'text/plain'),
  };

  test.for(Object.entries(asks))('is never said of a bucket that is not there: %s', ([, ask]) =>
    expect(ask(createBucket(s3.config('no-such-bucket')))).rejects.toThrow(BucketError),
  );

  test.for(
    Object.entries(asks).flatMap(([name, ask]) =>
      (['DENY', 'ERROR_500', 'ERROR_503', 'REFUSE', 'SILENCE'] as const).map(
        fault => [name, fault, ask] as const,
      ),
    ),
  )('is never said when it cannot be known: %s, %s', async ([, fault, ask]) => {
    const bucket = await s3.bucket({ attempts: 2, timeoutMs: 150 });
    s3.fail(fault, { times: 100 });
    await expect(ask(bucket)).rejects.toThrow(BucketError);
  });

  test('an error names operation, key and code, and no secret', async () => {
    const bucket = await s3.bucket();
    s3.fail('DENY');
    const error: unknown = await bucket.read('a key').catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      message: 'GetObject of "a key" failed: AccessDenied (403)',
      operation: 'GetObject',
      key: 'a key',
      code: 'AccessDenied',
      status: 403,
    });
    expect(error).not.toHaveProperty('cause');
    const wrong = createBucket({
      ...s3.config(bucket.name),
      credentials: { accessKeyId: 'local', secretAccessKey: 'wrong' },
    });
    await expect(wrong.read('k')).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

describe('a body that breaks off', () => {
  test('is read again', () =>
    s3.withBucket(async bucket => {
      const body = Buffer.alloc(300_000, 'line\n');
      await bucket.create('k', body, 'text/csv');
      s3.fail('CUT_ANSWER', { operation: 'GetObject', times: 2 });
      expect((await bucket.read('k'))?.body.equals(body)).toBe(true);
      s3.fail('CUT_ANSWER', { operation: 'GetObject', times: 3 });
      await expect(bucket.read('k')).rejects.toThrow(BucketError);
    }));

  test('fails as a stream', () =>
    s3.withBucket(async bucket => {
      await bucket.create('k', Buffer.alloc(300_000, 'line\n'), 'text/csv');
      s3.fail('CUT_ANSWER', { operation: 'GetObject' });
      const opened = await bucket.open('k');
      await expect(opened && buffer(opened.body)).rejects.toThrow(BucketError);
    }));

  test('is sent again, and never stored by halves', () =>
    s3.withBucket(async bucket => {
      const body = Buffer.alloc(300_000, 'line\n');
      s3.fail('CUT_REQUEST', { operation: 'PutObject', times: 2 });
      s3.fail('DISK_FULL', { operation: 'PutObject', after: 0, times: 1 });
      expect(await bucket.create('k', body, 'text/csv')).toBe('created');
      expect((await bucket.read('k'))?.body.equals(body)).toBe(true);
    }));
});

describe('a stream', () => {
  /** Pieces of an odd size, so that parts do not end where pieces do. */
  async function* pieces(bytes: number): AsyncGenerator<Buffer> {
    const piece = Buffer.alloc(77_777, 'id,name\n');
    for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left);
  }

  test.for([0, 1, 8 * 2 ** 20, 20_000_001])('of %s bytes is written and read', bytes =>
    s3.withBucket(async bucket => {
      await bucket.write('export.csv', pieces(bytes), 'text/csv');
      const opened = await bucket.open('export.csv');
      expect(opened?.bytes).toBe(bytes);
      const expected = await buffer(pieces(bytes));
      expect(opened && (await buffer(opened.body)).equals(expected)).toBe(true);
    }),
  );

  test('that fails leaves what was there, no part of itself, and its own error', () =>
    s3.withBucket(async bucket => {
      await bucket.write('export.csv', text('old'), 'text/csv');
      async function* failing(): AsyncGenerator<Buffer> {
        yield* pieces(12_000_000);
        throw new RangeError('the source failed');
      }
      s3.requests();
      await expect(bucket.write('export.csv', failing(), 'text/csv')).rejects.toThrow(
        new RangeError('the source failed'),
      );
      expect(s3.requests().map(({ operation }) => operation)).toContain('AbortMultipartUpload');
      expect((await bucket.read('export.csv'))?.body).toEqual(text('old'));
    }));

  test('is written although parts have to be sent again', () =>
    s3.withBucket(async bucket => {
      s3.fail('CUT_REQUEST', { operation: 'UploadPart', times: 2 });
      s3.fail('ERROR_503', { operation: 'CreateMultipartUpload' });
      s3.fail('ERROR_500', { operation: 'CompleteMultipartUpload' });
      await bucket.write('export.csv', pieces(9_000_000), 'text/csv');
      expect((await bucket.head('export.csv'))?.bytes).toBe(9_000_000);
    }));

  test('that nobody reads to its end gives its connection back', () =>
    s3.withBucket(async bucket => {
      await bucket.write('k', Buffer.alloc(3_000_000), 'text/csv');
      // More than the client has connections.
      for (let round = 0; round < 60; round += 1) {
        const opened = await bucket.open('k');
        opened?.body.destroy();
      }
      expect(await bucket.head('k')).toBeDefined();
    }));
});

test('a list is in the order of keys, with odd ones and over several pages', () =>
  s3.withBucket(async bucket => {
    const odd = [
      'a',
      'a/b',
      'a/b/../c',
      'a b+c',
      'a&<b>"',
      'a\u0001',
      'ă',
      '😀',
      '\uffee',
      'a%2Fb',
    ];
    const many = Array.from({ length: 1_010 }, (_, at) => `many/${at}`);
    for (const key of odd) await bucket.write(key, text(key), 'text/plain');
    for (let at = 0; at < many.length; at += 40) {
      const some = many.slice(at, at + 40);
      await Promise.all(some.map(key => bucket.write(key, text(''), 'text/plain')));
    }
    const inOrder = [...odd, ...many].sort((a, b) => Buffer.from(a).compare(Buffer.from(b)));
    expect(await keysOf(bucket)).toEqual(inOrder);
    expect(await keysOf(bucket, 'a/')).toEqual(['a/b', 'a/b/../c']);
    for (const key of odd) expect((await bucket.read(key))?.body.toString()).toBe(key);
  }));
