import { type Connection, type Role } from '../../local/database.ts';
import { type PostgresServer } from '../../local/postgres/server.ts';
import { prepareDatabase } from '../../services/db/bootstrap.ts';
import { withClient } from '../../services/db/with-client.ts';

const DATABASE = 'bench_scratch';
const ZONE = 'Asia/Ho_Chi_Minh';

export interface Place {
  readonly server: PostgresServer;
  readonly connections: Readonly<Record<Role, Connection>>;
}

/** Runs `work` with a database that has the schema and no rows, and removes it. */
export async function inEmptyDatabase<Result>(
  { server, connections }: Place,
  work: (connections: Readonly<Record<Role, Connection>>) => Promise<Result>,
): Promise<Result> {
  const { owner, api, archive } = connections;
  const admin = { host: owner.host, port: owner.port, ...server.superuser };
  const drop = (): Promise<unknown> =>
    withClient({ ...admin, database: 'postgres' }, client =>
      client.query(`drop database if exists ${DATABASE} with (force)`),
    );
  const passwords = { owner: owner.password, api: api.password, archive: archive.password };
  await drop();
  try {
    await prepareDatabase({ admin, database: DATABASE, passwords, zone: ZONE });
    const there = (connection: Connection) => ({ ...connection, database: DATABASE });
    return await work({ owner: there(owner), api: there(api), archive: there(archive) });
  } finally {
    await drop();
  }
}
