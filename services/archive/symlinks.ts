import { type Bucket } from '../s3/bucket.ts';
import { md5 } from './canonical-json.ts';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable, partitionings, partitionSymlinkKey } from './layout.ts';
import { symlinkKey, symlinkPrefix } from './layout.ts';
import { sideBySide } from './side-by-side.ts';

/** A table as it is committed, and as it was before; undefined where that was not read. */
export interface ListedTable {
  readonly manifest: Manifest | undefined;
  readonly before: Manifest | undefined;
}

/**
 * Lists the current objects of tables for Athena: one list for a whole table, and one for each partition of those that
 * are divided. Behind the commit, so that no list names what is not archived. Writes what differs from `before`; `all`:
 * looks at what the bucket has, and writes whatever is not as it should be.
 */
export async function writeSymlinks(
  bucket: Bucket,
  tables: Iterable<ListedTable>,
  { all }: { readonly all: boolean },
): Promise<void> {
  const writes = sideBySide();
  for (const { manifest, before } of tables) {
    if (!manifest) continue;
    const wrong =
      all || !before
        ? await wrongLists(bucket, manifest.table, listsOf(bucket.name, manifest))
        : changedLists(bucket.name, manifest, before);
    for (const [key, list] of wrong) {
      await writes.begin(list.length, () => bucket.write(key, list, 'text/plain'));
    }
  }
  await writes.finish();
}

type Lists = ReadonlyMap<string, Buffer>;

/** What stays of a partition that is gone: Athena reads no row from it, and objects are never removed. */
const NOTHING = Buffer.alloc(0);

/** All of them, or those of `which` partitions and the table's own. */
function listsOf(
  bucket: string,
  { table, partitions }: Manifest,
  which: readonly PartitionEntry[] = partitions,
): Map<string, Buffer> {
  const listOf = (entries: readonly PartitionEntry[]): Buffer =>
    Buffer.from(entries.map(({ key }) => `s3://${bucket}/${key}\n`).join(''));
  const lists = new Map([[symlinkKey(table), listOf(partitions)]]);
  if (partitionings[table] === 'whole') return lists;
  for (const entry of which)
    lists.set(partitionSymlinkKey(table, entry.partition), listOf([entry]));
  return lists;
}

function changedLists(bucket: string, manifest: Manifest, before: Manifest): Lists {
  const had = new Map(before.partitions.map(({ partition, key }) => [partition, key]));
  const changed = manifest.partitions.filter(({ partition, key }) => had.get(partition) !== key);
  for (const { partition } of manifest.partitions) had.delete(partition);
  if (changed.length === 0 && had.size === 0) return new Map();
  const lists = listsOf(bucket, manifest, changed);
  if (partitionings[manifest.table] === 'whole') return lists;
  for (const gone of had.keys()) lists.set(partitionSymlinkKey(manifest.table, gone), NOTHING);
  return lists;
}

async function wrongLists(bucket: Bucket, table: ArchivedTable, wanted: Lists): Promise<Lists> {
  const wrong = new Map(wanted);
  for await (const { key, bytes, etag } of bucket.list(symlinkPrefix(table))) {
    // Whatever else lies there is somebody else's.
    if (!key.endsWith('/symlink.txt')) continue;
    const list = wanted.get(key) ?? NOTHING;
    if (bytes === list.length && etag === md5(list)) wrong.delete(key);
    else wrong.set(key, list);
  }
  return wrong;
}
