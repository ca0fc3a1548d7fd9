import pg from 'pg';
import { type RunInput, runArchive } from '../../../services/archive/run.ts';
import { createBucket } from '../../../services/s3/client.ts';
import { type BucketConfig } from '../../../services/s3/settings.ts';
import { type Connection } from '../database.ts';
import { another } from './another.ts';

/** What the process is told to run. */
export interface RunOrder {
  readonly connection: Connection;
  readonly bucket: BucketConfig;
  readonly input: RunInput;
  readonly jobId: string;
  /** ISO 8601. */
  readonly now: string;
  readonly zone: string;
}

/** An archive run in a process of its own, which can be killed. It ends with code 0 when the run succeeds. */
process.once('message', (order: RunOrder) => {
  void run(order).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

async function run({ connection, bucket, input, jobId, now, zone }: RunOrder): Promise<void> {
  const client = new pg.Client({ ...connection });
  client.on('error', () => {});
  await client.connect();
  await runArchive(input, {
    client,
    withAnother: another(connection),
    bucket: createBucket(bucket),
    now: () => new Date(now),
    jobId,
    zone,
    actor: 'an admin',
  });
}
