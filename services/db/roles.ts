import { type ClientBase } from 'pg';

/** The three roles of a database: the owner migrates and loads, the API reads and writes rows, the archive reads. */
export const roles = {
  owner: 'meetassist_owner',
  api: 'meetassist_api',
  archive: 'meetassist_archive',
} as const;

/** Passwords of the three roles. */
export interface RolePasswords {
  readonly owner: string;
  readonly api: string;
  readonly archive: string;
}

/** How the roles sign in: with passwords, or with tokens of IAM, and then with no password at all. */
export type SignIn = RolePasswords | 'iam';

/** RDS lets its members in by tokens alone, also those who are members of a member. */
const IAM_ROLE = 'rds_iam';

/**
 * What the API's role may take, for connections that cannot say so themselves: those through RDS Proxy. In milliseconds,
 * below AppSync's patience; one that was left in a transaction does not keep its locks.
 */
const limits = { statement_timeout: 20_000, idle_in_transaction_session_timeout: 20_000 } as const;

/** Connections that the API's role leaves to jobs, to the service itself, to a person who looks. */
export const KEPT_CONNECTIONS = 20;

const room = `greatest(1, current_setting('max_connections')::int - ${KEPT_CONNECTIONS})`;

/** Makes the roles that are missing, and sets how all of them sign in but for {@link letInByTokens}. */
export async function ensureRoles(client: ClientBase, signIn: SignIn): Promise<void> {
  for (const [role, name] of Object.entries(roles)) {
    const password =
      signIn === 'iam' ? 'null' : client.escapeLiteral(signIn[role as keyof RolePasswords]);
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
    const verb = rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role ${name} login password ${password}`);
  }
  for (const [setting, value] of Object.entries(limits)) {
    await client.query(`alter role ${roles.api} set ${setting} = ${value}`);
  }
}

/** Lets the roles in by tokens from now on. Whoever is a member of one of them by then is let in by tokens alone, too. */
export async function letInByTokens(client: ClientBase): Promise<void> {
  for (const name of Object.values(roles)) {
    if (!(await isMember(client, name))) await client.query(`grant ${IAM_ROLE} to ${name}`);
  }
}

/** Keeps the API's role from taking all connections, however many containers it has. */
export async function leaveRoom(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ room: number }>(`select ${room} as room`);
  await client.query(`alter role ${roles.api} connection limit ${rows[0]?.room ?? 1}`);
}

/** Whether all roles are there, have their limits, and are let in by tokens. */
export async function areReady(client: ClientBase): Promise<boolean> {
  const wanted = Object.entries(limits).map(([setting, value]) => `${setting}=${value}`);
  const { rowCount } = await client.query(
    `select from pg_roles
      where rolname = $1 and rolconfig @> $2::text[] and rolconnlimit = ${room}`,
    [roles.api, wanted],
  );
  if (rowCount === 0) return false;
  for (const name of Object.values(roles)) if (!(await isMember(client, name))) return false;
  return true;
}

async function isMember(client: ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_auth_members m
       join pg_roles r on r.oid = m.roleid
       join pg_roles u on u.oid = m.member
      where r.rolname = $1 and u.rolname = $2`,
    [IAM_ROLE, name],
  );
  return rowCount !== 0;
}
