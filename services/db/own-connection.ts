import pg from 'pg';
import { clientSettings } from './client-settings.ts';
import { type DatabaseConfig } from './line.ts';

/**
 * Runs `use` with a connection that nobody else has, and closes it whatever happened: for work that holds locks and
 * transactions for minutes. A statement may take as long as the configuration says. Errors: what opening says; what
 * `use` throws.
 */
export async function withOwnConnection<Result>(
  config: DatabaseConfig,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(clientSettings(config, NOTICES_THE_DEAD));
  // Whoever waits for an answer learns of it; between two statements nobody does.
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    // One that was left in the midst of something does not answer a farewell.
    const impatience = setTimeout(() => client.connection.stream.destroy(), PATIENCE_MS);
    await client.end().catch(() => {});
    clearTimeout(impatience);
  }
}

/**
 * A container that stops without a word must not keep its locks for hours, nor until Lambda tries again, which is after
 * a minute: it is missed within half of one, also in the midst of a long statement.
 */
const NOTICES_THE_DEAD =
  ' -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3' +
  ' -c client_connection_check_interval=10s';

const PATIENCE_MS = 1_000;
