import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type PoolClient } from 'pg';
import { expect } from 'vitest';
import { type OriginalFileName, originalFileNames } from '../../services/import/formats.ts';
import { type TestDatabase } from './database.ts';

/** The project's own files in the original format. */
export const SAMPLE = path.join(import.meta.dirname, '../../samples/original');

/** Files for all developers of the project, which are not part of the checkout; they may be absent. */
export const SHARED_SAMPLES = path.join(import.meta.dirname, '../../../shared/original-format');

export const zone = 'Asia/Ho_Chi_Minh';

/** One connection of the owner, for work that is a transaction. */
export async function asOwner<T>(
  db: TestDatabase,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await db.owner.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

export function sampleText(name: OriginalFileName): string {
  return readFileSync(path.join(SAMPLE, name), 'utf8');
}

/** The sample, or `base`, with one replacement per file, which must find what it replaces. */
export function changed(
  replacements: Partial<Record<OriginalFileName, readonly [from: string, to: string]>>,
  edits: Partial<Record<OriginalFileName, (text: string) => string>> = {},
  base?: Record<OriginalFileName, Uint8Array>,
): Record<OriginalFileName, Uint8Array> {
  const files = {} as Record<OriginalFileName, Uint8Array>;
  for (const name of originalFileNames) {
    const text = base ? Buffer.from(base[name]).toString() : sampleText(name);
    const [from, to] = replacements[name] ?? ['', ''];
    expect(text).toContain(from);
    files[name] = Buffer.from((edits[name] ?? (same => same))(text.replace(from, () => to)));
  }
  return files;
}
