import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { type Checksum } from './checksums.ts';

/** What is known of an object beside its bytes. */
export interface ObjectFacts {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** ISO 8601 in UTC; the milliseconds are zero, as in S3's answers. */
  readonly lastModified: string;
  readonly contentType: string;
  /** `content-disposition` and the like, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without `x-amz-meta-`, in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
}

/**
 * A file that holds an object: its bytes, then its facts as JSON, the length of that JSON, and a mark. Bytes and facts
 * are one file so that one rename replaces both.
 */
const MARK = Buffer.from('S3OBJ001', 'latin1');
const TAIL_BYTES = 4 + MARK.length;

/** An object that is being written. Nobody sees it before {@link ObjectDraft.moveTo}. */
export interface ObjectDraft {
  write(piece: Buffer): Promise<void>;
  /** Adds the facts, forces everything to disk and closes the file. */
  finish(facts: ObjectFacts): Promise<void>;
  /** The file takes its place, instead of what was there, at one moment that survives a loss of power. */
  moveTo(file: string): Promise<void>;
  /** Removes the file unless it was moved. */
  discard(): Promise<void>;
}

/** Begins an object in `folder`. `durable: false` forces nothing to disk. */
export async function draftObject(
  folder: string,
  { durable }: { durable: boolean },
): Promise<ObjectDraft> {
  const draft = path.join(folder, randomBytes(12).toString('hex'));
  const handle = await open(draft, 'wx', 0o600);
  let isOpen = true;
  let isThere = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await handle.close();
  }
  return {
    async write(piece) {
      await handle.appendFile(piece);
    },
    async finish(facts) {
      const json = Buffer.from(JSON.stringify(facts));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(json.length);
      await handle.appendFile(Buffer.concat([json, length, MARK]));
      if (durable) await handle.sync();
      await close();
    },
    async moveTo(file) {
      await rename(draft, file);
      isThere = false;
      if (durable) await syncFolder(path.dirname(file));
    },
    async discard() {
      await close();
      if (isThere) await rm(draft, { force: true });
    },
  };
}

/** An object that can be read, whatever happens to its name meanwhile. */
export interface OpenedObject {
  readonly facts: ObjectFacts;
  /** From the first to the last byte, both counted. */
  read(first: number, last: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

const READ_BYTES = 256 * 1024;

/** Undefined when there is no such file. Throws when it is not whole. */
export async function openObject(file: string): Promise<OpenedObject | undefined> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (!handle) return undefined;
  try {
    const facts = await readFacts(handle, file);
    return {
      facts,
      async *read(first, last) {
        for (let at = first; at <= last;) {
          const piece = Buffer.allocUnsafe(Math.min(READ_BYTES, last - at + 1));
          const { bytesRead } = await handle.read(piece, 0, piece.length, at);
          if (bytesRead === 0) throw new Error(`${file} is shorter than it was`);
          at += bytesRead;
          yield piece.subarray(0, bytesRead);
        }
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

async function readFacts(handle: FileHandle, file: string): Promise<ObjectFacts> {
  const { size } = await handle.stat();
  const tail = await readExactly(handle, size - TAIL_BYTES, TAIL_BYTES);
  const length = tail?.readUInt32BE(0) ?? 0;
  const isMarked = tail?.subarray(4).equals(MARK) ?? false;
  const json = isMarked ? await readExactly(handle, size - TAIL_BYTES - length, length) : undefined;
  const facts: ObjectFacts | undefined = json && JSON.parse(json.toString('utf8'));
  if (!facts || facts.bytes !== size - TAIL_BYTES - length) {
    throw new DamagedObject(`the stored object ${file} is damaged`);
  }
  return facts;
}

export class DamagedObject extends Error {
  override readonly name = 'DamagedObject';
}

async function readExactly(
  handle: FileHandle,
  position: number,
  bytes: number,
): Promise<Buffer | undefined> {
  if (position < 0) return undefined;
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, position);
  return bytesRead === bytes ? buffer : undefined;
}

/** Makes what was renamed in a folder, or removed from it, survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, and its name survive. */
export async function makeFolder(folder: string, { durable }: { durable: boolean }): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (durable && first !== undefined) await syncFolder(path.dirname(first));
}
