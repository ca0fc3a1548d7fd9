import {
  type ArchiveVerification,
  type Job as JobAnswer,
  type LoadedDays,
  type RestoreDrill,
} from '../../generated/graphql.ts';
import { importAnswer } from '../import/report-answer.ts';
import { type ImportReport } from '../import/report.ts';
import { runOfJob } from '../archive/run-answers.ts';
import { type Job, type JobKind } from './job.ts';

/** The kinds that the contract has. */
type AnsweredKind = JobAnswer['kind'];

/** A job as the contract has it. */
export function jobAnswer(job: Job): JobAnswer {
  const { id, kind, status, createdAt, startedAt, finishedAt, error, attemptOf } = job;
  // A job that was refused has its result, too, where there is something to tell.
  const resultOf = <Result>(kind: JobKind): Result | null =>
    job.kind === kind ? (job.result as Result | null) : null;
  return {
    id,
    // Jobs of kinds that this version does not start are none of its rows.
    kind: job.kind as AnsweredKind,
    status,
    actor: job.actorName,
    createdAt,
    startedAt,
    finishedAt,
    error,
    attemptOf,
    run: job.kind === 'RUN' ? runOfJob(job) : null,
    verification: resultOf<ArchiveVerification>('VERIFY'),
    loadedDays: resultOf<LoadedDays>('LOAD_DAYS'),
    drill: resultOf<RestoreDrill>('RESTORE_DRILL'),
    importReport:
      kind === 'IMPORT_ORIGINAL' && job.result ? importAnswer(job.result as ImportReport) : null,
  };
}
