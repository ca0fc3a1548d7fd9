import pg from 'pg';
import { migrate, type Migration } from './migrate.ts';

/** Passwords of the three roles. */
export interface RolePasswords {
  readonly owner: string;
  readonly api: string;
  readonly archive: string;
}

export const roles = {
  owner: 'meetassist_owner',
  api: 'meetassist_api',
  archive: 'meetassist_archive',
} as const;

export interface BootstrapOptions {
  /** Connection text of a role that may create roles and databases, without a database name. */
  readonly admin: pg.ClientConfig;
  readonly database: string;
  readonly passwords: RolePasswords;
  /** IANA name of the business zone. */
  readonly zone: string;
}

/**
 * Brings a server to the point where the API can run: roles, database, every migration, the business zone.
 * May be repeated, also by several at once; gives the migrations it applied.
 */
export async function prepareDatabase(options: BootstrapOptions): Promise<Migration[]> {
  const { admin, database, passwords, zone } = options;
  await withClient({ ...admin, database: 'postgres' }, async client => {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    for (const [role, name] of Object.entries(roles)) {
      await ensureRole(client, name, passwords[role as keyof RolePasswords]);
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      database,
    ]);
    if (rowCount === 0) {
      await client.query(
        `create database ${client.escapeIdentifier(database)} owner ${roles.owner}`,
      );
    }
  });
  await withClient({ ...admin, database }, async client => {
    await client.query(`alter schema public owner to ${roles.owner}`);
    const name = client.escapeIdentifier(database);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to ${roles.api}, ${roles.archive}`);
  });
  return withClient(
    { ...admin, database, user: roles.owner, password: passwords.owner },
    async client => {
      const applied = await migrate(client);
      await client.query('update office set zone = $1 where zone <> $1', [zone]);
      return applied;
    },
  );
}

/** Opens a connection for the length of `work`. */
export async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${client.escapeIdentifier(name)} login password ${client.escapeLiteral(password)}`,
  );
}

const LOCK = 7_201_119;
