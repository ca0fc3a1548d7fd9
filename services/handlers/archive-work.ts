import { RunFailed, RunImpossible } from '../archive/run-error.ts';
import { noteRun } from '../archive/run-notes.ts';
import { runArchive } from '../archive/run.ts';
import { verifyArchive } from '../archive/verify.ts';
import { exportCsv } from '../export/csv.ts';
import { exportOriginal } from '../export/original.ts';
import { JobRefused, type JobKind } from '../job/job.ts';
import { type JobWork } from '../job/worker.ts';
import { bucketFailure } from './bucket-failure.ts';

/** The jobs that the archive's function does, over a role that only reads. */
export const archiveWork: Readonly<Partial<Record<JobKind, JobWork>>> = {
  RUN: {
    run: (input, context) => runArchive(input as Parameters<typeof runArchive>[0], context),
    outcome: result => (result as Awaited<ReturnType<typeof runArchive>>).outcome,
    failure(error) {
      if (!(error instanceof RunFailed)) return undefined;
      const { record } = error;
      return { status: record.outcome, result: record, error: record.error ?? error.message };
    },
    note: noteRun,
  },
  EXPORT_ORIGINAL: { run: (_, context) => exportOriginal({}, context), failure: bucketFailure },
  EXPORT_CSV: {
    run: (input, context) => exportCsv(input as Parameters<typeof exportCsv>[0], context),
    failure: bucketFailure,
  },
  VERIFY: ofBucket(async (input, context) => {
    const found = await verifyArchive(input as Parameters<typeof verifyArchive>[0], context);
    const left = found.missing.length + found.damaged.length - found.repaired.length;
    if (left === 0) return found;
    const what = left === 1 ? 'one object' : `${left} objects`;
    throw new JobRefused(`The archive lacks ${what} that could not be written again.`, found);
  }),
};

/** What cannot be is refused by its own sentence, each time. */
function ofBucket(run: JobWork['run']): JobWork {
  return {
    run: (input, context) =>
      run(input, context).catch((error: unknown) => {
        if (!(error instanceof RunImpossible)) throw error;
        throw new JobRefused(`${error.message}.`, null, { cause: error });
      }),
    failure: bucketFailure,
  };
}
