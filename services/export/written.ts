import { createHash } from 'node:crypto';
import { type Bucket } from '../s3/bucket.ts';

/** What was written into the bucket. */
export interface Written {
  readonly key: string;
  readonly bytes: number;
  /** Of the bytes, lower-case hexadecimal. */
  readonly md5: string;
}

/** Writes text as it comes, in constant memory. What is there under the key is replaced. */
export async function writeText(
  bucket: Pick<Bucket, 'write'>,
  key: string,
  text: Iterable<string> | AsyncIterable<string>,
): Promise<Written> {
  const hash = createHash('md5');
  let bytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of text) {
      const buffer = Buffer.from(piece);
      hash.update(buffer);
      bytes += buffer.length;
      yield buffer;
    }
  }
  await bucket.write(key, counted(), 'text/csv; charset=utf-8');
  return { key, bytes, md5: hash.digest('hex') };
}
