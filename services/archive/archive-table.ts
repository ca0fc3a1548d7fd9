import { type ClientBase } from 'pg';
import { type Bucket, type StoredObject } from '../s3/bucket.ts';
import { archivedColumns } from './columns.ts';
import { type Manifest, type PartitionEntry } from './documents.ts';
import { type ArchivedTable, type PartitionName } from './layout.ts';
import { isIntact, namedObjects } from './look-at-objects.ts';
import { entryOf, manifestOf } from './manifests.ts';
import { isPartitionOf } from './partitions.ts';
import { bytesOf, type PartitionContent, readPartitions } from './read-partitions.ts';
import { RunImpossible } from './run-error.ts';
import { CSV, storeObject } from './store-object.ts';
import { sideBySide } from './side-by-side.ts';

/** What is to be done with a table. */
export interface TableTask {
  readonly table: ArchivedTable;
  /** As it was committed last; undefined when it never was, or cannot be read. */
  readonly before: Manifest | undefined;
  /** Partitions that were changed since then; undefined when that is not known. */
  readonly marked: ReadonlySet<PartitionName> | undefined;
  /** Reads all partitions, also those that are not marked. */
  readonly readAll: boolean;
  /** Partitions that this database does not hold: they stay as the archive has them. */
  readonly unloaded: ReadonlySet<PartitionName>;
  /** Looks in the bucket whether the objects are there, also those that did not change. */
  readonly look: boolean;
  /** Reads over the connection when nobody else does. */
  readonly alone: <Result>(read: () => Promise<Result>) => Promise<Result>;
}

export interface TableResult {
  readonly manifest: Manifest;
  readonly uploaded: number;
  /** In the objects that were uploaded. */
  readonly rowsUploaded: number;
  readonly skipped: number;
  /** Partitions that differ although nothing had marked them. */
  readonly drifted: readonly PartitionName[];
  /** Keys of objects that were missing or damaged. */
  readonly repaired: readonly string[];
}

/** Brings the objects of a table up to date with the snapshot under way. Nothing refers to them yet. */
export async function archiveTable(
  client: ClientBase,
  bucket: Bucket,
  task: TableTask,
): Promise<TableResult> {
  const { table, before, unloaded } = task;
  const columns = archivedColumns[table];
  const hasOtherColumns = before !== undefined && before.columns.join() !== columns.join();
  if (hasOtherColumns && unloaded.size > 0) {
    throw new RunImpossible(
      `days of ${table} that this database does not hold were archived with other columns; load all days first`,
    );
  }
  const everything = task.readAll || before === undefined || hasOtherColumns;
  const only = everything ? undefined : [...(task.marked ?? [])];
  const tally = new Tally(
    client,
    bucket,
    task,
    task.look && before ? await namedObjects(bucket, before) : undefined,
  );
  tally.carryForward(
    partition => unloaded.has(partition) || (!everything && !only?.includes(partition)),
  );

  if (only === undefined || only.length > 0) {
    const uploads = sideBySide();
    await task.alone(() =>
      readPartitions(client, table, only, content =>
        uploads.begin(content.body?.length ?? 0, () => tally.take(content)),
      ).catch(async (cause: unknown) => {
        // Whoever reads next may fail because of it, and shall not be the first to say so.
        await uploads.finish().catch(() => {});
        throw cause;
      }),
    );
    await uploads.finish();
    await tally.takeLarge();
  }
  return tally.result(
    everything && before !== undefined && task.marked !== undefined && !hasOtherColumns,
  );
}

/** What becomes of each partition of a table. */
class Tally {
  readonly #client: ClientBase;
  readonly #bucket: Bucket;
  readonly #task: TableTask;
  readonly #objects: ReadonlyMap<string, StoredObject> | undefined;
  readonly #before: ReadonlyMap<PartitionName, PartitionEntry>;
  /** What has to be read once more to be stored, when the connection is free. */
  readonly #large: PartitionContent[] = [];
  readonly #now = new Map<PartitionName, PartitionEntry>();
  readonly #repaired: string[] = [];
  #uploaded = 0;
  #rowsUploaded = 0;
  #skipped = 0;

  constructor(
    client: ClientBase,
    bucket: Bucket,
    task: TableTask,
    objects: ReadonlyMap<string, StoredObject> | undefined,
  ) {
    this.#client = client;
    this.#bucket = bucket;
    this.#task = task;
    this.#objects = objects;
    this.#before = new Map(task.before?.partitions.map(entry => [entry.partition, entry]));
  }

  /** Keeps the entries of partitions that are not read. */
  carryForward(isKept: (partition: PartitionName) => boolean): void {
    const { table, unloaded } = this.#task;
    for (const [partition, entry] of this.#before) {
      if (!isKept(partition)) continue;
      if (this.#objects && !isIntact(entry, this.#objects.get(entry.key))) {
        throw new RunImpossible(
          `${entry.key} is missing or damaged, and this database does not hold the day`,
        );
      }
      this.#now.set(partition, entry);
    }
    for (const partition of unloaded) {
      if (this.#now.has(partition)) continue;
      throw new RunImpossible(
        `${table} ${partition} is not in this database, and the archive does not have it either`,
      );
    }
  }

  /** Takes what the database holds; uploads it unless the archive has it. */
  async take(content: PartitionContent): Promise<void> {
    const { table, unloaded } = this.#task;
    const { partition, md5 } = content;
    if (!isPartitionOf(table, partition)) {
      // Nobody could read it back, nor anything beside it.
      throw new RunImpossible(
        `there are rows in ${table} ${partition}, and days outside of the years 1 to 9999 cannot be archived; correct them first`,
      );
    }
    if (unloaded.has(partition)) {
      throw new RunImpossible(`there are rows in ${table} ${partition}, which is not loaded`);
    }
    const entry = entryOf(table, content);
    this.#now.set(partition, entry);
    const isSame = this.#before.get(partition)?.md5 === md5;
    const isThere = !this.#objects || isIntact(entry, this.#objects.get(entry.key));
    if (isSame && isThere) {
      this.#skipped += 1;
      return;
    }
    if (!content.body) {
      this.#large.push(content);
      return;
    }
    await this.#store(content, isSame);
  }

  /** Stores, one after the other, what was too large to be held while the table was read. */
  async takeLarge(): Promise<void> {
    for (const content of this.#large) {
      const isSame = this.#before.get(content.partition)?.md5 === content.md5;
      await this.#task.alone(() => this.#store(content, isSame));
    }
  }

  /** `isSame`: the archive has named this very object already, which is not there as it should be. */
  async #store(content: PartitionContent, isSame: boolean): Promise<void> {
    const { table } = this.#task;
    const { key } = entryOf(table, content);
    const bytes = bytesOf(this.#client, table, content);
    const stored = await storeObject(this.#bucket, key, bytes, CSV);
    if (stored === 'exists') this.#skipped += 1;
    else {
      this.#uploaded += 1;
      this.#rowsUploaded += content.rows;
    }
    if (stored === 'repaired' || isSame) this.#repaired.push(key);
  }

  result(canDrift: boolean): TableResult {
    const { table, marked } = this.#task;
    const names = new Set([...this.#before.keys(), ...this.#now.keys()]);
    const drifted = [...names].filter(
      name => this.#before.get(name)?.md5 !== this.#now.get(name)?.md5 && !marked?.has(name),
    );
    return {
      manifest: manifestOf(table, this.#now.values()),
      uploaded: this.#uploaded,
      rowsUploaded: this.#rowsUploaded,
      skipped: this.#skipped,
      drifted: canDrift ? drifted.sort() : [],
      repaired: this.#repaired.sort(),
    };
  }
}
