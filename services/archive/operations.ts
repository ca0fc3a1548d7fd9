import {
  type ArchiveStatus,
  type MutationAnnounceArchiveRunArgs,
  type MutationCreateImportUploadArgs,
  type QueryArchiveObjectArgs,
  type QueryArchiveRunArgs,
  type QueryArchiveRunsArgs,
} from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { pageSize } from '../db/page.ts';
import { field, type Operation } from '../operation/operation.ts';
import { newUpload } from '../import/upload.ts';
import { job, jobs } from '../job/operations.ts';
import { findJob, latestJobs, readingJobs } from '../job/store.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { DomainError, invalidInput, notFound, quoted } from '../shared/errors.ts';
import { below, nothing } from '../shared/selection.ts';
import { type Bucket } from '../s3/bucket.ts';
import { type ArchiveInfo, type RunOutcome } from './documents.ts';
import { objectOf } from './object.ts';
import { runOfJob, runOfRecord } from './run-answers.ts';
import { RunImpossible } from './run-error.ts';
import { knownRuns, tell, type KnownRun } from './run-history.ts';
import { holdings, stateAfter } from './status-answer.ts';
import { readInfo, readRun } from './status.ts';

/** Every field that the archive's function answers at once, by `Type.field`. */
export function archiveOperations(bucket: Bucket): Readonly<Record<string, Operation>> {
  return {
    'Query.archiveStatus': archiveStatus(bucket),
    'Query.archiveRuns': archiveRuns(bucket),
    'Query.archiveRun': archiveRun(bucket),
    'Query.archiveObject': archiveObject(bucket),
    'Query.job': job(bucket),
    'Query.jobs': jobs(bucket),
    'Mutation.announceArchiveRun': announceArchiveRun(bucket),
    'Mutation.createImportUpload': createImportUpload(bucket),
  };
}

const archiveStatus = (bucket: Bucket) =>
  field<unknown>('READ', async ({ db, now }, _, selection): Promise<ArchiveStatus> => {
    const { info, runs, damage } = await known(bucket, db, now);
    const current = runs.find(run => outcomeOf(run) === undefined);
    const last = runs.find(run => outcomeOf(run) !== undefined);
    const of = (name: string, run: KnownRun | undefined) => {
      const selected = below(selection, name);
      return run && selected ? tell(bucket, run, selected) : null;
    };
    const [currentRun, lastRun, ended] = await Promise.all([
      of('currentRun', current),
      of('lastRun', last),
      last && tell(bucket, last, nothing),
    ]);
    const isTrouble = ended?.status === 'FAILED' || ended?.status === 'SUSPECT';
    return {
      ...holdings(info, new Date(now.instant)),
      state: damage ? 'FAILED' : stateAfter(info, last && outcomeOf(last)),
      currentRun,
      lastRun,
      lastError: damage?.message ?? ((isTrouble && ended.error) || null),
      lastErrorAt: (isTrouble && ended.finishedAt) || null,
    };
  });

const archiveRuns = (bucket: Bucket) =>
  field<QueryArchiveRunsArgs>('READ', async ({ db, now }, { limit }, selection) => {
    const size = pageSize(limit);
    const { runs, damage } = await known(bucket, db, now);
    // Those that are known here are not all.
    if (damage) throw damage;
    return Promise.all(runs.slice(0, size).map(run => tell(bucket, run, selection)));
  });

const archiveRun = (bucket: Bucket) =>
  field<QueryArchiveRunArgs>('READ', async ({ db, now }, { id }) => {
    const record = isRunId(id) ? await readRun(bucket, id) : undefined;
    if (record) return runOfRecord(record);
    const started = await readingJobs(db, now, () => findJob(db, id));
    if (started?.kind !== 'RUN') throw notFound('archive run', id);
    return runOfJob(started);
  });

const archiveObject = (bucket: Bucket) =>
  field<QueryArchiveObjectArgs>('MANAGE_ARCHIVE', ({ now }, args) => objectOf(bucket, args, now));

const createImportUpload = (bucket: Bucket) =>
  field<MutationCreateImportUploadArgs>('MANAGE_ARCHIVE', ({ now }, { file }) =>
    newUpload(bucket, file, now),
  );

const announceArchiveRun = (bucket: Bucket) =>
  field<MutationAnnounceArchiveRunArgs>('RUN_ARCHIVE', async ({ caller }, { key }) => {
    if (caller.kind !== 'machine') {
      throw new DomainError('Forbidden', 'this is for the notifications of the bucket', {
        reason: 'NOT_PERMITTED',
        permission: 'RUN_ARCHIVE',
      });
    }
    const id = /^metadata\/runs\/([^/]*)\.json$/.exec(key)?.[1] ?? '';
    if (!isRunId(id)) {
      throw invalidInput(
        'BAD_KEY',
        `key is ${quoted(key)}; use that of a run's record, metadata/runs/<id>.json`,
        { field: 'key' },
      );
    }
    const record = await readRun(bucket, id);
    if (!record) throw notFound('archive run', id);
    return runOfRecord(record);
  });

/** As many runs as the bucket remembers. */
const MOST_RUNS = 100;

async function known(
  bucket: Bucket,
  db: Queryable,
  now: OfficeTime,
): Promise<{
  readonly info: ArchiveInfo | undefined;
  readonly runs: readonly KnownRun[];
  /** The archive's document is there and cannot be what it says. */
  readonly damage?: RunImpossible;
}> {
  // The jobs first: a run that ends meanwhile is then found under way or ended, and never lost.
  const started = await readingJobs(db, now, () => latestJobs(db, 'RUN', MOST_RUNS));
  try {
    const info = (await readInfo(bucket))?.info;
    return { info, runs: knownRuns(info, started) };
  } catch (damage) {
    if (!(damage instanceof RunImpossible)) throw damage;
    return { info: undefined, runs: knownRuns(undefined, started), damage };
  }
}

/** Undefined while it is under way. */
function outcomeOf(run: KnownRun): RunOutcome | undefined {
  if ('entry' in run) return run.entry.outcome;
  const { status } = run.job;
  return status === 'QUEUED' || status === 'RUNNING' ? undefined : status;
}

/** What may be part of a key. */
function isRunId(id: string): boolean {
  return /^[0-9A-Za-z-]{1,64}$/.test(id);
}
