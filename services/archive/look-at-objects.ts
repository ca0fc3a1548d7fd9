import { createHash } from 'node:crypto';
import { type Bucket, type StoredObject } from '../s3/bucket.ts';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { sideBySide } from './side-by-side.ts';

/** An object that is not what the manifest says. */
export interface Fault {
  readonly entry: PartitionEntry;
  readonly what: 'missing' | 'damaged';
}

/** The objects that the manifest names, as the bucket lists them. Those of earlier runs are not kept in mind. */
export async function namedObjects(
  bucket: Bucket,
  { table, partitions }: Manifest,
): Promise<ReadonlyMap<string, StoredObject>> {
  const named = new Set(partitions.map(entry => entry.key));
  const found = new Map<string, StoredObject>();
  for await (const stored of bucket.list(`archive/${table}/`)) {
    if (named.has(stored.key)) found.set(stored.key, stored);
  }
  return found;
}

/** Whether the bytes in the bucket are those that were archived, by what the bucket says of them. */
export function isIntact(entry: PartitionEntry, stored: StoredObject | undefined): boolean {
  return stored !== undefined && stored.bytes === entry.bytes && stored.etag === entry.md5;
}

/** Looks at the objects of a manifest; `deep`: reads those that look right. In the order of the manifest. */
export async function faultyObjects(
  bucket: Bucket,
  manifest: Manifest,
  deep: boolean,
): Promise<Fault[]> {
  const objects = await namedObjects(bucket, manifest);
  const faults = new Map<PartitionEntry, Fault>();
  const reads = sideBySide();
  for (const entry of manifest.partitions) {
    const stored = objects.get(entry.key);
    if (!stored) faults.set(entry, { entry, what: 'missing' });
    else if (!isIntact(entry, stored)) faults.set(entry, { entry, what: 'damaged' });
    else if (deep) {
      await reads.begin(entry.bytes, async () => {
        const what = await faultInside(bucket, entry);
        if (what) faults.set(entry, { entry, what });
      });
    }
  }
  await reads.finish();
  return manifest.partitions.flatMap(entry => faults.get(entry) ?? []);
}

async function faultInside(
  bucket: Bucket,
  { key, md5, bytes }: PartitionEntry,
): Promise<Fault['what'] | undefined> {
  const opened = await bucket.open(key);
  if (!opened) return 'missing';
  const hash = createHash('md5');
  let length = 0;
  for await (const chunk of opened.body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    length += chunk.length;
  }
  return length === bytes && hash.digest('hex') === md5 ? undefined : 'damaged';
}
