import { type ClientBase } from 'pg';
import { type Bucket } from '../s3/bucket.ts';
import { officeTime, withOffset } from '../shared/clock.ts';
import { archiveTable, type TableResult } from './archive-table.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { keepRecord, previousOf, replaceInfo, type StoredInfo } from './commit.ts';
import {
  type ArchiveInfo,
  type RunMode,
  type RunRecord,
  type RunTrigger,
  type Suspicion,
  type TableOutcome,
} from './documents.ts';
import { type ArchivedTable, archivedTables, manifestKey } from './layout.ts';
import {
  type CommittedTable,
  type CommittedTables,
  committedInfo,
  refusedInfo,
  summaryOf,
  untouched,
} from './next-info.ts';
import { perTable } from './partitions.ts';
import { ARCHIVE_SETTINGS } from './read-partitions.ts';
import { RunFailed, RunImpossible, sentenceOf, TableFailed } from './run-error.ts';
import { aloneInDatabase } from './run-lock.ts';
import { readInfo, readManifest } from './status.ts';
import { JSON_DOCUMENT, storeObject } from './store-object.ts';
import { describe, suspicionsOfPlace, suspicionsOfRows } from './suspicions.ts';
import { writeSymlinks } from './symlinks.ts';
import { forgetMarks, readTracking, type Tracking } from './tracking-store.ts';

export interface RunInput {
  readonly mode: RunMode;
  /** Commits also what looks like an accident. */
  readonly acceptShrink: boolean;
  readonly trigger: RunTrigger;
}

/** What a run works with: the archive role's connection, outside of any transaction, for this run alone. */
export interface RunContext {
  readonly client: ClientBase;
  readonly bucket: Bucket;
  readonly now: () => Date;
  /** IANA name of the business zone. */
  readonly zone: string;
  /** The run's id. */
  readonly jobId: string;
  readonly actor: string;
}

/**
 * Brings the archive up to date with the database, and gives the run's record: SUCCEEDED, or UNCHANGED where there was
 * nothing to do. The order of writes is objects, manifests, `archive_info.json`, which commits, the run's record, lists
 * for Athena; only then are the marks forgotten that the run's snapshot saw. Whatever stops it before the commit has
 * changed nothing that a reader sees, and whatever stops it afterwards is finished by the next run.
 * Errors: `Conflict/RUN_IN_PROGRESS`; {@link RunFailed} with the record of what is SUSPECT or FAILED.
 */
export async function runArchive(input: RunInput, context: RunContext): Promise<RunRecord> {
  return aloneInDatabase(context.client, context.jobId, () => new Run(input, context).run());
}

class Run {
  readonly #input: RunInput;
  readonly #context: RunContext;
  readonly #startedAt: string;
  #snapshotAt: string | null = null;
  #base: StoredInfo;
  readonly #results = new Map<ArchivedTable, TableResult>();

  constructor(input: RunInput, context: RunContext) {
    this.#input = input;
    this.#context = context;
    this.#startedAt = this.#instant();
  }

  async run(): Promise<RunRecord> {
    const { bucket, client, jobId } = this.#context;
    try {
      // Nothing is known of the archive when this fails, so nothing is written then.
      this.#base = await readInfo(bucket);
    } catch (cause) {
      throw new RunFailed(this.#record('FAILED', {}, { error: sentenceOf(cause) }), { cause });
    }
    let record: RunRecord;
    let covered: Tracking;
    try {
      const { tracking, tables, suspicions } = await this.#read();
      if (suspicions.length > 0 && !this.#input.acceptShrink) {
        throw await this.#refuse('SUSPECT', { suspicions });
      }
      record = await this.#commit(tracking, tables, suspicions);
      covered = tracking;
    } catch (error) {
      if (error instanceof RunFailed) throw error;
      throw await this.#refuse('FAILED', { cause: error });
    }
    try {
      await keepRecord(bucket, record);
      await writeSymlinks(bucket, this.#changedManifests(covered));
      await forgetMarks(client, covered, jobId);
      return record;
    } catch (cause) {
      // The marks are there still, so the next run knows that this one was not finished, and finishes it.
      const error = `the run was committed, but what follows was not finished: ${sentenceOf(cause)}`;
      throw new RunFailed({ ...record, outcome: 'FAILED', error }, { cause });
    }
  }

  /** Reads what there is to read in one snapshot, and uploads it. */
  async #read(): Promise<{
    tracking: Tracking;
    tables: CommittedTables;
    suspicions: readonly Suspicion[];
  }> {
    const { client, now } = this.#context;
    this.#snapshotAt = this.#instant(now());
    await client.query(`begin isolation level repeatable read, read only; ${ARCHIVE_SETTINGS}`);
    try {
      const tracking = await readTracking(client);
      const info = this.#base?.info;
      const suspicions = suspicionsOfPlace(info, tracking);
      if (suspicions.length > 0 && !this.#input.acceptShrink) {
        return { tracking, tables: perTable(() => nothing), suspicions };
      }
      if (suspicions.length > 0 && tracking.unloaded.length > 0) {
        throw new RunImpossible(
          'this database holds some days only, and the archive that has the others is not here',
        );
      }
      await this.#finishLast(tracking);
      const tables = await this.#archive(tracking);
      const before = perTable(table => info?.tables[table].record_count ?? 0);
      const rows = perTable(table => tables[table].rows);
      return { tracking, tables, suspicions: [...suspicions, ...suspicionsOfRows(before, rows)] };
    } finally {
      await client.query('rollback').catch(() => {});
    }
  }

  /** The record of a run that was killed, or could not go on, behind its line in the history. */
  async #finishLast({ lastRunId }: Tracking): Promise<void> {
    const last = this.#base?.info.last_run;
    if (!last || last.run_id === lastRunId) return;
    await keepRecord(this.#context.bucket, last);
  }

  async #archive(tracking: Tracking): Promise<CommittedTables> {
    const info = this.#base?.info;
    const isTrusted = info !== undefined && info.run_id === tracking.lastRunId;
    const readAll = this.#input.mode === 'FULL' || !isTrusted;
    const hasOtherSchema = info?.schema_version !== tracking.schemaVersion;
    const marks = byTable(tracking.marks);
    const unloaded = byTable(tracking.unloaded);
    const tables: Partial<Record<ArchivedTable, CommittedTable>> = {};
    for (const table of archivedTables) {
      const marked = marks.get(table) ?? none;
      if (info && !readAll && !hasOtherSchema && marked.size === 0) {
        tables[table] = untouched(info.tables[table]);
        continue;
      }
      try {
        tables[table] = await this.#archiveTable(table, {
          marked: isTrusted ? marked : undefined,
          readAll,
          unloaded: unloaded.get(table) ?? none,
        });
      } catch (cause) {
        throw new TableFailed(table, cause);
      }
    }
    return perTable(table => tables[table] ?? nothing);
  }

  async #archiveTable(
    table: ArchivedTable,
    task: {
      readonly marked: ReadonlySet<string> | undefined;
      readonly readAll: boolean;
      readonly unloaded: ReadonlySet<string>;
    },
  ): Promise<CommittedTable> {
    const { bucket, client } = this.#context;
    const info = this.#base?.info;
    const before = info && (await readManifest(bucket, info, table));
    const look = task.readAll;
    const result = await archiveTable(client, bucket, { ...task, table, before, look });
    const body = canonicalJson(result.manifest);
    const checksum = sha256(body);
    const isChanged = checksum !== info?.tables[table].checksum;
    const key = manifestKey(table, checksum);
    const isLost = info !== undefined && before === undefined;
    if (isChanged || isLost) await storeObject(bucket, key, body, JSON_DOCUMENT);
    const lost = isLost ? [info.tables[table].manifest] : [];
    this.#results.set(table, { ...result, repaired: [...lost, ...result.repaired] });
    return {
      ...summaryOf(result.manifest),
      checksum,
      isChanged,
      uploaded: result.uploaded,
      isVerified: look,
    };
  }

  async #commit(
    tracking: Tracking,
    tables: CommittedTables,
    suspicions: readonly Suspicion[],
  ): Promise<RunRecord> {
    const isUnchanged =
      archivedTables.every(table => !tables[table].isChanged) &&
      [...this.#results.values()].every(({ repaired }) => repaired.length === 0);
    const outcomes = perTable(table => this.#outcome(table, tables[table], null));
    const outcome = isUnchanged ? 'UNCHANGED' : 'SUCCEEDED';
    const { bucket, jobId } = this.#context;
    const info = await replaceInfo(bucket, this.#base, before => {
      const record = this.#record(outcome, outcomes, { suspicions, before });
      return committedInfo(before, tables, { tracking, record });
    }).catch(async (error: unknown) => {
      // It may have been written although no answer came.
      const stored = error instanceof RunImpossible ? undefined : await readInfo(bucket);
      if (stored?.info.run_id !== jobId) throw error;
      return stored.info;
    });
    return info.last_run;
  }

  /** Says in the bucket that this run changes nothing of the archive, and why, as far as that can be said. */
  async #refuse(
    outcome: 'SUSPECT' | 'FAILED',
    { suspicions = [], cause }: { suspicions?: readonly Suspicion[]; cause?: unknown },
  ): Promise<RunFailed> {
    const { bucket } = this.#context;
    const failed = cause instanceof TableFailed ? cause.table : undefined;
    const error =
      outcome === 'FAILED' ? sentenceOf(cause) : `${suspicions.map(describe).join('; ')}`;
    const recordAfter = (before: ArchiveInfo | undefined): RunRecord => {
      const tables: Partial<Record<ArchivedTable, TableOutcome>> = {};
      for (const table of archivedTables) {
        const suspicion = suspicions.find(each => each.table === table);
        const said =
          failed === undefined
            ? suspicion && describe(suspicion)
            : failed === table
              ? error
              : undefined;
        const kept = before ? untouched(before.tables[table]) : nothing;
        tables[table] = this.#outcome(table, kept, said ?? null);
      }
      return this.#record(outcome, tables, { suspicions, error, before });
    };
    try {
      // Of an archive that is missing or somebody else's, nothing is said but what this run did.
      const isOurs = suspicions.every(({ table }) => table !== null);
      const stored = isOurs ? await readInfo(bucket) : undefined;
      const record = stored
        ? (
            await replaceInfo(bucket, stored, before =>
              refusedInfo(before ?? stored.info, recordAfter(before)),
            )
          ).last_run
        : recordAfter(this.#base?.info);
      await keepRecord(bucket, record);
      return new RunFailed(record, { cause });
    } catch {
      return new RunFailed(recordAfter(this.#base?.info), { cause });
    }
  }

  #changedManifests(tracking: Tracking) {
    // A run that was killed may have left the lists of its tables as they were.
    const all = this.#base?.info.run_id !== tracking.lastRunId;
    const before = this.#base?.info.tables;
    return [...this.#results.values()]
      .map(({ manifest }) => manifest)
      .filter(
        manifest => all || before?.[manifest.table].checksum !== sha256(canonicalJson(manifest)),
      );
  }

  #outcome(table: ArchivedTable, now: CommittedTable, error: string | null): TableOutcome {
    const { rows, partitions, bytes } = now;
    const result = this.#results.get(table);
    const { uploaded = 0, skipped = 0 } = result ?? {};
    return { rows, partitions, bytes, uploaded, skipped, error };
  }

  #record(
    outcome: RunRecord['outcome'],
    tables: RunRecord['tables'],
    {
      suspicions = [],
      error = null,
      before,
    }: {
      suspicions?: readonly Suspicion[];
      error?: string | null;
      before?: ArchiveInfo | undefined;
    },
  ): RunRecord {
    const { mode, trigger, acceptShrink } = this.#input;
    const results = archivedTables.flatMap(table => this.#results.get(table) ?? []);
    return {
      format_version: 1,
      run_id: this.#context.jobId,
      mode,
      trigger,
      actor: this.#context.actor,
      accept_shrink: acceptShrink,
      outcome,
      started_at: this.#startedAt,
      finished_at: this.#instant(),
      snapshot_at: this.#snapshotAt,
      tables,
      suspicions,
      drifted_partitions: results.flatMap(({ manifest: { table }, drifted }) =>
        drifted.map(partition => ({ table, partition })),
      ),
      repaired: results.flatMap(({ repaired }) => repaired),
      error,
      previous: previousOf(before),
    };
  }

  #instant(at: Date = this.#context.now()): string {
    return withOffset(officeTime(at, this.#context.zone));
  }
}

const none: ReadonlySet<string> = new Set();

const nothing: CommittedTable = {
  checksum: '',
  partitions: 0,
  bytes: 0,
  rows: 0,
  isChanged: false,
  uploaded: 0,
  isVerified: false,
};

function byTable(partitions: Tracking['marks']): ReadonlyMap<ArchivedTable, ReadonlySet<string>> {
  const tables = new Map<ArchivedTable, Set<string>>();
  for (const { table, partition } of partitions) {
    const known = tables.get(table);
    if (known) known.add(partition);
    else tables.set(table, new Set([partition]));
  }
  return tables;
}
