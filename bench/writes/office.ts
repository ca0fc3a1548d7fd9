import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Connection } from '../../local/database.ts';
import { startPostgres, type PostgresServer } from '../../local/postgres/server.ts';
import { BARE_TABLE, bookingsAfter, type Booking } from './bookings.ts';

/** A copy of the benchmark's database to write into; the data themselves stay as they are for the next run. */
export interface WriteOffice {
  /** As the API's role. */
  readonly connection: Connection;
  /** The first is number 1. */
  readonly bookings: readonly Booking[];
  /** What the server forces to disk, and what it keeps in memory. */
  readonly settings: string;
  /** Rows of a table, for checking that every write was one. */
  count(table: 'appointment' | 'bench_bare'): Promise<number>;
  /** Changes the copy's schema, as the superuser. */
  alter(statements: string): Promise<void>;
  close(): Promise<void>;
}

const COPY = 'bench_writes';

/** `dataDir` belongs to a stack that is not running. `today` is the office's date. */
export async function openWriteOffice(dataDir: string, today: string): Promise<WriteOffice> {
  const server = await startPostgres({ directory: path.join(dataDir, 'postgres'), durable: true });
  try {
    const secrets = path.join(dataDir, 'secrets');
    const { api } = await openDatabase(server, { secrets, zone: 'Asia/Ho_Chi_Minh' });
    await asSuperuser(server, 'postgres', async client => {
      await client.query(`drop database if exists ${COPY} with (force)`);
      await client.query(
        `create database ${COPY} template ${api.database} strategy file_copy owner meetassist_owner`,
      );
    });
    return await copied(server, { ...api, database: COPY }, today);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function copied(
  server: PostgresServer,
  connection: Connection,
  today: string,
): Promise<WriteOffice> {
  const client = await connected(server, COPY);
  client.setTypeParser(pg.types.builtins.DATE, String);
  await client.query(bookingsAfter(client.escapeLiteral(today)));
  await client.query(BARE_TABLE);
  const { rows: bookings } = await client.query<Booking>('table bench_booking order by n');
  const { rows: settings } = await client.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from pg_settings
      where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'server_version')`,
  );
  return {
    connection,
    bookings,
    settings: settings.map(({ name, setting }) => `${name} ${setting}`).join(', '),
    count: async table => {
      const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
      return rows[0]?.n ?? 0;
    },
    alter: async statements => void (await client.query(statements)),
    close: async () => {
      await client.end();
      await asSuperuser(server, 'postgres', root =>
        root.query(`drop database ${COPY} with (force)`),
      );
      await server.stop();
    },
  };
}

async function connected(server: PostgresServer, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url(database) });
  await client.connect();
  return client;
}

async function asSuperuser<T>(
  server: PostgresServer,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connected(server, database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
