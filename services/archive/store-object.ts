import { type Bucket } from '../s3/bucket.ts';
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
  body: Buffer,
  contentType: string,
): Promise<'created' | 'exists' | 'repaired'> {
  if ((await bucket.create(key, body, contentType)) === 'created') return 'created';
  const there = await bucket.head(key);
  if (there && there.bytes === body.length && there.etag === md5(body)) return 'exists';
  await bucket.write(key, body, contentType);
  return 'repaired';
}
