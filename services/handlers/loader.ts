import { withOwnConnection } from '../db/own-connection.ts';
import { createWorker } from '../job/worker.ts';
import { createBucket } from '../s3/client.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { readJobConfig } from './config.ts';
import { loaderWork } from './loader-work.ts';

const { jobDatabase, bucket, zone } = readJobConfig(process.env);

/** Entry point of the loader's function, which nobody waits for: does jobs that write, as the owner of the tables. */
export const handler = observed(
  observerOf('loader', process.env),
  createWorker({
    work: loaderWork,
    withConnection: use => withOwnConnection(jobDatabase, use),
    bucket: createBucket(bucket),
    now: () => new Date(),
    zone,
  }),
);
