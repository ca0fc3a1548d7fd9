import { type Bucket } from '../s3/bucket.ts';
import { md5 } from './canonical-json.ts';
import { type Manifest } from './documents.ts';
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
    const wanted = listsOf(bucket.name, manifest);
    const wrong =
      all || !before
        ? await wrongLists(bucket, manifest.table, wanted)
        : changedLists(wanted, listsOf(bucket.name, before));
    for (const [key, list] of wrong) {
      await writes.begin(list.length, () => bucket.write(key, list, 'text/plain'));
    }
  }
  await writes.finish();
}

type Lists = ReadonlyMap<string, Buffer>;

/** What stays of a partition that is gone: Athena reads no row from it, and objects are never removed. */
const NOTHING = Buffer.alloc(0);

function listsOf(bucket: string, { table, partitions }: Manifest): Lists {
  const lines = partitions.map(({ key }) => `s3://${bucket}/${key}\n`);
  const lists = new Map([[symlinkKey(table), Buffer.from(lines.join(''))]]);
  if (partitionings[table] === 'whole') return lists;
  for (const [i, { partition }] of partitions.entries()) {
    lists.set(partitionSymlinkKey(table, partition), Buffer.from(lines[i] ?? ''));
  }
  return lists;
}

function changedLists(wanted: Lists, before: Lists): Lists {
  const changed = [...wanted].filter(([key, list]) => !before.get(key)?.equals(list));
  const gone = [...before.keys()].filter(key => !wanted.has(key));
  return new Map([...changed, ...gone.map(key => [key, NOTHING] as const)]);
}

async function wrongLists(bucket: Bucket, table: ArchivedTable, wanted: Lists): Promise<Lists> {
  const wrong = new Map(wanted);
  for await (const { key, bytes, etag } of bucket.list(symlinkPrefix(table))) {
    const list = wanted.get(key) ?? NOTHING;
    if (bytes === list.length && etag === md5(list)) wrong.delete(key);
    else wrong.set(key, list);
  }
  return wrong;
}
