import { type TableState, unread } from './archive-tables.ts';
import { type ArchiveInfo, type RunOutcome, type RunRecord, type Suspicion } from './documents.ts';
import { type ArchivedTable, archivedTables } from './layout.ts';
import { perTable } from './partitions.ts';
import { describe } from './suspicions.ts';

/** What is known of a run whatever becomes of it. */
export type RunFacts = Pick<
  RunRecord,
  'run_id' | 'mode' | 'trigger' | 'actor' | 'accept_shrink' | 'started_at' | 'snapshot_at'
>;

/** How it ended. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly finishedAt: string;
  readonly suspicions: readonly Suspicion[];
  readonly error: string | null;
  /** The table that failed, if one did. */
  readonly failed: ArchivedTable | undefined;
}

/** The record of a run that comes after `before` in the history. `states`: the tables as far as the run came. */
export function recordOf(
  facts: RunFacts,
  { outcome, finishedAt, suspicions, error, failed }: RunEnd,
  states: ReadonlyMap<ArchivedTable, TableState>,
  before: ArchiveInfo | undefined,
): RunRecord {
  const isCommitted = outcome === 'SUCCEEDED' || outcome === 'UNCHANGED';
  const line = before?.archive_history[0];
  return {
    format_version: 1,
    ...facts,
    outcome,
    finished_at: finishedAt,
    tables: perTable(table => {
      const state = states.get(table);
      const { uploaded = 0, skipped = 0 } = state ?? {};
      const archived = isCommitted && state ? state : unread(before?.tables[table]);
      const { rows, partitions, bytes } = archived;
      const suspicion = isCommitted ? undefined : suspicions.find(each => each.table === table);
      const said = suspicion ? describe(suspicion) : failed === table ? error : null;
      return { rows, partitions, bytes, uploaded, skipped, error: said };
    }),
    suspicions,
    drifted_partitions: archivedTables.flatMap(table =>
      (states.get(table)?.drifted ?? []).map(partition => ({ table, partition })),
    ),
    repaired: archivedTables.flatMap(table => states.get(table)?.repaired ?? []),
    error,
    previous: line ? { run_id: line.run_id, sha256: line.sha256 } : null,
  };
}
