import { type ArchiveState, type ArchiveStatus } from '../../generated/graphql.ts';
import { type ArchiveInfo, type RunOutcome } from './documents.ts';
import { archivedTables } from './layout.ts';
import { tableName } from './run-answers.ts';

type OfArchive = Omit<
  ArchiveStatus,
  'currentRun' | 'lastRun' | 'lastError' | 'lastErrorAt' | 'state'
>;

/** What the archive holds, by its own account. Nothing, with no tables, when there is none. */
export function holdings(info: ArchiveInfo | undefined, now: Date): OfArchive {
  if (!info) return { tables: [] };
  const age = Math.round((now.getTime() - Date.parse(info.snapshot_at)) / 1000);
  return {
    runId: info.run_id,
    snapshotAt: info.snapshot_at,
    freshnessSeconds: Math.max(0, age),
    createdAt: info.created_at,
    lastUpdated: info.last_updated,
    lastFullArchive: info.last_full_archive,
    schemaVersion: info.schema_version,
    scope: { everything: info.scope.everything, days: info.scope.days.map(day => ({ ...day })) },
    totalRows: info.total_records,
    tables: archivedTables.map(table => {
      const held = info.tables[table];
      return {
        table: tableName(table),
        rows: held.record_count,
        partitions: held.partitions,
        bytes: held.bytes,
        checksum: held.checksum,
        status: held.status,
        lastArchived: held.last_archived,
        lastChanged: held.last_changed,
        lastUploadSkipped: held.last_upload_skipped,
        lastVerified: held.last_verified,
        lastError: held.last_error,
        lastErrorAt: held.last_error_time,
      };
    }),
  };
}

/** How things stand with the archive after the run that ended last. */
export function stateAfter(
  info: ArchiveInfo | undefined,
  last: RunOutcome | undefined,
): ArchiveState {
  if (last === 'SUSPECT' || last === 'FAILED') return last;
  return info ? 'CURRENT' : 'NONE';
}
