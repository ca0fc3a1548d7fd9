import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { type BucketConfig } from '../../../services/s3/settings.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

let s3: TestS3;
let bucket: Bucket;
/** How far the server's clock is ahead of that which signs. */
let aheadMs = 0;

beforeAll(async () => {
  s3 = await startS3({ clock: () => new Date(Date.now() + aheadMs) });
});
beforeEach(async () => {
  aheadMs = 0;
  bucket = await s3.bucket();
  await bucket.write('exports/1/ngày 6.csv', Buffer.from('id\n1\n'), 'text/csv');
});
afterAll(() => s3.close());

const KEY = 'exports/1/ngày 6.csv';

/** S3's code, and the status. */
async function codeOf(answer: Response): Promise<[string | undefined, number]> {
  return [/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1], answer.status];
}

test('a download works without keys and carries the name to save it as', async () => {
  const link = await bucket.downloadLink(KEY, { seconds: 60, fileName: 'Khách "hàng".csv' });
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('id\n1\n');
  expect(answer.headers.get('content-type')).toBe('text/csv');
  expect(answer.headers.get('content-disposition')).toBe(
    'attachment; filename="Kh_ch _h_ng_.csv"; filename*=UTF-8\'\'Kh%C3%A1ch%20%22h%C3%A0ng%22.csv',
  );
});

test('an upload works without keys, with the content type that was signed and no other', async () => {
  const link = await bucket.uploadLink('data/uploads/1/Customer.csv', {
    seconds: 60,
    contentType: 'text/csv',
  });
  const put = (type: string): Promise<Response> =>
    fetch(link, { method: 'PUT', headers: { 'content-type': type }, body: 'customerid\n' });
  expect(await codeOf(await put('text/html'))).toEqual(['SignatureDoesNotMatch', 403]);
  expect(await bucket.head('data/uploads/1/Customer.csv')).toBeUndefined();
  expect((await put('text/csv')).status).toBe(200);
  expect((await bucket.read('data/uploads/1/Customer.csv'))?.body.toString()).toBe('customerid\n');
});

test('a link is for one method only', async () => {
  const download = await bucket.downloadLink(KEY, { seconds: 60 });
  for (const method of ['PUT', 'DELETE', 'HEAD', 'POST']) {
    const answer = await fetch(download, { method });
    expect(answer.status).toBe(403);
  }
  const upload = await bucket.uploadLink(KEY, { seconds: 60, contentType: 'text/csv' });
  expect(await codeOf(await fetch(upload))).toEqual(['SignatureDoesNotMatch', 403]);
  expect((await bucket.read(KEY))?.body.toString()).toBe('id\n1\n');
});

test.for([
  ['another key', (link: string) => link.replace('exports/1/', 'exports/2/')],
  ['more time', (link: string) => link.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')],
  ['a further parameter', (link: string) => `${link}&response-content-type=text%2Fhtml`],
  ['no signed host', (link: string) => link.replace('SignedHeaders=host', 'SignedHeaders=date')],
  ['a later date', (link: string) => link.replace(/(X-Amz-Date=\d+T\d+)\dZ/, '$1xZ')],
  [
    'another signature',
    (link: string) =>
      link.replace(/Signature=(.)/, (_, digit) => `Signature=${digit === '0' ? '1' : '0'}`),
  ],
] as const)('a link that was changed to have %s is refused', async ([, change]) => {
  const link = await bucket.downloadLink(KEY, { seconds: 60 });
  const changed = change(link);
  expect(changed).not.toBe(link);
  const answer = await fetch(changed);
  expect([400, 403]).toContain(answer.status);
  expect(await answer.text()).not.toContain('id\n');
});

test('a link ends with its time, by the clock of the server', async () => {
  const link = await bucket.downloadLink(KEY, { seconds: 60 });
  aheadMs = 50_000;
  expect((await fetch(link)).status).toBe(200);
  aheadMs = 62_000;
  expect(await codeOf(await fetch(link))).toEqual(['AccessDenied', 403]);
  aheadMs = -20 * 60_000;
  expect(await codeOf(await fetch(link))).toEqual(['AccessDenied', 403]);
});

test('a link may not be for more than seven days', async () => {
  const link = await bucket.downloadLink(KEY, { seconds: 60 });
  const longer = link.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801');
  expect(await codeOf(await fetch(longer))).toEqual(['AuthorizationQueryParametersError', 400]);
});

test('the keys, and the session token if there is one, must be the right ones', async () => {
  const attempt = async (
    wrong: Partial<NonNullable<BucketConfig['credentials']>>,
  ): Promise<unknown> => {
    const keys = { accessKeyId: 'local', secretAccessKey: 'local-secret-access-key', ...wrong };
    const other = createBucket({ ...s3.config(bucket.name), credentials: keys });
    const direct = await other.read(KEY).then(
      found => found?.body.toString(),
      (cause: { code: string }) => cause.code,
    );
    const link = await fetch(await other.downloadLink(KEY, { seconds: 60 }));
    return [direct, link.status === 200 ? await link.text() : (await codeOf(link))[0]];
  };
  expect(await attempt({})).toEqual(['id\n1\n', 'id\n1\n']);
  expect(await attempt({ sessionToken: 'local-session-token' })).toEqual(['id\n1\n', 'id\n1\n']);
  expect(await attempt({ accessKeyId: 'foreign' })).toEqual(Array(2).fill('InvalidAccessKeyId'));
  expect(await attempt({ secretAccessKey: 'x' })).toEqual(Array(2).fill('SignatureDoesNotMatch'));
  expect(await attempt({ sessionToken: 'other' })).toEqual(Array(2).fill('InvalidToken'));
});

test('without a signature nobody reads, lists or writes', async () => {
  const at = `${s3.url}/${bucket.name}`;
  for (const [method, address] of [
    ['GET', `${at}/${encodeURI(KEY)}`],
    ['GET', `${at}?list-type=2`],
    ['PUT', `${at}/new`],
    ['DELETE', `${at}/${encodeURI(KEY)}`],
    ['GET', `${s3.url}/`],
  ] as const) {
    expect(await codeOf(await fetch(address, { method }))).toEqual(['AccessDenied', 403]);
  }
});
