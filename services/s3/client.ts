import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { checkedBody, watched } from './body.ts';
import { BucketError, bucketError, codeOf, statusOf } from './bucket-error.ts';
import { type Bucket, type RereadBytes, type StoredObject } from './bucket.ts';
import { isPassing, sendReread, SourceFailed } from './send-reread.ts';
import { type BucketConfig, clientConfig } from './settings.ts';

/** How often a body is read that breaks off, and a write is sent that met another one. */
const ROUNDS = 3;
/** A stream is sent in parts of this size, two at a time: what a write holds in memory. */
const PART_BYTES = 8 * 2 ** 20;

/** The bucket over the AWS SDK. Opens connections when they are first needed; nothing has to be closed. */
export function createBucket(config: BucketConfig): Bucket {
  const { name } = config;
  const client = new S3Client(clientConfig(config));

  async function open(key: string): ReturnType<Bucket['open']> {
    try {
      const command = new GetObjectCommand({ Bucket: name, Key: key });
      const { Body, ContentLength, ETag } = await client.send(command);
      const bytes = present(ContentLength, 'GetObject', key);
      const etag = unquoted(present(ETag, 'GetObject', key));
      return { body: checkedBody(Body, key, bytes), bytes, etag };
    } catch (cause) {
      if (codeOf(cause) === 'NoSuchKey') return undefined;
      throw bucketError('GetObject', key, cause);
    }
  }

  async function read(key: string): ReturnType<Bucket['read']> {
    for (let round = 1; ; round += 1) {
      const opened = await open(key);
      if (!opened) return undefined;
      try {
        return { body: await collected(opened.body), etag: opened.etag };
      } catch (cause) {
        if (round === ROUNDS) throw bucketError('GetObject', key, cause);
      }
    }
  }

  /** Undefined: what is there does not meet the condition. */
  async function put(
    key: string,
    body: Buffer | RereadBytes,
    options: Pick<PutObjectCommandInput, 'ContentType' | 'IfMatch' | 'IfNoneMatch'>,
  ): Promise<string | undefined> {
    const params = { Bucket: name, Key: key, ...options };
    for (let round = 1; ; round += 1) {
      try {
        const { ETag } = await (Buffer.isBuffer(body)
          ? client.send(new PutObjectCommand({ ...params, Body: body, ContentMD5: md5Of(body) }))
          : sendReread(plainClient(), params, body));
        return unquoted(present(ETag, 'PutObject', key));
      } catch (cause) {
        if (cause instanceof SourceFailed) throw cause.cause;
        const isRefused = codeOf(cause) === 'PreconditionFailed';
        const isGone = options.IfMatch !== undefined && codeOf(cause) === 'NoSuchKey';
        if (isRefused || isGone) return undefined;
        // Two writes met; which of them counts is known when it is asked again.
        const met = codeOf(cause) === 'ConditionalRequestConflict';
        // The SDK repeats only what it can hold.
        const isBroken = !Buffer.isBuffer(body) && isPassing(cause);
        if (!(met || isBroken) || round === ROUNDS) throw bucketError('PutObject', key, cause);
      }
    }
  }

  async function head(key: string): Promise<StoredObject | undefined> {
    try {
      const answer = await client.send(new HeadObjectCommand({ Bucket: name, Key: key }));
      return {
        key,
        bytes: present(answer.ContentLength, 'HeadObject', key),
        etag: unquoted(present(answer.ETag, 'HeadObject', key)),
        lastModified: present(answer.LastModified, 'HeadObject', key),
      };
    } catch (cause) {
      if (statusOf(cause) !== 404) throw bucketError('HeadObject', key, cause);
    }
    // The answer to HEAD has no body to say whether the object or the bucket is not there.
    try {
      await client.send(new HeadBucketCommand({ Bucket: name }));
      return undefined;
    } catch (cause) {
      throw bucketError('HeadBucket', name, cause);
    }
  }

  async function* list(prefix: string): AsyncGenerator<StoredObject> {
    for (let token: string | undefined; ;) {
      const command = new ListObjectsV2Command({
        Bucket: name,
        Prefix: prefix,
        // Keys may hold what XML cannot say.
        EncodingType: 'url',
        ContinuationToken: token,
      });
      const page = await client.send(command).catch((cause: unknown) => {
        throw bucketError('ListObjectsV2', prefix, cause);
      });
      for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
        yield {
          key: decodeURIComponent(present(Key, 'ListObjectsV2', prefix).replaceAll('+', ' ')),
          bytes: present(Size, 'ListObjectsV2', prefix),
          etag: unquoted(present(ETag, 'ListObjectsV2', prefix)),
          lastModified: present(LastModified, 'ListObjectsV2', prefix),
        };
      }
      if (!page.IsTruncated) return;
      token = present(page.NextContinuationToken, 'ListObjectsV2', prefix);
    }
  }

  async function writeStream(
    key: string,
    source: AsyncIterable<Buffer>,
    contentType: string,
  ): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const { pieces, failure } = watched(source);
    try {
      await new Upload({
        client,
        params: { Bucket: name, Key: key, Body: pieces, ContentType: contentType },
        partSize: PART_BYTES,
        queueSize: 2,
      }).done();
    } catch (cause) {
      const ofSource = failure();
      throw ofSource ? ofSource.cause : bucketError('PutObject', key, cause);
    } finally {
      pieces.destroy();
    }
  }

  let plain: S3Client | undefined;
  /** For links, which carry no checksum of a body that does not exist yet, and bodies that are sent as they come. */
  const plainClient = (): S3Client =>
    (plain ??= new S3Client({
      ...clientConfig(config, { isBodyLong: true }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }));

  return {
    name,
    read,
    open,
    head,
    list,
    async create(key, body, contentType) {
      const options = { ContentType: contentType, IfNoneMatch: '*' };
      return (await put(key, body, options)) === undefined ? 'exists' : 'created';
    },
    async replace(key, body, contentType, etag) {
      const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${etag}"` };
      const written = await put(key, body, { ContentType: contentType, ...condition });
      if (written !== undefined) return { etag: written };
      // The first answer may have been lost, and the request sent again have met its own work.
      const there = await read(key);
      return there?.body.equals(body) ? { etag: there.etag } : 'changed';
    },
    async write(key, body, contentType) {
      if (Buffer.isBuffer(body) || 'open' in body)
        await put(key, body, { ContentType: contentType });
      else await writeStream(key, body, contentType);
    },
    async downloadLink(key, { seconds, fileName }) {
      const { downloadAddress } = await import('./links.ts');
      const command = new GetObjectCommand({
        Bucket: name,
        Key: key,
        ...(fileName !== undefined && { ResponseContentDisposition: disposition(fileName) }),
      });
      return downloadAddress(plainClient(), command, seconds);
    },
    async uploadLink(key, { seconds, contentType }) {
      const { uploadAddress } = await import('./links.ts');
      const command = new PutObjectCommand({ Bucket: name, Key: key, ContentType: contentType });
      return uploadAddress(plainClient(), command, seconds);
    },
  };
}

async function collected(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What S3 always says. */
function present<T>(value: T | undefined, operation: string, key: string): T {
  if (value === undefined) throw new BucketError(operation, key, 'IncompleteAnswer');
  return value;
}

function md5Of(body: Buffer): string {
  return createHash('md5').update(body).digest('base64');
}

function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1');
}

/** Source: RFC 6266. */
function disposition(fileName: string): string {
  const plain = fileName.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
