import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { giveToServer, serverAccount } from './account.ts';
import { type Programs } from './programs.ts';

export interface Cluster {
  /** The data directory of PostgreSQL. */
  readonly data: string;
  /** Random, made with the cluster, kept beside its files for the server's account alone. */
  readonly superuserPassword: string;
}

export const SUPERUSER = 'postgres';
const PASSWORD_FILE = 'superuser-password';

/** What PostgreSQL's programs see of our environment: no zone, language or PG… variable of the caller reaches them. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  LC_ALL: 'C.UTF-8',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
};

/**
 * The cluster in `folder`, made when there is none: UTF-8, a collation that no system update changes, SCRAM for every
 * connection. It appears under its name only when it is complete; what a killed start left behind is made again.
 */
export async function openCluster(
  folder: string,
  { initdb }: Programs,
  durable: boolean,
): Promise<Cluster> {
  const data = path.join(folder, 'data');
  if (!existsSync(data)) await createCluster(folder, data, initdb, durable);
  return { data, superuserPassword: readFileSync(path.join(data, PASSWORD_FILE), 'utf8') };
}

async function createCluster(
  folder: string,
  data: string,
  initdb: string,
  durable: boolean,
): Promise<void> {
  const draft = path.join(folder, 'data.incomplete');
  const password = path.join(folder, 'password.incomplete');
  rmSync(draft, { recursive: true, force: true });
  rmSync(password, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveToServer(draft);
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  giveToServer(password);
  await runInitdb(initdb, draft, [
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  renameSync(password, path.join(draft, PASSWORD_FILE));
  renameSync(draft, data);
}

async function runInitdb(initdb: string, draft: string, options: string[]): Promise<void> {
  try {
    await promisify(execFile)(initdb, ['-D', draft, ...options], {
      ...serverAccount(),
      cwd: draft,
      env: serverEnvironment,
    });
  } catch (cause) {
    throw new Error(`PostgreSQL could not make a database: ${reason(cause)}`, { cause });
  }
}

/** initdb says what went wrong on standard error; a program that could not be started at all has only a message. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const stderr = 'stderr' in cause ? String(cause.stderr).trim() : '';
  return stderr || cause.message;
}
