import { type JobContext } from '../job/job.ts';
import { officeTime, withOffset } from '../shared/clock.ts';
import { DomainError } from '../shared/errors.ts';
import { archiveTables, type TableState } from './archive-tables.ts';
import { keepRecord, replaceInfo, type StoredInfo } from './commit.ts';
import {
  type ArchiveInfo,
  type RunMode,
  type RunRecord,
  type RunTrigger,
  type Suspicion,
} from './documents.ts';
import { type ArchivedTable } from './layout.ts';
import { committedInfo, refusedInfo } from './next-info.ts';
import { perTable } from './partitions.ts';
import { RunFailed, RunImpossible, sentenceOf, TableFailed } from './run-error.ts';
import { rowCounts } from './row-counts.ts';
import { type RunEnd, recordOf } from './run-record.ts';
import { RunSession } from './run-session.ts';
import { readInfo } from './status.ts';
import { describe, suspicionsOfPlace, suspicionsOfRows } from './suspicions.ts';
import { writeSymlinks } from './symlinks.ts';
import { type Tracking } from './tracking-store.ts';

export interface RunInput {
  readonly mode: RunMode;
  /** Commits also what looks like an accident. */
  readonly acceptShrink: boolean;
  readonly trigger: RunTrigger;
}

/**
 * Brings the archive up to date with the database, and gives the run's record: SUCCEEDED, or UNCHANGED where there was
 * nothing to do. The order of writes is objects, manifests, `archive_info.json`, which commits, the run's record, lists
 * for Athena; only then are the marks forgotten that the run's snapshot saw. Whatever stops it before the commit has
 * changed nothing that a reader sees, and whatever stops it afterwards is finished by the next run.
 * The job's connection is that of the archive's role, and its id the run's. Errors: `Conflict/RUN_IN_PROGRESS`; {@link RunFailed} with the record of what is SUSPECT or FAILED.
 */
export async function runArchive(input: RunInput, context: JobContext): Promise<RunRecord> {
  return new Run(input, context).run();
}

class Run {
  readonly #input: RunInput;
  readonly #context: JobContext;
  readonly #startedAt: string;
  #snapshotAt: string | null = null;
  /** The archive is missing or somebody else's: nothing is said in it. */
  #isElsewhere = false;
  readonly #states = new Map<ArchivedTable, TableState>();

  constructor(input: RunInput, context: JobContext) {
    this.#input = input;
    this.#context = context;
    this.#startedAt = this.#instant();
  }

  async run(): Promise<RunRecord> {
    const at = this.#instant();
    const session = await this.#open();
    try {
      const base = await this.#known();
      this.#snapshotAt = at;
      const record = await this.#committed(session, base);
      await this.#finish(record, session, base?.info);
      return record;
    } finally {
      await session.close();
    }
  }

  async #open(): Promise<RunSession> {
    const { client, jobId } = this.#context;
    try {
      return await RunSession.open(client, jobId);
    } catch (error) {
      throw error instanceof DomainError ? error : await this.#failed(error, undefined);
    }
  }

  /** The archive, of which nobody else makes another while this run has the lock. */
  async #known(): Promise<StoredInfo> {
    try {
      return await readInfo(this.#context.bucket);
    } catch (cause) {
      // Nothing is known of the archive, so nothing is written.
      throw new RunFailed(this.#record({ outcome: 'FAILED', error: sentenceOf(cause) }), { cause });
    }
  }

  async #committed(session: RunSession, base: StoredInfo): Promise<RunRecord> {
    try {
      const suspicions = await this.#read(session.tracking, base?.info);
      if (suspicions.length > 0 && !this.#input.acceptShrink) {
        throw await this.#suspect(suspicions, base?.info);
      }
      const record = await this.#commit(session, base, suspicions);
      this.#countRows();
      return record;
    } catch (error) {
      throw error instanceof RunFailed ? error : await this.#failed(error, base?.info);
    }
  }

  /** Uploads what the snapshot has and the archive has not. Nothing refers to it yet. */
  async #read(tracking: Tracking, info: ArchiveInfo | undefined): Promise<readonly Suspicion[]> {
    const { client, withAnother, bucket } = this.#context;
    const ofPlace = await suspicionsOfPlace(info, tracking, bucket);
    this.#isElsewhere = ofPlace.length > 0;
    if (ofPlace.length > 0) {
      if (!this.#input.acceptShrink) return [...ofPlace, ...(await this.#foreseen(tracking, info))];
      if (tracking.unloaded.length > 0) {
        throw new RunImpossible(
          'this database holds some days only, and the archive that has the others is not here',
        );
      }
    }
    // A run that was stopped behind its line in the history left its record to the next one.
    const last = info?.last_run;
    if (last && (last.run_id !== tracking.lastRunId || tracking.isRestored)) {
      await keepRecord(bucket, last);
    }

    const { mode } = this.#input;
    await archiveTables({ client, withAnother, bucket, mode, info, tracking }, (table, state) => {
      this.#states.set(table, state);
    });
    const ofRows = suspicionsOfRows(
      rowsIn(info),
      perTable(table => this.#states.get(table)?.rows ?? 0),
    );
    return [...ofPlace, ...ofRows];
  }

  /** Whoever agrees to the place of the archive agrees to this as well, and is to know it. */
  async #foreseen(
    { unloaded }: Tracking,
    info: ArchiveInfo | undefined,
  ): Promise<readonly Suspicion[]> {
    if (!info || unloaded.length > 0) return [];
    return suspicionsOfRows(rowsIn(info), await rowCounts(this.#context.client));
  }

  async #commit(
    session: RunSession,
    base: StoredInfo,
    suspicions: readonly Suspicion[],
  ): Promise<RunRecord> {
    const { bucket, jobId } = this.#context;
    const { tracking } = session;
    await session.announce(this.#isElsewhere ? undefined : base?.info.run_id);
    const states = [...this.#states.values()];
    const isSame = states.every(({ isChanged, repaired }) => !isChanged && repaired.length === 0);
    const end = { outcome: isSame ? 'UNCHANGED' : 'SUCCEEDED', suspicions } as const;
    const info = await replaceInfo(bucket, base, before =>
      committedInfo(before, this.#states, { tracking, record: this.#record(end, before) }),
    ).catch(async (error: unknown) => {
      // It may have been written although no answer came.
      const stored = error instanceof RunImpossible ? undefined : await readInfo(bucket);
      if (stored?.info.run_id !== jobId) throw error;
      return stored.info;
    });
    return info.last_run;
  }

  #countRows(): void {
    const rows = [...this.#states.values()].reduce((sum, state) => sum + state.rowsUploaded, 0);
    if (rows > 0) this.#context.notes?.count('ArchiveRowsUploaded', rows);
  }

  /** What follows the commit. Where it cannot be done, the marks that stay let the next run do it. */
  async #finish(record: RunRecord, session: RunSession, before: ArchiveInfo | undefined) {
    const { bucket } = this.#context;
    const { tracking } = session;
    try {
      await keepRecord(bucket, record);
      const isNext =
        before?.run_id === tracking.lastRunId &&
        before?.schema_version === tracking.schemaVersion &&
        !tracking.isRestored;
      const all = this.#input.mode === 'FULL' || !isNext;
      await writeSymlinks(bucket, this.#states.values(), { all });
      await session.finish();
    } catch (cause) {
      const error = `the run was committed, but what follows was not finished: ${sentenceOf(cause)}`;
      throw new RunFailed({ ...record, outcome: 'FAILED', error }, { cause });
    }
  }

  async #suspect(
    suspicions: readonly Suspicion[],
    base: ArchiveInfo | undefined,
  ): Promise<RunFailed> {
    const error = suspicions.map(describe).join('; ');
    const end = { outcome: 'SUSPECT', suspicions, error } as const;
    return new RunFailed(await this.#refuse(end, base));
  }

  async #failed(cause: unknown, base: ArchiveInfo | undefined): Promise<RunFailed> {
    const failed = cause instanceof TableFailed ? cause.table : undefined;
    const end = { outcome: 'FAILED', error: sentenceOf(cause), failed } as const;
    return new RunFailed(await this.#refuse(end, base), { cause });
  }

  /** Says in the bucket that this run changes nothing of the archive, and why, as far as that can be said. */
  async #refuse(
    end: Partial<RunEnd> & Pick<RunEnd, 'outcome'>,
    base: ArchiveInfo | undefined,
  ): Promise<RunRecord> {
    const { bucket } = this.#context;
    let record = this.#record(end, base);
    try {
      const stored = this.#isElsewhere ? undefined : await readInfo(bucket);
      if (stored) {
        await keepRecord(bucket, stored.info.last_run);
        const info = await replaceInfo(bucket, stored, (before = stored.info) =>
          refusedInfo(before, this.#record(end, before)),
        );
        record = info.last_run;
      }
      await keepRecord(bucket, record);
    } catch {
      // The bucket is what failed, most likely; the job says so too.
    }
    return record;
  }

  #record(end: Partial<RunEnd> & Pick<RunEnd, 'outcome'>, before?: ArchiveInfo): RunRecord {
    const { mode, trigger, acceptShrink } = this.#input;
    const facts = {
      run_id: this.#context.jobId,
      ...{ mode, trigger, accept_shrink: acceptShrink },
      actor: this.#context.actor,
      started_at: this.#startedAt,
      snapshot_at: this.#snapshotAt,
    };
    const finishedAt = this.#instant();
    const whole = { suspicions: [], error: null, failed: undefined, finishedAt, ...end };
    return recordOf(facts, whole, this.#states, before);
  }

  #instant(): string {
    return withOffset(officeTime(this.#context.now(), this.#context.zone));
  }
}

const rowsIn = (info: ArchiveInfo | undefined): Readonly<Record<ArchivedTable, number>> =>
  perTable(table => info?.tables[table].record_count ?? 0);
