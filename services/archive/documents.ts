import { type ArchivedTable, type PartitionName } from './layout.ts';

/** One object of a table's manifest. */
export interface PartitionEntry {
  readonly partition: PartitionName;
  /** Key of the object in the bucket. */
  readonly key: string;
  /** Without the header. */
  readonly rows: number;
  readonly bytes: number;
  /** Of the object's bytes, lower-case hexadecimal. */
  readonly md5: string;
}

/** The partitions of a table at one moment, ordered by name. */
export interface Manifest {
  readonly format_version: 1;
  readonly table: ArchivedTable;
  /** In the order of the files. */
  readonly columns: readonly string[];
  readonly partitions: readonly PartitionEntry[];
}

export type RunMode = 'CHANGED' | 'FULL';
export type RunOutcome = 'SUCCEEDED' | 'UNCHANGED' | 'SUSPECT' | 'FAILED';
export type RunTrigger = 'ADMIN' | 'SCHEDULE';

/** What a run did with one table. */
export interface TableOutcome {
  /** In the whole table as the archive has it after the run. */
  readonly rows: number;
  readonly partitions: number;
  readonly bytes: number;
  /** Objects that were written, and that were compared and found the same. */
  readonly uploaded: number;
  readonly skipped: number;
  readonly error: string | null;
}

/** Why a run asks an administrator to look before anything is committed. */
export interface Suspicion {
  readonly reason: 'TABLE_EMPTIED' | 'TABLE_SHRANK' | 'ARCHIVE_MISSING' | 'FOREIGN_ARCHIVE';
  readonly table: ArchivedTable | null;
  readonly rows_before: number | null;
  readonly rows_now: number | null;
}

/** `metadata/runs/<runId>.json`: written once per run, whatever its outcome. */
export interface RunRecord {
  readonly format_version: 1;
  readonly run_id: string;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  /** Who asked: a user's name, or the schedule's. */
  readonly actor: string;
  readonly accept_shrink: boolean;
  readonly outcome: RunOutcome;
  /** ISO 8601 with an offset, as everywhere in these documents. */
  readonly started_at: string;
  readonly finished_at: string;
  /** The instant of the snapshot; null when there was none. */
  readonly snapshot_at: string | null;
  readonly tables: Readonly<Partial<Record<ArchivedTable, TableOutcome>>>;
  readonly suspicions: readonly Suspicion[];
  /** FULL runs: partitions that differed although nothing had marked them as changed. */
  readonly drifted_partitions: readonly { table: ArchivedTable; partition: PartitionName }[];
  /** Objects that were missing or damaged, and were written again. */
  readonly repaired: readonly string[];
  /** A sentence without personal data or SQL. */
  readonly error: string | null;
  /** SHA-256 of the record before this one in the history, null for the first. */
  readonly previous: { readonly run_id: string; readonly sha256: string } | null;
}

/** What the archive holds: everything, or a database that was loaded by a window wrote last. */
export interface Scope {
  readonly everything: boolean;
  /** Half-open ranges of dates; empty when everything is held. */
  readonly days: readonly { readonly from: string; readonly to: string }[];
}

export interface TableInfo {
  readonly record_count: number;
  readonly last_archived: string | null;
  /** The outcome of the last attempt. */
  readonly status: RunOutcome;
  /** SHA-256 of the manifest. */
  readonly checksum: string;
  readonly last_upload_skipped: string | null;
  readonly last_error: string | null;
  readonly last_error_time: string | null;
  /** Key of the manifest. */
  readonly manifest: string;
  readonly partitions: number;
  readonly bytes: number;
  readonly last_changed: string | null;
  readonly last_verified: string | null;
  /** The highest generated id that was ever given out; null where ids are not numbers. */
  readonly last_id: number | null;
}

/** One line of the history. */
export interface HistoryEntry {
  readonly run_id: string;
  readonly outcome: RunOutcome;
  readonly trigger: RunTrigger;
  readonly started_at: string;
  readonly finished_at: string;
  readonly total_records: number;
  readonly uploaded: number;
  readonly error: string | null;
  /** SHA-256 of the run's record. */
  readonly sha256: string;
}

/** `metadata/archive_info.json`: the current state. */
export interface ArchiveInfo {
  readonly format_version: 1;
  /** The run that was committed last, and the database that it read. */
  readonly run_id: string;
  readonly database_id: string;
  readonly snapshot_at: string;
  /** Number of the newest migration. */
  readonly schema_version: number;
  /** IANA name of the zone whose days the records are divided by; absent in archives of earlier versions. */
  readonly zone?: string;
  readonly scope: Scope;
  readonly created_at: string;
  readonly last_updated: string;
  readonly last_full_archive: string | null;
  readonly total_records: number;
  readonly tables: Readonly<Record<ArchivedTable, TableInfo>>;
  /** Newest first, at most 100. */
  readonly archive_history: readonly HistoryEntry[];
  /**
   * The record of the run in the first line of the history. It is written to `metadata/runs/` after this document, so
   * that no record speaks of a commit that never came; a run that was killed in between leaves that to the next one.
   */
  readonly last_run: RunRecord;
}
