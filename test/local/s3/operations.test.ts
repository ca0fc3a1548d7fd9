import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientConfig } from '../../../services/s3/settings.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

const NOW = new Date('2026-11-20T02:30:15.678Z');
const MiB = 2 ** 20;

let s3: TestS3;
let client: S3Client;
let Bucket: string;
let created: { key: string; cause: string; bytes: number; etag: string }[] = [];

beforeAll(async () => {
  s3 = await startS3({
    clock: () => NOW,
    onObjectCreated: (_, key, { cause, bytes, etag }) => {
      created.push({ key, cause, bytes, etag });
    },
  });
});
beforeEach(async () => {
  Bucket = (await s3.bucket()).name;
  client = new S3Client(clientConfig(s3.config(Bucket)));
  created = [];
});
afterAll(() => s3.close());

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const etag = (text: string): string => `"${md5(text)}"`;
const put = (Key: string, Body: string, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body), ...more }));
const get = (Key: string, more: object = {}) =>
  client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const textOf = async (Key: string, more: object = {}): Promise<string | undefined> =>
  (await get(Key, more)).Body?.transformToString();

/** What S3 called it, and its status. */
async function refusal(answer: Promise<unknown>): Promise<[string, number | undefined]> {
  const cause: unknown = await answer.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(cause instanceof S3ServiceException)) throw cause;
  return [cause.name, cause.$metadata.httpStatusCode];
}

describe('an object', () => {
  test('is given back with everything that was said of it', async () => {
    const facts = {
      ContentType: 'text/csv; charset=utf-8',
      ContentDisposition: 'attachment; filename="a.csv"',
      ContentEncoding: 'identity',
      ContentLanguage: 'vi',
      CacheControl: 'max-age=5',
      Metadata: { rows: '12', 'made-by': 'a test' },
    };
    expect(await put('a.csv', 'id\n', facts)).toMatchObject({ ETag: etag('id\n') });
    const expected = {
      ...facts,
      ContentLength: 3,
      ETag: etag('id\n'),
      LastModified: new Date('2026-11-20T02:30:15Z'),
      AcceptRanges: 'bytes',
    };
    expect(await get('a.csv')).toMatchObject(expected);
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'a.csv' }))).toMatchObject(
      expected,
    );
  });

  test('may have any key that S3 takes, also one that is the beginning of another', async () => {
    const keys = [
      'a',
      'a/b',
      'a/',
      'a//b',
      '/a',
      '../../etc/passwd',
      'a/./b',
      '..',
      ' ',
      '%2e%2e',
      'a+b c',
      'tháng ba/ngày 6.csv',
      '😀'.repeat(255),
      `${'long/'.repeat(204)}name`,
      '!\'()*~-_.$&,:;=@?#[]{}|\\^`<>"',
      'line\nbreak\ttab\u007f',
    ];
    for (const key of keys) await put(key, `this is ${key}`);
    for (const key of keys) expect(await textOf(key)).toBe(`this is ${key}`);
    expect(await refusal(put('x'.repeat(1_025), ''))).toEqual(['KeyTooLongError', 400]);
  });

  test.for([
    ['bytes=2-4', '234', 'bytes 2-4/10', 206],
    ['bytes=7-', '789', 'bytes 7-9/10', 206],
    ['bytes=-3', '789', 'bytes 7-9/10', 206],
    ['bytes=-99', '0123456789', 'bytes 0-9/10', 206],
    ['bytes=8-99', '89', 'bytes 8-9/10', 206],
    ['bytes=0-0', '0', 'bytes 0-0/10', 206],
    ['bytes=5-2', '0123456789', undefined, 200],
    ['lines=1-2', '0123456789', undefined, 200],
  ] as const)('is read in the range %s', async ([Range, text, ContentRange, status]) => {
    await put('k', '0123456789');
    const answer = await get('k', { Range });
    expect(answer.$metadata.httpStatusCode).toBe(status);
    expect(answer.ContentRange).toBe(ContentRange);
    expect(answer.ContentLength).toBe(text.length);
    expect(await answer.Body?.transformToString()).toBe(text);
  });

  test('has no range behind its end', async () => {
    await put('k', '0123456789');
    await put('empty', '');
    expect(await refusal(get('k', { Range: 'bytes=10-' }))).toEqual(['InvalidRange', 416]);
    expect(await refusal(get('k', { Range: 'bytes=-0' }))).toEqual(['InvalidRange', 416]);
    expect(await refusal(get('empty', { Range: 'bytes=0-0' }))).toEqual(['InvalidRange', 416]);
    expect(await refusal(get('k', { Range: 'bytes=0-1,3-4' }))).toEqual(['NotImplemented', 501]);
  });

  const before = new Date('2026-11-20T02:30:14Z');
  const then = new Date('2026-11-20T02:30:15Z');
  test.for([
    [{ IfMatch: etag('v') }, 200],
    [{ IfMatch: md5('v') }, 200],
    [{ IfMatch: '*' }, 200],
    [{ IfMatch: etag('w') }, 412],
    [{ IfNoneMatch: etag('w') }, 200],
    [{ IfNoneMatch: etag('v') }, 304],
    [{ IfNoneMatch: '*' }, 304],
    [{ IfModifiedSince: before }, 200],
    [{ IfModifiedSince: then }, 304],
    [{ IfUnmodifiedSince: then }, 200],
    [{ IfUnmodifiedSince: before }, 412],
    [{ IfMatch: etag('v'), IfUnmodifiedSince: before }, 200],
    [{ IfNoneMatch: etag('w'), IfModifiedSince: then }, 200],
  ] as const)('read under the condition %j is answered %s', async ([condition, status]) => {
    await put('k', 'v');
    const answered = (answer: Promise<{ $metadata: { httpStatusCode?: number } }>) =>
      answer.then(
        ({ $metadata }) => $metadata.httpStatusCode,
        (cause: S3ServiceException) => cause.$metadata.httpStatusCode,
      );
    expect(await answered(get('k', condition))).toBe(status);
    const command = new HeadObjectCommand({ Bucket, Key: 'k', ...condition });
    expect(await answered(client.send(command))).toBe(status);
  });

  test.for([
    ['there', { IfNoneMatch: '*' }, ['PreconditionFailed', 412]],
    ['there', { IfMatch: etag('w') }, ['PreconditionFailed', 412]],
    ['there', { IfMatch: etag('v') }, 'stored'],
    ['absent', { IfNoneMatch: '*' }, 'stored'],
    ['absent', { IfMatch: etag('v') }, ['NoSuchKey', 404]],
    ['there', { IfNoneMatch: etag('v') }, ['NotImplemented', 501]],
  ] as const)('%s, written under the condition %j, is %j', async ([key, condition, expected]) => {
    await put('there', 'v');
    if (expected === 'stored') {
      await put(key, 'new', condition);
      expect(await textOf(key)).toBe('new');
    } else {
      expect(await refusal(put(key, 'new', condition))).toEqual(expected);
      expect(await textOf('there')).toBe('v');
      expect(created).toHaveLength(1);
    }
  });

  test('is removed once, and again without an error', async () => {
    await put('k', 'v');
    const remove = (more: object = {}) =>
      client.send(new DeleteObjectCommand({ Bucket, Key: 'k', ...more }));
    expect(await refusal(remove({ IfMatch: etag('w') }))).toEqual(['PreconditionFailed', 412]);
    await remove();
    await remove();
    expect(await refusal(get('k'))).toEqual(['NoSuchKey', 404]);
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'k' })))).toEqual([
      'NotFound',
      404,
    ]);
  });

  test('many are removed at once, also those whose keys XML must escape', async () => {
    const keys = ['a', 'a&b', '<c>', 'd\'"', 'ngày'];
    for (const key of [...keys, 'stays']) await put(key, '');
    const answer = await client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [...keys, 'absent'].map(Key => ({ Key })) },
      }),
    );
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'absent']);
    const left = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(left.Contents?.map(({ Key }) => Key)).toEqual(['stays']);
  });
});

describe('a copy', () => {
  test('has the bytes and facts of its source, or new facts', async () => {
    const other = (await s3.bucket()).name;
    await put('ngày 6.csv', 'v', { ContentType: 'text/csv', Metadata: { rows: '1' } });
    const CopySource = `${Bucket}/${encodeURIComponent('ngày 6.csv')}`;
    const copy = (more: object) =>
      client.send(new CopyObjectCommand({ Bucket: other, Key: 'copy', CopySource, ...more }));
    const answer = await copy({});
    expect(answer.CopyObjectResult?.ETag).toBe(etag('v'));
    const head = () => client.send(new HeadObjectCommand({ Bucket: other, Key: 'copy' }));
    expect(await head()).toMatchObject({ ContentType: 'text/csv', Metadata: { rows: '1' } });
    await copy({ MetadataDirective: 'REPLACE', ContentType: 'text/plain' });
    expect(await head()).toMatchObject({ ContentType: 'text/plain', Metadata: {} });
    expect(await refusal(copy({ CopySourceIfMatch: etag('w') }))).toEqual([
      'PreconditionFailed',
      412,
    ]);
    expect(await refusal(copy({ CopySource: `${Bucket}/absent` }))).toEqual(['NoSuchKey', 404]);
    expect(await refusal(copy({ CopySource: 'absent/k' }))).toEqual(['NoSuchBucket', 404]);
    expect(created.map(({ key, cause }) => [key, cause])).toEqual([
      ['ngày 6.csv', 'Put'],
      ['copy', 'Copy'],
      ['copy', 'Copy'],
    ]);
  });
});

describe('an upload in parts', () => {
  const begin = async (): Promise<{
    Bucket: string;
    Key: string;
    UploadId: string | undefined;
  }> => {
    const command = new CreateMultipartUploadCommand({
      Bucket,
      Key: 'big',
      ContentType: 'text/csv',
    });
    return { Bucket, Key: 'big', UploadId: (await client.send(command)).UploadId };
  };
  type Upload = Awaited<ReturnType<typeof begin>>;
  const part = async (upload: Upload, PartNumber: number, Body: Buffer) => {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (upload: Upload, Parts: object[], more: object = {}) =>
    client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }),
    );

  test('is there when it is completed, not before, with the parts in their order', async () => {
    const upload = await begin();
    const second = await part(upload, 2, Buffer.from('end'));
    await part(upload, 1, Buffer.alloc(5 * MiB, 'x'));
    const first = await part(upload, 1, Buffer.alloc(5 * MiB, 'a'));
    expect(await refusal(get('big'))).toEqual(['NoSuchKey', 404]);
    expect(created).toEqual([]);
    const { ETag } = await complete(upload, [first, second]);
    const parts = [Buffer.alloc(5 * MiB, 'a'), Buffer.from('end')];
    const digests = parts.map(each => createHash('md5').update(each).digest());
    const joined = `${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2`;
    expect(ETag).toBe(`"${joined}"`);
    const answer = await get('big');
    expect(answer).toMatchObject({ ETag, ContentType: 'text/csv', ContentLength: 5 * MiB + 3 });
    const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(Buffer.concat(parts))).toBe(true);
    expect(created).toEqual([
      { key: 'big', cause: 'CompleteMultipartUpload', bytes: 5 * MiB + 3, etag: joined },
    ]);
    expect(await refusal(complete(upload, [first, second]))).toEqual(['NoSuchUpload', 404]);
  });

  test('is refused with parts that are wrong, and can then still be completed', async () => {
    const upload = await begin();
    const small = await part(upload, 1, Buffer.from('small'));
    const last = await part(upload, 3, Buffer.from('last'));
    const refused = (parts: object[]) => refusal(complete(upload, parts));
    expect(await refused([last, small])).toEqual(['InvalidPartOrder', 400]);
    expect(await refused([small, small])).toEqual(['InvalidPartOrder', 400]);
    expect(await refused([small, last])).toEqual(['EntityTooSmall', 400]);
    expect(await refused([{ PartNumber: 2, ETag: last.ETag }])).toEqual(['InvalidPart', 400]);
    expect(await refused([{ ...last, ETag: small.ETag }])).toEqual(['InvalidPart', 400]);
    expect(await refused([])).toEqual(['MalformedXML', 400]);
    expect(await refusal(part(upload, 0, Buffer.alloc(1)))).toEqual(['InvalidArgument', 400]);
    expect(await refusal(part(upload, 10_001, Buffer.alloc(1)))).toEqual(['InvalidArgument', 400]);
    await complete(upload, [last]);
    expect(await textOf('big')).toBe('last');
  });

  test('obeys conditions when it is completed', async () => {
    await put('big', 'first');
    const upload = await begin();
    const parts = [await part(upload, 1, Buffer.from('second'))];
    const refused = refusal(complete(upload, parts, { IfNoneMatch: '*' }));
    expect(await refused).toEqual(['PreconditionFailed', 412]);
    expect(await textOf('big')).toBe('first');
    await complete(upload, parts, { IfMatch: etag('first') });
    expect(await textOf('big')).toBe('second');
  });

  test('that is given up is gone', async () => {
    const upload = await begin();
    await part(upload, 1, Buffer.from('part'));
    await client.send(new AbortMultipartUploadCommand(upload));
    expect(await refusal(part(upload, 2, Buffer.from('part')))).toEqual(['NoSuchUpload', 404]);
    const elsewhere = { ...(await begin()), Key: 'other' };
    expect(await refusal(part(elsewhere, 1, Buffer.from('part')))).toEqual(['NoSuchUpload', 404]);
  });
});

describe('the bucket', () => {
  test('is there, or is not', async () => {
    await client.send(new HeadBucketCommand({ Bucket }));
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBe('ap-southeast-1');
    const absent = client.send(new HeadBucketCommand({ Bucket: 'absent' }));
    expect(await refusal(absent)).toEqual(['NotFound', 404]);
    const list = client.send(new ListObjectsV2Command({ Bucket: 'absent' }));
    expect(await refusal(list)).toEqual(['NoSuchBucket', 404]);
  });
});
