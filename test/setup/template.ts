import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { type Credentials, type PostgresServer } from '../../local/postgres/server.ts';

export type Role = 'owner' | 'api' | 'archive';

/** What tests need to know to make and reach databases. Plain data, for it travels to the test workers. */
export interface TestServer {
  readonly port: number;
  readonly template: string;
  readonly superuser: Credentials;
  readonly roles: Readonly<Record<Role, Credentials>>;
}

const TEMPLATE = 'meetassist_template';

/** Makes the roles and a migrated, empty database of which clones are made. */
export async function prepareTemplate(server: PostgresServer): Promise<TestServer> {
  const roles = {
    owner: { user: 'meetassist_owner', password: 'owner-in-tests' },
    api: { user: 'meetassist_api', password: 'api-in-tests' },
    archive: { user: 'meetassist_archive', password: 'archive-in-tests' },
  };
  await connected(server.url('postgres'), async client => {
    for (const { user, password } of Object.values(roles)) {
      await client.query(`create role ${user} login password '${password}'`);
    }
    await client.query(`create database ${TEMPLATE} owner ${roles.owner.user}`);
  });
  await connected(server.url(TEMPLATE, roles.owner), async client => {
    const folder = path.join(import.meta.dirname, '../../services/db/migrations');
    for (const file of readdirSync(folder).sort()) {
      await client.query(readFileSync(path.join(folder, file), 'utf8'));
    }
  });
  // A template in use cannot be cloned: nobody connects to it from here on.
  await connected(server.url('postgres'), async client => {
    await client.query(`alter database ${TEMPLATE} with allow_connections false is_template true`);
  });
  return { port: server.port, template: TEMPLATE, superuser: server.superuser, roles };
}

async function connected(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
