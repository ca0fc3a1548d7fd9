import pg from 'pg';
import { type Connection } from '../../local/database.ts';
import { runArchive } from '../../services/archive/run.ts';
import { type RunMode, type RunRecord } from '../../services/archive/documents.ts';
import { typeParsers } from '../../services/db/types.ts';
import { type Bucket } from '../../services/s3/bucket.ts';

export interface Measured {
  readonly record: RunRecord;
  readonly milliseconds: number;
  /** Messages that the first connection sent: each costs a way to the server and back. */
  readonly messages: number;
}

/** One run of the archive over a connection of its own that is open already; a second one it opens itself. */
export async function runOnce(
  connection: Connection,
  bucket: Bucket,
  mode: RunMode = 'CHANGED',
): Promise<Measured> {
  return withConnection(connection, async client => {
    let messages = 0;
    client.connection.on('readyForQuery', () => (messages += 1));
    const started = performance.now();
    const record = await runArchive(
      { mode, acceptShrink: true, trigger: 'ADMIN' },
      {
        withAnother: use => withConnection(connection, use),
        ...{ client, bucket, now: () => new Date(), zone: 'Asia/Ho_Chi_Minh' },
        ...{ jobId: crypto.randomUUID(), actor: 'the benchmark' },
      },
    );
    return { record, milliseconds: performance.now() - started, messages };
  });
}

async function withConnection<Result>(
  connection: Connection,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  // As a function's connections are opened (services/db/client-settings.ts).
  const client = new pg.Client({ ...connection, types: typeParsers, options: '-c jit=off' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
