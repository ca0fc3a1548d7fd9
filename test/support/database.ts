import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Role } from '../setup/template.ts';

/** A database of its own, with every migration applied and no rows; each role has a pool, opened on first use. */
export interface TestDatabase extends Readonly<Record<Role, pg.Pool>> {
  readonly name: string;
  /** How to connect as one of the roles, for code that opens its own connections. */
  connection(role: Role): Connection;
  url(role: Role): string;
  /** Closes the pools and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Clones the run's template. Use one per test file, or {@link withDatabase} where a test needs its own. */
export async function createDatabase(): Promise<TestDatabase> {
  const { template, roles } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${template} owner ${roles.owner.user}`);
  const connection = (role: Role): Connection => connectionTo(name, role);
  const pools = {
    owner: pool(name, 'owner'),
    api: pool(name, 'api'),
    archive: pool(name, 'archive'),
  };
  return {
    name,
    ...pools,
    connection,
    url: role => urlOf(connection(role)),
    async drop() {
      await Promise.all(Object.values(pools).map(each => each.end()));
      await asSuperuser(`drop database if exists ${name} with (force)`);
    },
  };
}

/** Runs `use` with a database of its own and removes it afterwards, whatever happened. */
export async function withDatabase<T>(use: (db: TestDatabase) => Promise<T>): Promise<T> {
  const db = await createDatabase();
  try {
    return await use(db);
  } finally {
    await db.drop();
  }
}

function connectionTo(database: string, role: Role): Connection {
  const { port, roles } = inject('postgres');
  return { host: '127.0.0.1', port, database, ...roles[role] };
}

function urlOf({ host, port, database, user, password }: Connection): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}

/** Sessions stand in an awkward zone, so that a conversion nobody asked for shows. */
function pool(database: string, role: Role): pg.Pool {
  const made = new pg.Pool({
    ...connectionTo(database, role),
    max: 4,
    options: '-c TimeZone=Pacific/Chatham',
  });
  // An idle connection that is lost when the database is dropped is no fault.
  made.on('error', () => {});
  return made;
}

async function asSuperuser(statement: string): Promise<void> {
  const { port, superuser } = inject('postgres');
  const client = new pg.Client({ host: '127.0.0.1', port, database: 'postgres', ...superuser });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
