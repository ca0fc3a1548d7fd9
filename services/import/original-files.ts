import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type OriginalFileName, originalFileNames } from './formats.ts';

/** A file's bytes, or what opens them for one reading. */
export type ByteSource = Uint8Array | (() => Iterable<Uint8Array> | AsyncIterable<Uint8Array>);

/** The files that there are. One that is not there has no rows. */
export type OriginalFiles = Readonly<Partial<Record<OriginalFileName, ByteSource>>>;

/** The directory cannot be read, or holds none of the files. */
export class NoOriginalFiles extends Error {
  override readonly name = 'NoOriginalFiles';
}

/**
 * The files of a directory: of its `data` folder if that holds them, as a bucket does, else of itself. Their names may
 * be written in any case. Nothing is read yet. Errors: {@link NoOriginalFiles}.
 */
export async function readOriginalDirectory(directory: string): Promise<OriginalFiles> {
  for (const folder of [path.join(directory, 'data'), directory]) {
    const found = await filesIn(folder, folder === directory);
    if (Object.keys(found).length > 0) return found;
  }
  throw new NoOriginalFiles(
    `${directory} holds none of the files to import, nor does a folder data in it; expected ${originalFileNames.join(', ')}`,
  );
}

async function filesIn(folder: string, mustExist: boolean): Promise<OriginalFiles> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (!mustExist) return {};
    throw new NoOriginalFiles(`${folder} cannot be read as a directory`, { cause: error });
  }
  const found: Partial<Record<OriginalFileName, ByteSource>> = {};
  for (const known of originalFileNames) {
    const same = names.filter(name => name.toLowerCase() === known.toLowerCase());
    if (same.length > 1) {
      throw new NoOriginalFiles(`${folder} holds ${same.join(' and ')}; keep one of them`);
    }
    const [name] = same;
    if (name !== undefined) found[known] = () => createReadStream(path.join(folder, name));
  }
  return found;
}
