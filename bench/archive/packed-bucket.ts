import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type Bucket, type RereadBytes } from '../../services/s3/bucket.ts';

/** Where an object lies in the file. */
interface Extent {
  readonly at: number;
  readonly bytes: number;
}

export interface PackedBucket extends Bucket {
  /** Keeps what tells the objects apart, for another process. */
  save(): void;
}

/**
 * One file as a bucket, one object behind the other: its bytes go to the disk as those of `\copy` do, and what an object
 * costs, be it a file, a request or S3's own work, is not measured. One process at a time; nobody else may write
 * meanwhile.
 */
export function packedBucket(directory: string): PackedBucket {
  mkdirSync(directory, { recursive: true });
  const [pack, index] = [path.join(directory, 'objects'), path.join(directory, 'index.json')];
  const file = openSync(pack, existsSync(pack) ? 'r+' : 'w+');
  const known = existsSync(index) ? readFileSync(index, 'utf8') : '[]';
  const extents = new Map(JSON.parse(known) as [string, Extent][]);
  let end = fstatSync(file).size;

  const bodyOf = ({ at, bytes }: Extent): Buffer => {
    const body = Buffer.allocUnsafe(bytes);
    readSync(file, body, 0, bytes, at);
    return body;
  };
  const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex');
  async function put(key: string, body: Buffer | RereadBytes): Promise<void> {
    const bytes = Buffer.isBuffer(body) ? body.length : body.bytes;
    const extent = { at: end, bytes };
    end += bytes;
    if (Buffer.isBuffer(body)) writeSync(file, body, 0, bytes, extent.at);
    else {
      let { at } = extent;
      for await (const piece of body.open()) at += writeSync(file, piece, 0, piece.length, at);
    }
    extents.set(key, extent);
  }
  const read: Bucket['read'] = key => {
    const extent = extents.get(key);
    if (!extent) return Promise.resolve(undefined);
    const body = bodyOf(extent);
    return Promise.resolve({ body, etag: etagOf(body) });
  };
  const head: Bucket['head'] = async key => {
    const stored = await read(key);
    if (!stored) return undefined;
    return { key, bytes: stored.body.length, etag: stored.etag, lastModified: new Date(0) };
  };
  const never = (): never => {
    throw new Error('a run does not ask for this');
  };
  return {
    name: 'packed',
    read,
    head,
    open: key => {
      const extent = extents.get(key);
      if (!extent) return Promise.resolve(undefined);
      const { at, bytes } = extent;
      const body = createReadStream(pack, { start: at, end: at + bytes - 1 });
      return Promise.resolve({ body, bytes, etag: '' });
    },
    async *list(prefix) {
      for (const key of [...extents.keys()].filter(each => each.startsWith(prefix)).sort()) {
        const stored = await head(key);
        if (stored) yield stored;
      }
    },
    async create(key, body) {
      if (extents.has(key)) return 'exists';
      await put(key, body);
      return 'created';
    },
    async replace(key, body, _, etag) {
      if ((await read(key))?.etag !== etag) return 'changed';
      await put(key, body);
      return { etag: etagOf(body) };
    },
    async write(key, body) {
      if (!Buffer.isBuffer(body) && !('open' in body)) return never();
      await put(key, body);
    },
    downloadLink: never,
    uploadLink: never,
    save: () => writeFileSync(index, JSON.stringify([...extents])),
  };
}
