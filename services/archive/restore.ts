import { type ClientBase } from 'pg';
import { bulkLoad, tablesWithSequences } from '../db/bulk-load.ts';
import { withLateIndexes } from '../db/late-indexes.ts';
import { officeTime } from '../shared/clock.ts';
import { type PartitionEntry } from './documents.ts';
import { explainBrokenReference } from './broken-reference.ts';
import { allowMissingHistory, checkHistory, requireHistory } from './history.ts';
import { type ArchivedTable, archivedTables } from './layout.ts';
import { LOAD_SETTINGS, loadTable } from './load-table.ts';
import { recordRestored } from './loaded-scope.ts';
import { type Archive, type ArchiveSource, readArchive } from './read-archive.ts';
import { rebuildRollups } from './rebuild-rollups.ts';
import { RestoreRefused } from './restore-refused.ts';
import { fitsDatabase } from './target-columns.ts';
import { withoutRuns } from './run-lock.ts';
import { type DayWindow, divide, type Division } from './window.ts';
import { requireDaysOf } from './zone-of-records.ts';

export interface RestoreOptions {
  /** Days to load, both included; static tables are always whole. Absent: everything. */
  readonly window?: DayWindow;
  readonly now: Date;
  /** IANA name of the business zone. */
  readonly zone: string;
  /** Gets a line for each table; nobody does when left out. */
  readonly progress?: (line: string) => void;
}

export interface RestoreReport {
  /** The run that was restored, and the instant of its snapshot. */
  readonly runId: string;
  readonly snapshotAt: string;
  /** Null: everything was loaded. */
  readonly window: DayWindow | null;
  readonly rows: number;
  readonly bytes: number;
  readonly tables: Readonly<Record<ArchivedTable, TableReport>>;
}

export interface TableReport {
  readonly rows: number;
  readonly partitions: number;
  readonly bytes: number;
  /** Partitions that stay in the archive alone. */
  readonly left: number;
}

/**
 * Brings an archive back into an empty database, in one transaction: all of it, or nothing and the error. Rows come as
 * they were, with their ids, versions and times, and nothing is recorded or marked as a change; generated ids go on
 * above all that were ever given out. No run reads the database meanwhile. `client` is connected as the owner. Errors:
 * `DatabaseNotEmpty`; {@link RestoreRefused}; `Conflict/RUN_IN_PROGRESS`; what reading the archive throws.
 */
export async function restoreArchive(
  client: ClientBase,
  source: ArchiveSource,
  options: RestoreOptions,
): Promise<RestoreReport> {
  const archive = await readArchive(source);
  const { date: today } = officeTime(options.now, options.zone);
  const division = divide(archive.manifests, options.window, today);
  const load = async (): Promise<RestoreReport['tables']> => {
    await fitsDatabase(client, archive);
    if (division.window) {
      await requireDaysOf(client, archive);
      await allowMissingHistory(client);
    } else {
      await requireHistory(client);
      await checkHistory(client);
    }
    const loaded = await loadArchive(client, archive, division, options);
    await recordRestored(client, archive.info, division);
    return loaded;
  };
  const tables = await withoutRuns(client, () => bulkLoad(client, load));
  const total = (what: 'rows' | 'bytes'): number =>
    archivedTables.reduce((sum, table) => sum + tables[table][what], 0);
  return {
    runId: archive.info.run_id,
    snapshotAt: archive.info.snapshot_at,
    window: division.window,
    rows: total('rows'),
    bytes: total('bytes'),
    tables,
  };
}

/**
 * Loads into the tables that the session's search path finds, inside the caller's transaction. Triggers rest
 * meanwhile: what they record is in the archive already, and what they count is counted at the end, at once.
 */
export async function loadArchive(
  client: ClientBase,
  archive: Archive,
  division: Division,
  { progress = () => {} }: Pick<RestoreOptions, 'progress'>,
): Promise<RestoreReport['tables']> {
  await client.query(`${LOAD_SETTINGS}; set local maintenance_work_mem = '256MB'`);
  const wakeTriggers = await restTriggers(client);
  const reports = await withLateIndexes(
    client,
    LARGE_TABLES,
    async () => {
      const loaded: Partial<Record<ArchivedTable, TableReport>> = {};
      for (const table of archivedTables) {
        const { load, left } = division.tables[table];
        const rows = await loadTable(client, archive, table, load);
        loaded[table] = { rows, partitions: load.length, bytes: bytesOf(load), left };
        progress(`${table}: ${rows} rows from ${load.length} files`);
      }
      await checkFeedback(client);
      await rebuildRollups(client);
      progress('all rows are there, making the indexes');
      return loaded as RestoreReport['tables'];
    },
    error => explainBrokenReference(client, archive, error),
  );
  await wakeTriggers();
  await raiseToLastIds(client, archive);
  return reports;
}

const LARGE_TABLES = [
  'customer',
  'timeslot',
  'appointment',
  'feedback',
  'assignment',
  'audit_event',
] as const satisfies readonly ArchivedTable[];

/** Gives what wakes them again: those that rested before go on resting. */
async function restTriggers(client: ClientBase): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select tgrelid::regclass::text as table, tgname as name from pg_trigger
      where tgrelid = any($1::regclass[]) and not tgisinternal and tgenabled = 'O'`,
    [archivedTables],
  );
  const each = async (how: 'disable' | 'enable'): Promise<void> => {
    for (const { table, name } of rows) {
      await client.query(`alter table ${table} ${how} trigger ${client.escapeIdentifier(name)}`);
    }
  };
  await each('disable');
  return () => each('enable');
}

/** The one rule over two tables that a trigger keeps at any time; all others are constraints, which never rest. */
async function checkFeedback(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(`
    select from feedback f join appointment a on a.id = f.appointment_id
     where a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW' limit 1`);
  if (rowCount !== 0) {
    const what = 'a row is on an appointment that was not held';
    throw new RestoreRefused('RULE_BROKEN', what, { table: 'feedback' });
  }
}

/** Rows with the highest ids may be gone; their ids are not given out again. */
async function raiseToLastIds(client: ClientBase, { info }: Archive): Promise<void> {
  for (const table of tablesWithSequences) {
    await client.query(
      `select setval(s.sequence, $1::bigint)
         from (select pg_get_serial_sequence('${table}', 'id')::regclass as sequence) s
        where $1::bigint > coalesce(pg_sequence_last_value(s.sequence), 0)`,
      [info.tables[table].last_id],
    );
  }
}

const bytesOf = (entries: readonly PartitionEntry[]): number =>
  entries.reduce((sum, { bytes }) => sum + bytes, 0);
