import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStack, type Stack, type StackOptions } from '../../../local/stack.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { createBucket } from '../../../services/s3/client.ts';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'meetassist-stack-s3-'));
  chmodSync(parent, 0o755);
});
afterAll(() => rmSync(parent, { recursive: true }));

/** A stack is started up to three times in a test, on a machine that may be busy. */
const PATIENCE_MS = 180_000;

async function withStack<T>(
  name: string,
  options: Partial<StackOptions>,
  use: (stack: Stack) => Promise<T>,
): Promise<T> {
  const stack = await startStack({
    port: 0,
    dataDir: path.join(parent, name),
    demo: 'none',
    reset: false,
    durable: false,
    log: () => {},
    ...options,
  });
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
}

function bucketOf({ s3 }: Stack): Bucket {
  const { bucket: name, url: endpoint, credentials } = s3;
  return createBucket({ name, region: 'ap-southeast-1', endpoint, credentials });
}

test('objects outlive a restart, and a reset removes them', { timeout: PATIENCE_MS }, async () => {
  const body = Buffer.from('id\n1\n');
  await withStack('kept', {}, stack => bucketOf(stack).create('archive/x.csv', body, 'text/csv'));
  await withStack('kept', {}, async stack => {
    expect((await bucketOf(stack).read('archive/x.csv'))?.body).toEqual(body);
  });
  await withStack('kept', { reset: true }, async stack => {
    expect(await bucketOf(stack).read('archive/x.csv')).toBeUndefined();
  });
});

test(
  'clients whose clock is not that of the stack find out its time by themselves',
  { timeout: PATIENCE_MS },
  () =>
    withStack('later', { now: new Date('2031-03-01T08:30:00+07:00') }, async stack => {
      const bucket = bucketOf(stack);
      expect(await bucket.create('a', Buffer.from('a'), 'text/plain')).toBe('created');
      expect((await bucket.head('a'))?.lastModified.toISOString()).toMatch(/^2031-03-01T01:3/);
    }),
);

test(
  'pages of the stack may upload by links, pages of others may not',
  { timeout: PATIENCE_MS },
  () =>
    withStack('pages', {}, async stack => {
      const link = await bucketOf(stack).uploadLink('data/uploads/1/Customer.csv', {
        seconds: 60,
        contentType: 'text/csv',
      });
      const preflight = (origin: string): Promise<Response> =>
        fetch(link, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'PUT',
            'access-control-request-headers': 'content-type',
          },
        });
      for (const url of [stack.url, stack.url.replace('127.0.0.1', 'localhost')]) {
        const { origin } = new URL(url);
        const allowed = await preflight(origin);
        expect(allowed.status).toBe(200);
        expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
        expect(allowed.headers.get('access-control-allow-methods')).toContain('PUT');
        expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
      }
      const foreign = await preflight('http://example.com');
      expect(foreign.status).toBe(403);
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();

      const { origin } = new URL(stack.url);
      const put = await fetch(link, {
        method: 'PUT',
        headers: { origin, 'content-type': 'text/csv' },
        body: 'customerid\n',
      });
      expect(put.status).toBe(200);
      expect(put.headers.get('access-control-allow-origin')).toBe(origin);
      expect(put.headers.get('access-control-expose-headers')).toContain('ETag');
      expect((await bucketOf(stack).head('data/uploads/1/Customer.csv'))?.bytes).toBe(11);
    }),
);
