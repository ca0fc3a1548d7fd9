import { type ClientBase } from 'pg';
import { type Bucket } from '../s3/bucket.ts';
import { archiveTable } from './archive-table.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { type ArchiveInfo, type Manifest, type RunMode, type TableInfo } from './documents.ts';
import { type ArchivedTable, archivedTables, manifestKey, type PartitionName } from './layout.ts';
import { type Extent, extentOf } from './manifests.ts';
import { TableFailed } from './run-error.ts';
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
    ...{ uploaded: 0, skipped: 0, drifted: [], repaired: [] },
  };
}

export interface TablesTask {
  readonly client: ClientBase;
  readonly bucket: Bucket;
  readonly mode: RunMode;
  /** The archive as it was committed last. */
  readonly info: ArchiveInfo | undefined;
  readonly tracking: Tracking;
}

/**
 * Brings objects and manifests of all tables up to date with the snapshot under way, and gives each state as it is
 * known. Reads what is marked; everything where the marks say nothing about this archive, or `mode` wants it. Errors:
 * {@link TableFailed}.
 */
export async function* archiveTables(
  task: TablesTask,
): AsyncGenerator<readonly [ArchivedTable, TableState]> {
  const { info, mode, tracking } = task;
  const isTrusted = info !== undefined && info.run_id === tracking.lastRunId;
  const readAll = mode === 'FULL' || !isTrusted;
  const hasOtherSchema = info?.schema_version !== tracking.schemaVersion;
  for (const table of archivedTables) {
    const marked = namesOf(tracking.marks, table);
    if (!readAll && !hasOtherSchema && marked.size === 0) {
      yield [table, unread(info.tables[table])];
      continue;
    }
    try {
      yield [
        table,
        await stateOf(table, { ...task, marked: isTrusted ? marked : undefined, readAll }),
      ];
    } catch (cause) {
      throw new TableFailed(table, cause);
    }
  }
}

async function stateOf(
  table: ArchivedTable,
  {
    client,
    bucket,
    info,
    tracking,
    marked,
    readAll,
  }: TablesTask & {
    readonly marked: ReadonlySet<PartitionName> | undefined;
    readonly readAll: boolean;
  },
): Promise<TableState> {
  const before = info && (await readManifest(bucket, info, table));
  const unloaded = namesOf(tracking.unloaded, table);
  const look = readAll;
  const result = await archiveTable(client, bucket, {
    ...{ table, before, marked, readAll, unloaded, look },
  });
  const { manifest, uploaded, skipped, drifted } = result;
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
      skipped,
      drifted,
      repaired,
    },
  };
}

function namesOf(partitions: readonly Mark[], table: ArchivedTable): ReadonlySet<PartitionName> {
  return new Set(partitions.filter(mark => mark.table === table).map(({ partition }) => partition));
}
