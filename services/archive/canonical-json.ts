import { hash } from 'node:crypto';

/** The bytes of a document: keys in the order of their characters, one line, UTF-8. Same content, same bytes. */
export function canonicalJson(document: object): Buffer {
  return Buffer.from(`${written(document)}\n`);
}

/** By hand: `JSON.stringify` with a function that sorts takes several times as long over a thousand partitions. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const parts = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${written(entry)}`);
  return `{${parts.join()}}`;
}

/** Lower-case hexadecimal. */
export function sha256(bytes: Buffer): string {
  return hash('sha256', bytes);
}

/** Lower-case hexadecimal. */
export function md5(bytes: Buffer): string {
  return hash('md5', bytes);
}
