import { hash } from 'node:crypto';

/** The bytes of a document: keys in the order of their characters, one line, UTF-8. Same content, same bytes. */
export function canonicalJson(document: object): Buffer {
  return Buffer.from(`${written(document)}\n`);
}

/** What is in order already, as nearly all of a manifest is, is written several times as fast. */
function written(value: unknown): string {
  if (isOrdered(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  const entries = Object.entries(value as object).filter(([, entry]) => entry !== undefined);
  const parts = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${written(entry)}`);
  return `{${parts.join()}}`;
}

function isOrdered(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let last = '';
  for (const [key, entry] of Object.entries(value)) {
    if (key < last || !isOrdered(entry)) return false;
    last = key;
  }
  return true;
}

/** Lower-case hexadecimal. */
export function sha256(bytes: Buffer): string {
  return hash('sha256', bytes);
}

/** Lower-case hexadecimal. */
export function md5(bytes: Buffer): string {
  return hash('md5', bytes);
}
