import { type PartitionEntry } from './documents.ts';
import { type ArchivedTable } from './layout.ts';
import { type ArchiveSource } from './read-archive.ts';
import { RestoreRefused } from './restore-refused.ts';

/** An object whose turn has come: its bytes, in one piece when it is small. */
export interface OpenObject {
  readonly entry: PartitionEntry;
  readonly body: Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** Objects up to this size are read before their turn; larger ones are streams, opened when it has come. */
const SMALL = 4 << 20;
/** So much is kept of those that wait: a day's objects are small, and many requests under way hide how slow each is. */
const AHEAD = { objects: 16, bytes: 24 << 20 };

/** Opens objects of a table one after another, and asks for the next ones meanwhile. Errors: `OBJECT_MISSING`. */
export async function* objectsAhead(
  source: ArchiveSource,
  table: ArchivedTable,
  entries: readonly PartitionEntry[],
): AsyncGenerator<OpenObject> {
  const waiting: { entry: PartitionEntry; body: Promise<Buffer> | undefined }[] = [];
  let next = 0;
  let bytes = 0;
  const ask = (): void => {
    for (let entry = entries[next]; entry; entry = entries[++next]) {
      const isSmall = entry.bytes <= SMALL;
      const isRoom = waiting.length < AHEAD.objects && bytes + entry.bytes <= AHEAD.bytes;
      if (waiting.length > 0 && isSmall && !isRoom) return;
      if (waiting.length >= AHEAD.objects) return;
      const body = isSmall ? readWhole(source, table, entry) : undefined;
      // Heard when its turn comes, or never when an earlier one fails.
      body?.catch(() => {});
      if (isSmall) bytes += entry.bytes;
      waiting.push({ entry, body });
    }
  };
  ask();
  for (let first = waiting.shift(); first; first = waiting.shift()) {
    const { entry, body } = first;
    yield { entry, body: body ? [await body] : await openWhole(source, table, entry) };
    if (body) bytes -= entry.bytes;
    ask();
  }
}

async function readWhole(
  source: ArchiveSource,
  table: ArchivedTable,
  { key }: PartitionEntry,
): Promise<Buffer> {
  const stored = await source.read(key);
  if (!stored) throw missing(table, key);
  return stored.body;
}

async function openWhole(
  source: ArchiveSource,
  table: ArchivedTable,
  { key }: PartitionEntry,
): Promise<AsyncIterable<Buffer>> {
  const stored = await source.open(key);
  if (!stored) throw missing(table, key);
  return stored.body;
}

function missing(table: ArchivedTable, file: string): RestoreRefused {
  return new RestoreRefused('OBJECT_MISSING', 'it is not there', { table, file });
}
