import type pg from 'pg';
import { inTransaction } from './in-transaction.ts';
import { ensureRoles, leaveRoom, letInByTokens, roles, type SignIn } from './roles.ts';
import { withClient } from './with-client.ts';

export interface ServerOptions {
  /** How to connect as who may create roles and databases: a superuser, or the master user of RDS, who is none. */
  readonly admin: pg.ClientConfig;
  readonly database: string;
  readonly signIn: SignIn;
}

/**
 * Brings a server to the point where the owner can do the rest: the three roles, and the database, which becomes the
 * owner's with its schema. May be repeated, also by several at once. The admin keeps no way to act as one of the roles:
 * as a member of theirs, RDS would no longer let the master user in with a password.
 */
export async function prepareServer({ admin, database, signIn }: ServerOptions): Promise<void> {
  await withClient({ ...admin, database: 'postgres' }, async client => {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await inTransaction(client, () => ensureRoles(client, signIn));
    const { rows } = await client.query<{ owner: string }>(
      'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
      [database],
    );
    if (!rows[0]) await client.query(`create database ${client.escapeIdentifier(database)}`);
    // Once it is the owner's, nobody else is let into it.
    if (rows[0]?.owner !== roles.owner) {
      await withClient({ ...admin, database }, inside =>
        inTransaction(inside, () => giveToOwner(inside, database)),
      );
    }
    if (signIn !== 'iam') return;
    await inTransaction(client, async () => {
      await letInByTokens(client);
      await leaveRoom(client);
    });
  });
}

/** Whether the database of this connection and its schema are the owner's. */
export async function isOwned(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ owned: boolean }>(
    `select pg_get_userbyid(d.datdba) = $1 and pg_get_userbyid(n.nspowner) = $1 as owned
       from pg_database d, pg_namespace n
      where d.datname = current_database() and n.nspname = 'public'`,
    [roles.owner],
  );
  return rows[0]?.owned ?? false;
}

/** Who gives a thing away must be able to act as who gets it; the superuser always is. */
async function giveToOwner(client: pg.ClientBase, database: string): Promise<void> {
  const { rows } = await client.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  );
  const isSuperuser = rows[0]?.superuser ?? false;
  if (!isSuperuser) await client.query(`grant ${roles.owner} to current_user with set true`);
  await client.query(`alter schema public owner to ${roles.owner}`);
  await client.query(`alter database ${client.escapeIdentifier(database)} owner to ${roles.owner}`);
  if (!isSuperuser) await client.query(`revoke ${roles.owner} from current_user`);
}

const LOCK = 7_201_119;
