import { type ClientBase } from 'pg';
import { inTransaction } from '../db/in-transaction.ts';
import { lockPatiently } from '../db/patient-lock.ts';
import { tidyTables } from '../db/tidy.ts';
import { explainBrokenReference } from './broken-reference.ts';
import { type PartitionEntry } from './documents.ts';
import { checkHistory, requireHistory } from './history.ts';
import { type ArchivedTable, INFO_KEY } from './layout.ts';
import { LOAD_SETTINGS, loadTable } from './load-table.ts';
import {
  findUnloaded,
  isPartOf,
  lockScope,
  recordLoaded,
  type UnloadedDay,
} from './loaded-scope.ts';
import { partitionOfDay } from './partitions.ts';
import { type Archive, type ArchiveSource, readArchive } from './read-archive.ts';
import { RestoreRefused } from './restore-refused.ts';
import { fitsDatabase } from './target-columns.ts';
import { checkWindow, type DayWindow } from './window.ts';

/** What loading days needs of a job's context. */
export interface LoadContext {
  /** Connected as the owner, outside of any transaction. */
  readonly client: ClientBase;
  readonly bucket: ArchiveSource;
}

export interface LoadReport {
  /** Days of which something was loaded. */
  readonly days: number;
  readonly partitions: number;
  readonly rows: number;
  readonly bytes: number;
  /** Whether the database now holds everything that the archive has. */
  readonly isWhole: boolean;
}

/**
 * Brings days that a database does not hold, both ends included, from the archive into it while others use it: in one
 * transaction, all of them or none. Days that it holds, and what was written since, stay as they are; nothing is
 * recorded or marked as a change. Others go on reading and writing meanwhile; only when the last missing days are
 * loaded do writers wait, for its last moments. Errors: `InvalidInput`; `RestoreRefused`; what reading the archive
 * throws.
 */
export async function loadDays(
  window: DayWindow,
  { client, bucket }: LoadContext,
): Promise<LoadReport> {
  checkWindow(window);
  const archive = await readArchive(bucket);
  const report = await inTransaction(client, async () => {
    await client.query(`${LOAD_SETTINGS}; set local meetassist.restoring = 'on'`);
    return load(client, archive, window);
  });
  if (report.rows > 0) await tidyTables(client, DATED_TABLES);
  return report;
}

/** Feedback comes last: its totals are of consultants, not of days, and whoever rates one of them waits for the end. */
const DATED_TABLES = [
  'timeslot',
  'appointment',
  'assignment',
  'audit_event',
  'feedback',
] as const satisfies readonly ArchivedTable[];

async function load(client: ClientBase, archive: Archive, window: DayWindow): Promise<LoadReport> {
  await lockScope(client);
  await fitsDatabase(client, archive);
  if (!(await isPartOf(client, archive.info))) {
    throw new RestoreRefused(
      'FOREIGN_ARCHIVE',
      'the archive was written by another database since this one was loaded from it',
      { file: INFO_KEY },
    );
  }
  const { wanted, others } = await findUnloaded(client, window);
  const isWhole = others === 0;
  const counts = { partitions: 0, rows: 0, bytes: 0 };
  for (const table of DATED_TABLES) {
    if (table === 'feedback' && isWhole && wanted.length > 0) {
      await lockPatiently(client, DATED_TABLES);
    }
    const entries = entriesOf(archive, table, wanted);
    counts.rows += await loadTable(client, archive, table, entries);
    counts.partitions += entries.length;
    for (const { bytes } of entries) counts.bytes += bytes;
  }
  if (wanted.length > 0) {
    await recordLoaded(client, window, { isWhole });
    if (isWhole) await endMissingHistory(client, archive);
  }
  return { days: new Set(wanted.map(({ date }) => date)).size, ...counts, isWhole };
}

async function endMissingHistory(client: ClientBase, archive: Archive): Promise<void> {
  await requireHistory(client);
  await client.query('savepoint unchecked');
  try {
    await checkHistory(client);
  } catch (error) {
    await client.query('rollback to savepoint unchecked');
    throw await explainBrokenReference(client, archive, error);
  }
}

function entriesOf(
  { manifests, info }: Archive,
  table: ArchivedTable,
  wanted: readonly UnloadedDay[],
): PartitionEntry[] {
  const byName = new Map(manifests[table].partitions.map(entry => [entry.partition, entry]));
  return wanted
    .filter(day => day.table === table)
    .map(({ date }) => {
      const entry = byName.get(partitionOfDay(date));
      if (entry) return entry;
      throw new RestoreRefused(
        'OBJECT_MISSING',
        `the archive has no ${date} of ${table} any more, which it had when this database was loaded`,
        { table, file: info.tables[table].manifest },
      );
    });
}
