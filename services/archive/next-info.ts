import {
  type ArchiveInfo,
  type HistoryEntry,
  type RunRecord,
  type Scope,
  type TableInfo,
  type TableOutcome,
} from './documents.ts';
import { type TableState, unread } from './archive-tables.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { type ArchivedTable, archivedTables, manifestKey } from './layout.ts';
import { perTable } from './partitions.ts';
import { type Tracking } from './tracking-store.ts';

const LONGEST_HISTORY = 100;

/** What is committed: the state after a run that read the database as `tracking` describes it. */
export function committedInfo(
  before: ArchiveInfo | undefined,
  states: ReadonlyMap<ArchivedTable, TableState>,
  { tracking, record }: { tracking: Tracking; record: RunRecord },
): ArchiveInfo {
  const at = record.finished_at;
  const tables = perTable(table => states.get(table) ?? unread(before?.tables[table]));
  const total_records = archivedTables.reduce((sum, table) => sum + tables[table].rows, 0);
  return {
    format_version: 1,
    run_id: record.run_id,
    database_id: tracking.databaseId,
    snapshot_at: record.snapshot_at ?? record.started_at,
    schema_version: tracking.schemaVersion,
    zone: tracking.zone,
    scope: scopeOf(tracking),
    created_at: before?.created_at ?? at,
    last_updated: at,
    last_full_archive: record.mode === 'FULL' || !before ? at : before.last_full_archive,
    total_records,
    tables: perTable(table =>
      committedTable(table, before?.tables[table], tables[table], { tracking, at }),
    ),
    ...historyOf(before, record, total_records),
  };
}

/** The same archive, after a run that changed nothing of it and says why. */
export function refusedInfo(before: ArchiveInfo, record: RunRecord): ArchiveInfo {
  const at = record.finished_at;
  return {
    ...before,
    tables: perTable(table => {
      const error = record.tables[table]?.error ?? null;
      const said = error === null ? {} : { last_error: error, last_error_time: at };
      return { ...before.tables[table], status: record.outcome, ...said };
    }),
    ...historyOf(before, record, before.total_records),
  };
}

function committedTable(
  table: ArchivedTable,
  before: TableInfo | undefined,
  now: TableState,
  { tracking, at }: { tracking: Tracking; at: string },
): TableInfo {
  return {
    record_count: now.rows,
    last_archived: at,
    status: now.isChanged || now.uploaded > 0 ? 'SUCCEEDED' : 'UNCHANGED',
    checksum: now.checksum,
    last_upload_skipped: now.uploaded > 0 ? (before?.last_upload_skipped ?? null) : at,
    last_error: null,
    last_error_time: null,
    manifest: manifestKey(table, now.checksum),
    partitions: now.partitions,
    bytes: now.bytes,
    last_changed: now.isChanged ? at : (before?.last_changed ?? null),
    last_verified: now.isVerified ? at : (before?.last_verified ?? null),
    last_id: tracking.lastIds[table],
  };
}

function scopeOf({ unloaded, loadedDays }: Tracking): Scope {
  return { everything: unloaded.length === 0, days: unloaded.length === 0 ? [] : loadedDays };
}

function historyOf(
  before: ArchiveInfo | undefined,
  record: RunRecord,
  total_records: number,
): Pick<ArchiveInfo, 'archive_history' | 'last_run'> {
  const { run_id, outcome, trigger, started_at, finished_at, error } = record;
  const tables: TableOutcome[] = Object.values(record.tables);
  const line: HistoryEntry = {
    run_id,
    outcome,
    trigger,
    started_at,
    finished_at,
    total_records,
    uploaded: tables.reduce((sum, table) => sum + table.uploaded, 0),
    error,
    sha256: sha256(canonicalJson(record)),
  };
  const earlier = before?.archive_history ?? [];
  return { archive_history: [line, ...earlier].slice(0, LONGEST_HISTORY), last_run: record };
}
