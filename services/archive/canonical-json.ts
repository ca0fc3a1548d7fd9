import { createHash } from 'node:crypto';

/** The bytes of a document: keys in the order of their characters, one line, UTF-8. Same content, same bytes. */
export function canonicalJson(document: object): Buffer {
  const text = JSON.stringify(document, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
  return Buffer.from(`${text}\n`);
}

/** Lower-case hexadecimal. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lower-case hexadecimal. */
export function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
