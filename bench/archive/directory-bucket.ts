import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bucket, type RereadBytes } from '../../services/s3/bucket.ts';

/**
 * A folder as a bucket, one file for each object, for measuring a run beside `\copy` into files: what the network and
 * S3 cost is in neither.
 * ETags are checksums of what was read or written; nobody else may write meanwhile.
 */
export function directoryBucket(directory: string): Bucket {
  mkdirSync(directory, { recursive: true });
  const file = (key: string): string => path.join(directory, encodeURIComponent(key));
  const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex');
  async function put(key: string, body: Buffer | RereadBytes, flag = 'w'): Promise<void> {
    await writeFile(file(key), Buffer.isBuffer(body) ? body : body.open(), { flag });
  }
  const never = (): never => {
    throw new Error('a run does not ask for this');
  };
  const bucket: Bucket = {
    name: 'directory',
    async read(key) {
      if (!existsSync(file(key))) return undefined;
      const body = await readFile(file(key));
      return { body, etag: etagOf(body) };
    },
    async open(key) {
      if (!existsSync(file(key))) return undefined;
      const { size } = await stat(file(key));
      return { body: createReadStream(file(key)), bytes: size, etag: '' };
    },
    async head(key) {
      if (!existsSync(file(key))) return undefined;
      const body = await readFile(file(key));
      return { key, bytes: body.length, etag: etagOf(body), lastModified: new Date(0) };
    },
    async *list(prefix) {
      for (const name of (await readdir(directory)).sort()) {
        const found = decodeURIComponent(name);
        const stored = found.startsWith(prefix) ? await bucket.head(found) : undefined;
        if (stored) yield stored;
      }
    },
    async create(key, body) {
      try {
        await put(key, body, 'wx');
        return 'created';
      } catch (error) {
        if (existsSync(file(key))) return 'exists';
        throw error;
      }
    },
    async replace(key, body, _, etag) {
      const there = existsSync(file(key)) ? etagOf(await readFile(file(key))) : undefined;
      if (there !== etag) return 'changed';
      await put(key, body);
      return { etag: etagOf(body) };
    },
    async write(key, body) {
      if (!Buffer.isBuffer(body) && !('open' in body)) return never();
      await put(key, body);
    },
    downloadLink: never,
    uploadLink: never,
  };
  return bucket;
}
