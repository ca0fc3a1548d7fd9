import { type ArchivedTable as TableName, type ArchiveRun } from '../../generated/graphql.ts';
import { type Job } from '../job/job.ts';
import { type HistoryEntry, type RunRecord } from './documents.ts';
import { archivedTables, type ArchivedTable } from './layout.ts';

/** A table as the contract calls it. */
export const tableName = (table: ArchivedTable): TableName =>
  table.toUpperCase() as Uppercase<ArchivedTable>;

/** The run that a record in the bucket tells of, in full. */
export function runOfRecord(record: RunRecord): ArchiveRun {
  const tables = archivedTables.flatMap(table => {
    const outcome = record.tables[table];
    return outcome ? [{ table: tableName(table), ...outcome }] : [];
  });
  const sum = (of: (table: (typeof tables)[number]) => number): number =>
    tables.reduce((total, table) => total + of(table), 0);
  return {
    id: record.run_id,
    status: record.outcome,
    mode: record.mode,
    trigger: record.trigger,
    actor: record.actor,
    acceptShrink: record.accept_shrink,
    startedAt: record.started_at,
    finishedAt: record.finished_at,
    snapshotAt: record.snapshot_at,
    totalRows: sum(({ rows }) => rows),
    uploaded: sum(({ uploaded }) => uploaded),
    tables,
    suspicions: record.suspicions.map(({ reason, table, rows_before, rows_now }) => ({
      reason,
      table: table && tableName(table),
      rowsBefore: rows_before,
      rowsNow: rows_now,
    })),
    driftedPartitions: record.drifted_partitions.map(({ table, partition }) => ({
      table: tableName(table),
      partition,
    })),
    repaired: [...record.repaired],
    error: record.error,
  };
}

/** What the history says of a run: enough for a list of them. */
export function runOfEntry(entry: HistoryEntry): ArchiveRun {
  return {
    ...nothingKnown,
    id: entry.run_id,
    status: entry.outcome,
    trigger: entry.trigger,
    startedAt: entry.started_at,
    finishedAt: entry.finished_at,
    totalRows: entry.total_records,
    uploaded: entry.uploaded,
    error: entry.error,
  };
}

/** A run as its job tells of it: one that is unfinished, or that the bucket does not know. */
export function runOfJob(job: Job): ArchiveRun {
  const { mode, acceptShrink } = job.input as Pick<ArchiveRun, 'mode' | 'acceptShrink'>;
  const told = job.result ? runOfRecord(job.result as RunRecord) : nothingKnown;
  return {
    ...told,
    id: job.id,
    status: job.status,
    mode: mode ?? null,
    trigger: job.trigger,
    actor: job.actorName,
    acceptShrink: acceptShrink ?? null,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    error: job.error,
  };
}

const nothingKnown = {
  mode: null,
  actor: null,
  acceptShrink: null,
  snapshotAt: null,
  totalRows: null,
  uploaded: null,
  tables: [],
  suspicions: [],
  driftedPartitions: [],
  repaired: [],
};
