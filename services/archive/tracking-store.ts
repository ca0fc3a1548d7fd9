import { type ClientBase } from 'pg';
import { tablesWithSequences } from '../db/bulk-load.ts';
import { onClient } from '../db/connection.ts';
import { integer, join, literal, plainText, type Sql, sql } from '../db/sql.ts';
import { runTogether } from '../db/statement.ts';
import { archivedColumns } from './columns.ts';
import { type ArchivedTable, archivedTables, type PartitionName } from './layout.ts';

/** A partition of a table. */
export interface Mark {
  readonly table: ArchivedTable;
  readonly partition: PartitionName;
}

/** What the database says of itself to the archive, all of it as of one snapshot. */
export interface Tracking {
  /** Told apart from every other database, for as long as its data live. */
  readonly databaseId: string;
  /** The run from which the marks tell the difference; null when they tell nothing. */
  readonly lastRunId: string | null;
  /** Whether the database was restored from that run: what the run left undone behind its commit is not known. */
  readonly isRestored: boolean;
  /** Runs of which this database holds all that they have read (0020_runs_and_jobs_told_truly.sql). */
  readonly knownRuns: readonly string[];
  /** Whether a run was committed from this database, or it was restored from one. */
  readonly wasArchived: boolean;
  /** What {@link forgetMarks} wants: the transactions that this snapshot sees, as PostgreSQL writes it. */
  readonly covered: string;
  /** Number of the newest migration. */
  readonly schemaVersion: number;
  /** Tables with columns that this version does not archive: the schema is of a later one. */
  readonly strangeTables: readonly ArchivedTable[];
  /** IANA name of the office's zone. */
  readonly zone: string;
  /** Partitions that were changed, each once; ordered by name within a table. */
  readonly marks: readonly Mark[];
  /** Partitions that the archive has and this database has not, in the same order; none when everything is loaded. */
  readonly unloaded: readonly Mark[];
  /** The half-open windows that were loaded; none when everything is. */
  readonly loadedDays: readonly { readonly from: string; readonly to: string }[];
  /** By table, the highest id that was ever generated; null where none was, or ids are no numbers. */
  readonly lastIds: Readonly<Record<ArchivedTable, number | null>>;
}

/**
 * Reads the tracking in the caller's transaction: in a run, that of its snapshot (REPEATABLE READ). Generated ids alone
 * are those of the moment, which is never behind the snapshot.
 */
export async function readTracking(client: ClientBase): Promise<Tracking> {
  return trackingIn(await onClient(client).rows('archive.tracking', trackingRow()));
}

/** What {@link trackingRow} gave. */
export function trackingIn(rows: readonly unknown[]): Tracking {
  const [row] = rows as readonly { readonly tracking: Tracking }[];
  if (!row) throw new Error('archive_state has no row');
  return row.tracking;
}

export function trackingRow(): Sql {
  return sql`
    select json_build_object(
             'databaseId', s.database_id,
             'lastRunId', s.last_run_id,
             'isRestored', coalesce(s.last_run_id = s.restored_from_run_id, false),
             'knownRuns', to_json(array_remove(array[s.last_run_id, s.restored_from_run_id, s.committed_run_id] || s.announced_runs, null)),
             'wasArchived', coalesce(s.last_run_id, s.restored_from_run_id, s.committed_run_id) is not null,
             'covered', pg_current_snapshot()::text,
             'schemaVersion', (select max(number) from schema_migration),
             'strangeTables', (${strangeTables}),
             'zone', (select o.zone from office o),
             'marks', (
               select coalesce(json_agg(json_build_object('table', m.table_name, 'partition', m.partition)
                        order by m.table_name, m.partition), '[]')
                 from (select distinct table_name, partition from archive_mark where table_name <> '*') m),
             'unloaded', (
               select coalesce(json_agg(json_build_object('table', u.table_name, 'partition', day_partition(u.date))
                        order by u.table_name, u.date), '[]')
                 from unloaded_partition u),
             'loadedDays', (
               select coalesce(json_agg(json_build_object('from', to_char(d.from_date, 'YYYY-MM-DD'), 'to', to_char(d.to_date, 'YYYY-MM-DD'))
                        order by d.from_date, d.to_date), '[]')
                 from loaded_days d),
             'lastIds', json_build_object(${join(lastIds, ', ')})) as tracking
      from archive_state s`;
}

/** Counting is enough: a column that is gone is missed by whoever reads the table. */
const strangeTables = sql`
  select coalesce(json_agg(t.name::text order by t.name::text), '[]')
    from (values ${join(
      archivedTables.map(
        table => sql`(${literal(table)}::regclass, ${integer(archivedColumns[table].length)})`,
      ),
      ', ',
    )}) t (name, known)
   where t.known < (select count(*) from pg_attribute a
                     where a.attrelid = t.name and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')`;

const lastIds = archivedTables.map(table =>
  tablesWithSequences.includes(table)
    ? sql`${literal(table)}, pg_sequence_last_value(${literal(`${table}_id_seq`)}::regclass)`
    : sql`${literal(table)}, null`,
);

/**
 * Says that the run, whose snapshot was taken, is going to be committed: upon `base`, which this database knows, or
 * where that is undefined upon nothing that it knows. May be repeated.
 */
export function announcement(runId: string, base: string | undefined): Sql {
  const upon = base === undefined ? sql`null` : plainText(base);
  return sql`select announce_archive_run(${plainText(runId)}, ${upon})`;
}

/**
 * Says that the run is committed in the bucket: marks that its snapshot saw go, those of later transactions stay.
 * Outside the run's own transaction, which is read-only. May be repeated. `then` travels behind it.
 * Nobody waits for the disk: a server that dies in the next moment has the marks still, and the next run reads everything.
 */
export async function forgetMarks(
  client: ClientBase,
  { covered }: Pick<Tracking, 'covered'>,
  runId: string,
  ...then: readonly Sql[]
): Promise<void> {
  await runTogether(client, 'archive.forget', [
    sql`begin`,
    sql`set local synchronous_commit = off`,
    sql`select forget_archive_marks(${plainText(covered)}::pg_snapshot, ${plainText(runId)})`,
    sql`commit`,
    ...then,
  ]);
}
