import { createHash } from 'node:crypto';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { RestoreRefused } from './restore-refused.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Where a CSV file stands, counted byte by byte. Line feeds inside quotes end a line of text, but no row. */
export interface CsvPosition {
  rows: number;
  lines: number;
  inQuotes: boolean;
}

export const atStart = (): CsvPosition => ({ rows: 0, lines: 0, inQuotes: false });

/** Moves the position behind the bytes, or behind the line that `untilLine` names. */
export function advance(at: CsvPosition, bytes: Buffer, untilLine = Infinity): void {
  let { rows, lines, inQuotes } = at;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (byte === LINE_FEED) {
      lines++;
      if (!inQuotes) rows++;
      if (lines === untilLine) break;
    }
  }
  at.rows = rows;
  at.lines = lines;
  at.inQuotes = inQuotes;
}

/**
 * The rows of an object without its header, in chunks as they come. Throws {@link RestoreRefused} as soon as the bytes
 * are seen not to be what the manifest says, at the latest behind the last chunk: those of an object that came in one
 * piece are looked at before any of them is given.
 */
export async function* checkedRows(
  { table, columns }: Manifest,
  entry: PartitionEntry,
  body: Iterable<Buffer> | AsyncIterable<Buffer>,
  at: CsvPosition,
): AsyncGenerator<Buffer> {
  const header = Buffer.from(`${columns.join(',')}\n`);
  const md5 = createHash('md5');
  const refused = (what: string): RestoreRefused =>
    new RestoreRefused('OBJECT_DAMAGED', what, { table, file: entry.key });
  let bytes = 0;
  let last = LINE_FEED;
  let begun = Buffer.alloc(0);
  let held: Buffer | undefined;
  const hasHeader = (): boolean => begun.subarray(0, header.length).equals(header);

  for await (const chunk of body) {
    if (held) yield held;
    held = undefined;
    bytes += chunk.length;
    if (bytes > entry.bytes) throw refused('it is longer than when it was archived');
    md5.update(chunk);
    let rows = chunk;
    if (begun.length < header.length) {
      begun = Buffer.concat([begun, chunk]);
      if (begun.length < header.length) continue;
      if (!hasHeader() && bytes < entry.bytes) throw refused(WRONG_HEADER);
      rows = begun.subarray(header.length);
    }
    advance(at, rows);
    last = chunk.at(-1) ?? last;
    held = rows;
  }
  if (bytes < entry.bytes) throw refused('it is shorter than when it was archived');
  if (md5.digest('hex') !== entry.md5) throw refused('its MD5 is not the one that was archived');
  if (!hasHeader()) throw refused(WRONG_HEADER);
  if (at.inQuotes || last !== LINE_FEED) throw refused('its last row is not complete');
  if (at.rows !== entry.rows) throw refused('it has another number of rows than the manifest says');
  if (held) yield held;
}

const WRONG_HEADER = 'its header does not name the columns of the manifest';
