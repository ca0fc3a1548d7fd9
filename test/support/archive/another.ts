import pg from 'pg';
import { type JobContext } from '../../../services/job/job.ts';

/** Opens one more connection for a run, as its function does. */
export function another(config: pg.ClientConfig): NonNullable<JobContext['withAnother']> {
  return async use => {
    const client = new pg.Client(config);
    client.on('error', () => {});
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end().catch(() => {});
    }
  };
}
