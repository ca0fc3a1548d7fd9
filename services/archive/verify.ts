import { type ClientBase } from 'pg';
import { type JobContext } from '../job/job.ts';
import { type Bucket } from '../s3/bucket.ts';
import { officeTime, withOffset } from '../shared/clock.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { replaceInfo } from './commit.ts';
import { type ArchiveInfo, type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable, archivedTables, runKey } from './layout.ts';
import { faultyObjects, type Fault } from './look-at-objects.ts';
import { entryOf, manifestOf } from './manifests.ts';
import { perTable } from './partitions.ts';
import { bytesOf, type PartitionContent, readPartitions } from './read-partitions.ts';
import { RunImpossible } from './run-error.ts';
import { inSnapshot } from './snapshot.ts';
import { readInfo, readManifest } from './status.ts';
import { CSV, JSON_DOCUMENT } from './store-object.ts';

/** What was found when everything that the archive refers to was looked at. Lists hold keys, in order. */
export interface Verification {
  /** Objects, manifests and records. */
  readonly checked: number;
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
  /** Those of the missing and damaged ones that were written again, byte for byte. */
  readonly repaired: readonly string[];
}

/**
 * Looks whether everything is there that the archive refers to, with the size and the ETag that it should have; `deep`:
 * reads it all and computes its hashes. What is missing or damaged is written again where this database still has the
 * very same rows; where it does not hold the day, or the rows were changed since the last run, it stays as it is and is
 * told. Errors: {@link RunImpossible} when there is no archive; `BucketError`.
 */
export async function verifyArchive(
  { deep }: { readonly deep: boolean },
  context: JobContext,
): Promise<Verification> {
  const { bucket, client } = context;
  const stored = await readInfo(bucket);
  if (!stored) throw new RunImpossible('there is no archive to verify');
  const { info } = stored;
  const found = new Findings();
  const sound = new Set<ArchivedTable>();
  for (const table of archivedTables) {
    if (await verifyTable(table, info, { bucket, client, deep, found })) sound.add(table);
  }
  if (deep) await verifyRecords(bucket, info, found);
  await stamp(context, info, sound);
  return found.all();
}

class Findings {
  checked = 0;
  readonly #missing: string[] = [];
  readonly #damaged: string[] = [];
  readonly #repaired: string[] = [];

  fault(key: string, what: Fault['what']): void {
    (what === 'missing' ? this.#missing : this.#damaged).push(key);
  }
  repaired(key: string): void {
    this.#repaired.push(key);
  }
  all(): Verification {
    return {
      checked: this.checked,
      missing: this.#missing.sort(),
      damaged: this.#damaged.sort(),
      repaired: this.#repaired.sort(),
    };
  }
}

interface Work {
  readonly bucket: Bucket;
  readonly client: ClientBase;
  readonly deep: boolean;
  readonly found: Findings;
}

/** Whether everything of the table is as it should be, in the end. */
async function verifyTable(table: ArchivedTable, info: ArchiveInfo, work: Work): Promise<boolean> {
  const { bucket, client, deep, found } = work;
  found.checked += 1;
  let manifest = await readManifest(bucket, info, table);
  if (!manifest) {
    const key = info.tables[table].manifest;
    const isThere = (await bucket.head(key)) !== undefined;
    found.fault(key, isThere ? 'damaged' : 'missing');
    manifest = await manifestAgain(client, table, info);
    if (!manifest) return false;
    await bucket.write(key, canonicalJson(manifest), JSON_DOCUMENT);
    found.repaired(key);
  }
  found.checked += manifest.partitions.length;
  const faults = await faultyObjects(bucket, manifest, deep);
  for (const { entry, what } of faults) found.fault(entry.key, what);
  const repaired = await repair(client, bucket, manifest, faults);
  for (const key of repaired) found.repaired(key);
  return repaired.length === faults.length;
}

/** The manifest of a table whose rows are still those that were archived; undefined when they are not. */
async function manifestAgain(
  client: ClientBase,
  table: ArchivedTable,
  info: ArchiveInfo,
): Promise<Manifest | undefined> {
  const partitions: PartitionEntry[] = [];
  await inSnapshot(client, () =>
    readPartitions(client, table, undefined, content => {
      partitions.push(entryOf(table, content));
      return undefined;
    }),
  );
  const manifest = manifestOf(table, partitions);
  return sha256(canonicalJson(manifest)) === info.tables[table].checksum ? manifest : undefined;
}

/** Writes faulty objects again whose rows are still those that were archived, and gives their keys. */
async function repair(
  client: ClientBase,
  bucket: Bucket,
  { table }: Manifest,
  faults: readonly Fault[],
): Promise<string[]> {
  const keys = new Map(faults.map(({ entry }) => [entry.partition, entry.key]));
  if (keys.size === 0) return [];
  const repaired: string[] = [];
  const large: PartitionContent[] = [];
  const store = async (content: PartitionContent): Promise<void> => {
    const { key } = entryOf(table, content);
    await bucket.write(key, bytesOf(client, table, content), CSV);
    repaired.push(key);
  };
  await inSnapshot(client, async () => {
    await readPartitions(client, table, [...keys.keys()], content => {
      if (keys.get(content.partition) !== entryOf(table, content).key) return undefined;
      if (content.body) return store(content);
      large.push(content);
      return undefined;
    });
    for (const content of large) await store(content);
  });
  return repaired;
}

/** The records of the runs in the history, which nothing can make again but the newest. */
async function verifyRecords(bucket: Bucket, info: ArchiveInfo, found: Findings): Promise<void> {
  for (const { run_id, sha256: expected } of info.archive_history) {
    const key = runKey(run_id);
    found.checked += 1;
    const stored = await bucket.read(key);
    if (stored && sha256(stored.body) === expected) continue;
    found.fault(key, stored ? 'damaged' : 'missing');
    const record = canonicalJson(info.last_run);
    if (info.last_run.run_id !== run_id || sha256(record) !== expected) continue;
    await bucket.write(key, record, JSON_DOCUMENT);
    found.repaired(key);
  }
}

/**
 * Notes when the tables were found sound, unless they have been archived anew in the meantime. What was found is told
 * even if runs are committed again and again between a look and the note.
 */
async function stamp(
  { bucket, now, zone }: JobContext,
  checked: ArchiveInfo,
  sound: ReadonlySet<ArchivedTable>,
): Promise<void> {
  const last_verified = withOffset(officeTime(now(), zone));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const stored = await readInfo(bucket);
    if (!stored) return;
    const stamped = replaceInfo(bucket, stored, (before = stored.info) => ({
      ...before,
      tables: perTable(table => {
        const current = before.tables[table];
        const isSame = current.checksum === checked.tables[table].checksum;
        return sound.has(table) && isSame ? { ...current, last_verified } : current;
      }),
    }));
    try {
      await stamped;
      return;
    } catch (error) {
      if (!(error instanceof RunImpossible)) throw error;
    }
  }
}

const ATTEMPTS = 3;
