import { archiveOperations } from '../archive/operations.ts';
import { createConnection } from '../db/connection.ts';
import { withOwnConnection } from '../db/own-connection.ts';
import { createWorker, type JobEvent } from '../job/worker.ts';
import { createLateBucket } from '../s3/late-bucket.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { archiveWork } from './archive-work.ts';
import { readJobConfig } from './config.ts';
import { createDispatch, type ServiceRequest } from './dispatch.ts';

const { database, jobDatabase, bucket: place, zone } = readJobConfig(process.env);
const bucket = createLateBucket(place);
const now = (): Date => new Date();

const answer = createDispatch(archiveOperations(bucket), {
  db: createConnection(database),
  clock: now,
  zone,
});
const work = createWorker({
  work: archiveWork,
  withConnection: use => withOwnConnection(jobDatabase, use),
  bucket,
  now,
  zone,
});

/** Entry point of the archive's function: does jobs that nobody waits for, and resolves fields that the bucket answers. */
export const handler = observed(
  observerOf('archive', process.env),
  (event: JobEvent | ServiceRequest | readonly ServiceRequest[], notes): Promise<unknown> =>
    'jobId' in event ? work(event, notes) : answer(event, notes),
);
