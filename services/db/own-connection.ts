import pg from 'pg';
import { type DatabaseConfig } from './line.ts';
import { typeParsers } from './types.ts';

/**
 * Runs `use` with a connection that nobody else has, and closes it whatever happened: for work that holds locks and
 * transactions for minutes. A statement may take as long as the configuration says. Errors: what opening says; what
 * `use` throws.
 */
export async function withOwnConnection<Result>(
  config: DatabaseConfig,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.password,
    ssl: config.tls && { ca: config.tls.ca, rejectUnauthorized: true },
    types: typeParsers,
    application_name: config.applicationName,
    statement_timeout: config.statementTimeoutMs,
    // A container that stops without a word must not keep its locks for hours.
    options: `-c timezone=${config.zone} -c jit=off -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
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

const PATIENCE_MS = 1_000;
