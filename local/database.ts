import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareDatabase } from '../services/db/bootstrap.ts';
import { roles } from '../services/db/roles.ts';
import { MigrationError } from '../services/db/migrate.ts';
import { CannotStart } from './cannot-start.ts';
import { type PostgresServer } from './postgres/server.ts';

export type Role = keyof typeof roles;

/** How a program connects as one of the roles. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

const DATABASE = 'meetassist';

/**
 * Brings the server's database up to date and says how to connect to it. The passwords of the roles are random and
 * kept in `secrets`. Throws {@link CannotStart} when the database was made by a newer version.
 */
export async function openDatabase(
  server: Pick<PostgresServer, 'port' | 'superuser'>,
  { secrets, zone }: { secrets: string; zone: string },
): Promise<Readonly<Record<Role, Connection>>> {
  const passwords = rolePasswords(path.join(secrets, 'database-roles.json'));
  const host = '127.0.0.1';
  const { port, superuser } = server;
  try {
    await prepareDatabase({
      admin: { host, port, ...superuser },
      database: DATABASE,
      passwords,
      zone,
    });
  } catch (cause) {
    // Of a migration that fails here, everything that is known helps who writes it.
    if (!(cause instanceof MigrationError) || cause.reason === 'FAILED') throw cause;
    const sentence =
      cause.reason === 'NEWER'
        ? 'The data directory was made by a newer version; use that version, or another --data-dir'
        : 'The database does not fit this version';
    throw new CannotStart(`${sentence}: ${cause.message}.`, { cause });
  }
  const as = (role: Role): Connection => ({
    host,
    port,
    database: DATABASE,
    user: roles[role],
    password: passwords[role],
  });
  return { owner: as('owner'), api: as('api'), archive: as('archive') };
}

function rolePasswords(file: string): Record<Role, string> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const made = { owner: randomPassword(), api: randomPassword(), archive: randomPassword() };
  const draft = `${file}.incomplete`;
  writeFileSync(draft, JSON.stringify(made), { mode: 0o600 });
  renameSync(draft, file);
  return made;
}

function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}
