import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Bucket } from '../../services/s3/bucket.ts';

/**
 * A folder as a bucket, for measuring a run beside `\copy` into files: what the network and S3 cost is in neither.
 * ETags are checksums of what was read or written; nobody else may write meanwhile.
 */
export function directoryBucket(directory: string): Bucket {
  const file = (key: string): string => path.join(directory, key);
  const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex');
  async function put(key: string, body: Buffer): Promise<void> {
    await mkdir(path.dirname(file(key)), { recursive: true });
    await writeFile(file(key), body);
  }
  const never = (): never => {
    throw new Error('a run does not ask for this');
  };
  return {
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
    list: never,
    async create(key, body) {
      if (existsSync(file(key))) return 'exists';
      await put(key, body);
      return 'created';
    },
    async replace(key, body, _, etag) {
      const there = existsSync(file(key)) ? etagOf(await readFile(file(key))) : undefined;
      if (there !== etag) return 'changed';
      await put(key, body);
      return { etag: etagOf(body) };
    },
    async write(key, body) {
      if (!Buffer.isBuffer(body)) return never();
      await put(key, body);
    },
    downloadLink: never,
    uploadLink: never,
  };
}
