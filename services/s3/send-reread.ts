import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { watched } from './body.ts';
import { type RereadBytes } from './bucket.ts';
import { statusOf } from './bucket-error.ts';

/** What was to be sent could not be read; the cause says why. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
}

/**
 * Sends bytes that are not in memory in one request, so that their ETag is their MD5, which S3 compares with what
 * arrived. `client` must add no checksum of its own: it would send the body in a form that Content-MD5 is not of.
 * Errors: {@link SourceFailed}; what the SDK throws.
 */
export async function sendReread(
  client: S3Client,
  params: Pick<PutObjectCommandInput, 'Bucket' | 'Key' | 'ContentType' | 'IfMatch' | 'IfNoneMatch'>,
  { bytes, md5, open }: RereadBytes,
): Promise<{ readonly ETag?: string | undefined }> {
  const source = await begun(open());
  const { pieces, failure } = watched(source.all());
  const sending = new AbortController();
  // Nobody else listens, and S3 would be waited for in vain.
  pieces.on('error', () => sending.abort());
  const command = new PutObjectCommand({
    ...params,
    Body: pieces,
    ContentLength: bytes,
    ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
  });
  try {
    return await client.send(command, { abortSignal: sending.signal });
  } catch (cause) {
    const ofSource = failure();
    throw ofSource ? new SourceFailed('the bytes could not be read', ofSource) : cause;
  } finally {
    pieces.destroy();
    await source.close();
  }
}

/** Whether the same request may succeed later: the network's errors have no status. */
export function isPassing(cause: unknown): boolean {
  const status = statusOf(cause);
  return status === undefined || status >= 500;
}

/**
 * The source with its first piece there, so that no connection waits while somebody sorts. `close` gives it back: S3 may
 * answer before it wants any of the bytes, and what nobody has begun to read does not end by itself.
 */
async function begun(
  source: AsyncIterable<Buffer>,
): Promise<{ all(): AsyncGenerator<Buffer>; close(): Promise<void> }> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next().catch((cause: unknown) => {
    throw new SourceFailed('the bytes could not be read', { cause });
  });
  return {
    async *all() {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
