import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ArchiveSource } from './read-archive.ts';

/**
 * A folder that holds an archive under the bucket's keys: a copy of it, as `aws s3 sync` makes one. A file that is
 * there and cannot be read is an error, as with a bucket.
 */
export function directorySource(directory: string): ArchiveSource {
  const fileOf = (key: string): string => {
    const parts = key.split('/');
    if (parts.some(part => part === '' || part === '.' || part === '..')) {
      throw new Error(`not a key of an archive: ${key}`);
    }
    return path.join(directory, ...parts);
  };
  return {
    name: directory,
    read: key => unlessAbsent(async () => ({ body: await readFile(fileOf(key)) })),
    open: key =>
      unlessAbsent(async () => {
        await stat(fileOf(key));
        return { body: createReadStream(fileOf(key)) };
      }),
  };
}

async function unlessAbsent<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
