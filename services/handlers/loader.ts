import { withOwnConnection } from '../db/own-connection.ts';
import { type InitialiseEvent, type Initialised } from '../init/initialise-event.ts';
import { createInitialise } from '../init/initialise.ts';
import { createWorker, type JobEvent } from '../job/worker.ts';
import { createLateBucket } from '../s3/late-bucket.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { readJobConfig } from './config.ts';
import { loaderWork } from './loader-work.ts';

const { jobDatabase, bucket: place, zone } = readJobConfig(process.env);
const bucket = createLateBucket(place);
const now = (): Date => new Date();

const work = createWorker({
  work: loaderWork,
  withConnection: use => withOwnConnection(jobDatabase, use),
  bucket,
  now,
  zone,
});
const initialise = createInitialise({ database: jobDatabase, bucket, now, zone });

/**
 * Entry point of the loader's function, which works as the owner of the tables: jobs that write, for which nobody waits,
 * and the preparation of the database, for which a deployment does.
 */
export const handler = observed(
  observerOf('loader', process.env),
  (event: InitialiseEvent | JobEvent, notes): Promise<Initialised | void> =>
    'initialise' in event ? initialise(event, notes) : work(event, notes),
);
