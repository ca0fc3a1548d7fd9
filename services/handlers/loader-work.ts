import { restoreDrill } from '../archive/drill.ts';
import { loadDays } from '../archive/load-days.ts';
import { RestoreRefused } from '../archive/restore-refused.ts';
import { importOriginalFromBucket } from '../import/import-job.ts';
import { JobRefused, type JobKind } from '../job/job.ts';
import { type JobWork } from '../job/worker.ts';
import { bucketFailure } from './bucket-failure.ts';

/** The jobs that the loader's function does, over the role that owns the tables. */
export const loaderWork: Readonly<Partial<Record<JobKind, JobWork>>> = {
  LOAD_DAYS: fromArchive((input, context) =>
    loadDays(input as Parameters<typeof loadDays>[0], context),
  ),
  RESTORE_DRILL: fromArchive(async (_, context) => {
    const drill = await restoreDrill({}, context);
    if (drill.identical) return drill;
    throw new JobRefused('What was restored is not what was archived, or not what lives.', drill);
  }),
  IMPORT_ORIGINAL: {
    run: (input, context) =>
      importOriginalFromBucket(input as Parameters<typeof importOriginalFromBucket>[0], context),
    failure: bucketFailure,
  },
};

/** An archive that cannot be taken is refused by its own sentence, each time. */
function fromArchive(run: JobWork['run']): JobWork {
  return {
    run: (input, context) =>
      run(input, context).catch((error: unknown) => {
        if (!(error instanceof RestoreRefused)) throw error;
        throw new JobRefused(`${error.message}.`, null, { cause: error });
      }),
    failure: bucketFailure,
  };
}
