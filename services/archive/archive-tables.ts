import { type ClientBase } from 'pg';
import { type JobContext } from '../job/job.ts';
import { type Bucket } from '../s3/bucket.ts';
import { archiveTable, type TableTask } from './archive-table.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { type ArchiveInfo, type Manifest, type RunMode, type TableInfo } from './documents.ts';
import { type ArchivedTable, archivedTables, manifestKey, type PartitionName } from './layout.ts';
import { type Extent, extentOf } from './manifests.ts';
import { RunImpossible, TableFailed } from './run-error.ts';
import { inSnapshot, shareSnapshot } from './snapshot.ts';
import { readManifest } from './status.ts';
import { JSON_DOCUMENT, storeObject } from './store-object.ts';
import { type Mark, type Tracking } from './tracking-store.ts';

/** What a run found of a table. */
export interface TableState extends Extent {
  /** SHA-256 of the manifest. */
  readonly checksum: string;
  /** Undefined: it was not looked at, for nothing can have changed. */
  readonly manifest: Manifest | undefined;
  /** As it was committed last; undefined where that is not known. */
  readonly before: Manifest | undefined;
  readonly isChanged: boolean;
  /** Its objects were looked for in the bucket. */
  readonly isVerified: boolean;
  readonly uploaded: number;
  readonly rowsUploaded: number;
  readonly skipped: number;
  /** Partitions that differ although nothing had marked them. */
  readonly drifted: readonly PartitionName[];
  /** Keys of what was missing or damaged, and was written again. */
  readonly repaired: readonly string[];
}

/** A table that was not looked at: as the archive has it, if it has. */
export function unread(info: TableInfo | undefined): TableState {
  return {
    checksum: info?.checksum ?? '',
    rows: info?.record_count ?? 0,
    partitions: info?.partitions ?? 0,
    bytes: info?.bytes ?? 0,
    ...{ manifest: undefined, before: undefined, isChanged: false, isVerified: false },
    ...{ uploaded: 0, rowsUploaded: 0, skipped: 0, drifted: [], repaired: [] },
  };
}

export interface TablesTask {
  readonly client: ClientBase;
  readonly withAnother?: JobContext['withAnother'];
  readonly bucket: Bucket;
  readonly mode: RunMode;
  /** The archive as it was committed last. */
  readonly info: ArchiveInfo | undefined;
  readonly tracking: Tracking;
}

/**
 * Brings objects and manifests of all tables up to date with the snapshot under way, and gives each state to `tell` as
 * it is known. Reads what is marked; everything where the marks say nothing about this archive, or `mode` wants it:
 * then two tables at a time, over two connections in the same snapshot. Errors: {@link TableFailed}, when nothing is
 * read any more.
 */
export async function archiveTables(
  task: TablesTask,
  tell: (table: ArchivedTable, state: TableState) => void,
): Promise<void> {
  const { client, withAnother, info, mode, tracking } = task;
  if (tracking.strangeTables.length > 0) {
    throw new RunImpossible(
      `${tracking.strangeTables.join(', ')}: the database has more of it than this version knows; the later version is to be deployed again before anything is archived`,
    );
  }
  const isTrusted = info !== undefined && info.run_id === tracking.lastRunId;
  const readAll = mode === 'FULL' || !isTrusted;
  // Manifests at least, for what may have been left undone.
  const isLookedAt = info?.schema_version !== tracking.schemaVersion || tracking.isRestored;
  const left: ArchivedTable[] = [];
  for (const table of largestFirst) {
    const isRead = readAll || isLookedAt || namesOf(tracking.marks, table).size > 0;
    if (isRead) left.push(table);
    else tell(table, unread(info.tables[table]));
  }
  // What comes after it in the same transaction fails of nothing but that.
  let first: TableFailed | undefined;
  const readTable = async (table: ArchivedTable, over: Reading): Promise<void> => {
    const marked = isTrusted ? namesOf(tracking.marks, table) : undefined;
    try {
      tell(table, await stateOf(table, { ...task, ...over, marked, readAll }));
    } catch (cause) {
      left.length = 0;
      throw (first ??= new TableFailed(table, cause));
    }
  };
  if (!readAll) {
    // Each table's requests to the bucket wait for one another; those of several tables need not.
    const alone = inTurn();
    await allOf(left.map(table => readTable(table, { client, alone })));
    return;
  }
  const read = async (connection: ClientBase): Promise<void> => {
    const over = { client: connection, alone: inTurn() };
    for (let table = left.shift(); table; table = left.shift()) await readTable(table, over);
  };
  await (withAnother ? inPair(client, withAnother, read) : read(client));
}

/** A connection, and how its readers take turns. */
type Reading = Pick<TablesTask, 'client'> & Pick<TableTask, 'alone'>;

function inTurn(): TableTask['alone'] {
  let last: Promise<unknown> = Promise.resolve();
  return read => {
    const mine = last.then(read);
    last = mine.catch(() => {});
    return mine;
  };
}

/** Fails with the first failure, when nothing is under way any more. */
async function allOf(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) {
    if (end.status === 'rejected') throw end.reason;
  }
}

/** So that two who share them end at about the same time. */
const largestFirst: readonly ArchivedTable[] = [
  'appointment',
  ...archivedTables.filter(table => table !== 'appointment'),
];

/** Has both connections `read` in the snapshot under way. One that cannot be opened is done without. */
async function inPair(
  client: ClientBase,
  withAnother: NonNullable<JobContext['withAnother']>,
  read: (client: ClientBase) => Promise<void>,
): Promise<void> {
  const snapshot = await shareSnapshot(client);
  let isOpen = false;
  const helper = withAnother(other => {
    isOpen = true;
    return inSnapshot(other, () => read(other), snapshot);
  }).catch((error: unknown) => {
    if (isOpen) throw error;
  });
  await allOf([read(client), helper]);
}

async function stateOf(
  table: ArchivedTable,
  {
    client,
    alone,
    bucket,
    info,
    tracking,
    marked,
    readAll,
  }: TablesTask &
    Reading & {
      readonly marked: ReadonlySet<PartitionName> | undefined;
      readonly readAll: boolean;
    },
): Promise<TableState> {
  const before = info && (await readManifest(bucket, info, table));
  const unloaded = namesOf(tracking.unloaded, table);
  const look = readAll;
  const result = await archiveTable(client, bucket, {
    ...{ table, before, marked, readAll, unloaded, look, alone },
  });
  const { manifest, uploaded, rowsUploaded, skipped, drifted } = result;
  const body = canonicalJson(manifest);
  const checksum = sha256(body);
  const isChanged = checksum !== info?.tables[table].checksum;
  const isLost = info !== undefined && before === undefined;
  if (isChanged || isLost) {
    await storeObject(bucket, manifestKey(table, checksum), body, JSON_DOCUMENT);
  }
  const repaired = [...(isLost ? [info.tables[table].manifest] : []), ...result.repaired];
  return {
    ...extentOf(manifest),
    ...{
      checksum,
      manifest,
      before,
      isChanged,
      isVerified: look,
      uploaded,
      rowsUploaded,
      skipped,
      drifted,
      repaired,
    },
  };
}

function namesOf(partitions: readonly Mark[], table: ArchivedTable): ReadonlySet<PartitionName> {
  return new Set(partitions.filter(mark => mark.table === table).map(({ partition }) => partition));
}
