import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { clientConfig } from '../../../services/s3/settings.ts';
import { chance } from '../../support/random.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// The machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
let bucket: Bucket;
let lines: string[] = [];

beforeAll(async () => {
  s3 = await startS3({ log: line => void lines.push(line) });
});
beforeEach(async () => {
  bucket = await s3.bucket();
  lines = [];
});
afterAll(() => s3.close());

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
const code = (document: string): string | undefined => /<Code>(\w+)<\/Code>/.exec(document)?.[1];

describe('a body that is not what its sender said', () => {
  async function upload(headers: Record<string, string>): Promise<string | undefined> {
    const link = await bucket.uploadLink('k', { seconds: 60, contentType: 'text/csv' });
    const answer = await fetch(link, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv', ...headers },
      body: 'value',
    });
    return answer.status === 200 ? 'stored' : code(await answer.text());
  }

  test('is refused by its MD5 and stored with the right one', async () => {
    expect(await upload({ 'content-md5': 'CY9rzUYh03PK3k6DJie09g==' })).toBe('BadDigest');
    expect(await upload({ 'content-md5': 'short' })).toBe('InvalidDigest');
    expect(await bucket.head('k')).toBeUndefined();
    expect(await upload({ 'content-md5': md5('value') })).toBe('stored');
  });

  /** A client that changes its requests: `signed` before they are signed, `sent` after. */
  function changing(step: 'signed' | 'sent', change: (request: ChangedRequest) => void): S3Client {
    const client = new S3Client({
      ...clientConfig({ ...s3.config(bucket.name), attempts: 1 }),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const changed = <Arguments extends { request: unknown }>(args: Arguments): Arguments => {
      change(args.request as ChangedRequest);
      return args;
    };
    if (step === 'sent') {
      client.middlewareStack.add(next => args => next(changed(args)), {
        step: 'finalizeRequest',
        priority: 'low',
      });
    } else {
      client.middlewareStack.add(next => args => next(changed(args)), {
        step: 'build',
        priority: 'low',
      });
    }
    return client;
  }
  interface ChangedRequest {
    headers: Record<string, string>;
    body: unknown;
  }
  const put = (client: S3Client, Body: Buffer | Readable, more: object = {}): Promise<unknown> =>
    client.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'k', Body, ...more }));

  test.for(['CRC32', 'SHA1', 'SHA256'] as const)(
    'is refused by its checksum %s',
    async ChecksumAlgorithm => {
      const name = `x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`;
      const client = changing('signed', request => {
        expect(request.headers[name]).toBeDefined();
        request.headers[name] = Buffer.from(request.headers[name] ?? '', 'base64')
          .reverse()
          .toString('base64');
      });
      const body = Buffer.from('value');
      await expect(put(client, body, { ChecksumAlgorithm })).rejects.toMatchObject({
        name: 'BadDigest',
      });
      expect(await bucket.head('k')).toBeUndefined();
      const honest = changing('signed', () => {});
      await put(honest, body, { ChecksumAlgorithm });
      expect((await bucket.read('k'))?.body).toEqual(body);
    },
  );

  test('is refused by the checksum behind a stream', async () => {
    const flip = (): Transform =>
      new Transform({
        transform(piece: Buffer, _, done) {
          done(null, Buffer.from(piece.toString('latin1').replace('value', 'valve'), 'latin1'));
        },
      });
    const body = (): Readable => Readable.from([Buffer.from('a value')], { objectMode: false });
    const client = changing('sent', request => {
      if (request.body instanceof Readable) request.body = request.body.pipe(flip());
    });
    await expect(put(client, body(), { ContentLength: 7 })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    expect(await bucket.head('k')).toBeUndefined();
    const honest = changing('sent', () => {});
    await put(honest, body(), { ContentLength: 7 });
    expect((await bucket.read('k'))?.body.toString()).toBe('a value');
  });

  test('is refused by the hash that was signed', async () => {
    // Over HTTP a body that is at hand is signed with its hash.
    const client = changing('sent', request => {
      expect(request.headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
      request.body = Buffer.from('other');
    });
    const answer = put(client, Buffer.from('value'));
    await expect(answer).rejects.toMatchObject({ name: 'XAmzContentSHA256Mismatch' });
    expect(await bucket.head('k')).toBeUndefined();
  });

  test('a header of S3 that was added after signing is refused', async () => {
    const client = changing('sent', request => {
      request.headers['x-amz-meta-added'] = 'later';
    });
    await expect(put(client, Buffer.from('value'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test.for([
    ['x-amz-acl', 'public-read'],
    ['x-amz-tagging', 'a=b'],
    ['x-amz-server-side-encryption', 'aws:kms'],
    ['x-amz-storage-class', 'GLACIER'],
    ['x-amz-checksum-crc32c', 'AAAAAA=='],
  ])('what %s asks for is refused by its name rather than left out', async ([name = '', value]) => {
    const client = changing('signed', request => {
      delete request.headers['x-amz-checksum-crc32'];
      request.headers[name] = value ?? '';
    });
    await expect(put(client, Buffer.from('value'))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining(name.replace('x-amz-checksum-', '')),
    });
  });
});

describe('what is not S3', () => {
  /** Sends bytes as they are, and gives what came back before the server ended the connection, or we do after a while. */
  async function raw(bytes: Buffer, { endAfterMs }: { endAfterMs?: number } = {}): Promise<string> {
    const { hostname, port } = new URL(s3.url);
    const socket = connect(Number(port), hostname);
    const heard: Buffer[] = [];
    socket.on('data', data => heard.push(data));
    socket.on('error', () => {});
    socket.write(bytes);
    const timer = endAfterMs === undefined ? undefined : setTimeout(() => socket.end(), endAfterMs);
    await new Promise(resolve => socket.once('close', resolve));
    clearTimeout(timer);
    return Buffer.concat(heard).toString('latin1');
  }

  async function validPut(body: string): Promise<string> {
    const link = new URL(await bucket.uploadLink('k', { seconds: 60, contentType: 'text/csv' }));
    return [
      `PUT ${link.pathname}${link.search} HTTP/1.1`,
      `host: ${link.host}`,
      'content-type: text/csv',
      'connection: close',
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  }

  test('a request that was changed at random is answered or cut off, and never taken for another', async () => {
    const random = chance(29);
    const body = 'the body that was signed for';
    const changed = async (): Promise<Buffer> => {
      const request = Buffer.from(await validPut(body), 'latin1');
      const headEnd = request.indexOf('\r\n\r\n');
      for (let times = random.between(1, 3); times > 0; times -= 1) {
        request[random.between(0, headEnd - 1)] = random.between(0, 255);
      }
      const end = random.likely(20) ? random.between(1, request.length) : request.length;
      return request.subarray(0, end);
    };
    for (let round = 1; round <= 15; round += 1) {
      const requests = await Promise.all(Array.from({ length: 10 }, changed));
      await Promise.all(requests.map(request => raw(request, { endAfterMs: 100 })));
    }
    // What was stored, if anything, has the key that was signed; a shorter length may have been said.
    for await (const { key, bytes } of bucket.list('')) {
      expect(key).toBe('k');
      expect(bytes).toBeLessThanOrEqual(body.length);
    }
    expect(lines).toEqual([]);
    expect(await raw(Buffer.from(await validPut(body)))).toMatch(/^HTTP\/1\.1 200 /);
    expect((await bucket.read('k'))?.body.toString()).toBe(body);
  });

  test('a body that ends early stores nothing', async () => {
    const request = await validPut('the whole body');
    for (const missing of [1, 5, 14]) {
      await raw(Buffer.from(request.slice(0, -missing)), { endAfterMs: 50 });
      expect(await bucket.head('k')).toBeUndefined();
    }
    expect(lines).toEqual([]);
  });

  test.for([
    ['GET', '/%', 400, 'InvalidURI'],
    ['GET', '/%ff', 400, 'InvalidURI'],
    ['GET', '/bucket/%E0%A4', 400, 'InvalidURI'],
    ['GET', `/bucket/${'x'.repeat(1_025)}`, 400, 'KeyTooLongError'],
    ['GET', '/', 403, 'AccessDenied'],
    ['PATCH', '/bucket/k', 403, 'AccessDenied'],
    ['GET', '/bucket/k?Signature=x&AWSAccessKeyId=local&Expires=1', 501, 'NotImplemented'],
    ['GET', '/bucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256', 400, 'AuthorizationQueryParametersError'],
    ['GET', '/bucket/k?X-Amz-Signature=', 400, 'AuthorizationQueryParametersError'],
  ] as const)('%s %s is answered %s %s', async ([method, path, status, expected]) => {
    const { host } = new URL(s3.url);
    const answer = await raw(
      Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`),
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(code(answer)).toBe(expected);
    expect(lines).toEqual([]);
  });

  test('an unknown Authorization is refused, and a foreign host is not served', async () => {
    const at = `${s3.url}/${bucket.name}/k`;
    for (const [authorization, expected] of [
      ['Bearer token', 'InvalidArgument'],
      ['AWS4-HMAC-SHA256', 'AuthorizationHeaderMalformed'],
      ['AWS4-HMAC-SHA256 Credential=a/b/c', 'AuthorizationHeaderMalformed'],
    ] as const) {
      const answer = await fetch(at, { headers: { authorization } });
      expect(code(await answer.text())).toBe(expected);
    }
    const foreign = await raw(
      Buffer.from('GET /b/k HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n\r\n'),
    );
    expect(foreign).toMatch(/^HTTP\/1\.1 421 /);
  });
});
