import { type Bucket, type RereadBytes } from '../s3/bucket.ts';
import { md5 } from './canonical-json.ts';

export const CSV = 'text/csv; charset=utf-8';
export const JSON_DOCUMENT = 'application/json';

/**
 * Stores bytes under the key that says what they are, and makes sure that they are there: bytes that a killed or
 * earlier run left are kept, and damaged ones are written anew (`repaired`).
 */
export async function storeObject(
  bucket: Bucket,
  key: string,
  body: Buffer | RereadBytes,
  contentType: string,
): Promise<'created' | 'exists' | 'repaired'> {
  // What has to be read again is not read in vain.
  if (!Buffer.isBuffer(body) && (await isThere(bucket, key, body))) return 'exists';
  if ((await bucket.create(key, body, contentType)) === 'created') return 'created';
  if (await isThere(bucket, key, body)) return 'exists';
  await bucket.write(key, body, contentType);
  return 'repaired';
}

async function isThere(bucket: Bucket, key: string, body: Buffer | RereadBytes): Promise<boolean> {
  const stored = await bucket.head(key);
  if (!stored) return false;
  const wanted = Buffer.isBuffer(body) ? { bytes: body.length, md5: md5(body) } : body;
  return stored.bytes === wanted.bytes && stored.etag === wanted.md5;
}
