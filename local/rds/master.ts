import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ClientBase } from 'pg';

/** The user whom RDS makes with a server: no superuser, but it may make users and databases. */
export interface MasterUser {
  readonly username: string;
  readonly password: string;
}

export const MASTER = 'master';

/** Makes the users that a server of RDS comes with, where they are missing. As the superuser whom nobody has at RDS. */
export async function makeMaster(client: ClientBase, { password }: MasterUser): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [MASTER]);
  if (rowCount !== 0) return;
  await client.query(`
    begin;
    create role rds_iam;
    create role rds_superuser;
    grant rds_iam to rds_superuser with admin true, inherit false, set false;
    create role ${MASTER} login createrole createdb password ${client.escapeLiteral(password)};
    grant rds_superuser to ${MASTER};
    commit`);
}

/** The master user with the password that is kept in `folder`, where one is made at the first start. */
export function openMaster(folder: string): MasterUser {
  const file = path.join(folder, 'master-user.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as MasterUser;
  const made = { username: MASTER, password: randomBytes(24).toString('base64url') };
  writeFileSync(`${file}.incomplete`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.incomplete`, file);
  return made;
}
