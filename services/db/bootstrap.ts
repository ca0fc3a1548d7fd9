import type pg from 'pg';
import { inTransaction } from './in-transaction.ts';
import { migrate, type Migration } from './migrate.ts';
import { prepareServer, type ServerOptions } from './prepare-server.ts';
import { type RolePasswords, roles } from './roles.ts';
import { withClient } from './with-client.ts';

export interface BootstrapOptions extends Omit<ServerOptions, 'signIn'> {
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
  await prepareServer({ admin, database, signIn: passwords });
  return withClient({ ...admin, database, user: roles.owner, password: passwords.owner }, client =>
    bringUpToDate(client, { zone }),
  );
}

export interface VersionOptions {
  /** IANA name of the business zone. */
  readonly zone: string;
  /** Left out: those of this version. */
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * What the owner does in the prepared database: lets in the two other roles and nobody else, applies migrations, writes
 * the zone and what sessions begin with. Gives the migrations that were applied now. Errors: those of {@link migrate}, and then all is as it was.
 */
export async function bringUpToDate(
  client: pg.Client,
  { zone, migrations }: VersionOptions,
): Promise<Migration[]> {
  const applied = await migrate(client, migrations);
  const name = client.escapeIdentifier(client.database ?? '');
  await inTransaction(client, async () => {
    // Two who grant at the same time would get in each other's way.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query('update office set zone = $1 where zone <> $1', [zone]);
    // For connections that cannot say so themselves: those through RDS Proxy.
    await client.query(`alter database ${name} set timezone = ${client.escapeLiteral(zone)}`);
    await client.query(`alter database ${name} set jit = off`);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to ${roles.api}, ${roles.archive}`);
  });
  return applied;
}

const LOCK = 7_201_122;
