import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientBase, DatabaseError } from 'pg';
import { DatabaseFailed } from './failure.ts';
import { inTransaction } from './in-transaction.ts';

/** A numbered SQL file. */
export interface Migration {
  readonly number: number;
  /** `0001_search_and_calendar` */
  readonly name: string;
  /** SHA-256 of the text, hex. A file that was applied never changes again. */
  readonly checksum: string;
  readonly text: string;
}

/** The database and the files disagree, or a file failed; nothing was applied. The message quotes no data. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly reason: 'CHANGED' | 'NEWER' | 'MISNUMBERED' | 'FAILED';
  /** The migration it is about. */
  readonly migration: string;
  constructor(
    reason: MigrationError['reason'],
    migration: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
    this.migration = migration;
  }
}

/**
 * Applies the migrations that the database does not have yet, in order, and gives those it applied: all of them in one
 * transaction, so that a version is there as a whole or not at all. Runs under a lock, so many may start at once. Who
 * works with the tables comes first: a migration that waits for them holds up everybody behind it, so after some seconds
 * it steps back and tries again. Errors: {@link MigrationError}; the failing file's has what PostgreSQL says as its cause.
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[] = readMigrations(),
  { lockTimeoutMs, attempts, pauseMs }: Patience = PATIENCE,
): Promise<Migration[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(client, () => applyPending(client, migrations, lockTimeoutMs));
      } catch (error) {
        if (attempt >= attempts || !isTaken(error)) throw error;
      }
      await sleep(pauseMs);
    }
  } finally {
    // A connection that is gone has given up the lock already.
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => {});
  }
}

/** How migrations wait for tables that others work with. */
export interface Patience {
  readonly lockTimeoutMs: number;
  readonly attempts: number;
  readonly pauseMs: number;
}

const PATIENCE: Patience = { lockTimeoutMs: 5_000, attempts: 20, pauseMs: 5_000 };

/** A lock was not free in time, or two waited for each other. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof MigrationError ? error.cause : error;
  return cause instanceof DatabaseError && (cause.code === '55P03' || cause.code === '40P01');
}

/** The migrations of a folder, in order. Numbers run from 1 without gaps. */
export function readMigrations(
  directory = path.join(import.meta.dirname, 'migrations'),
): Migration[] {
  const files = readdirSync(directory)
    .filter(file => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]);
    if (number !== index + 1) {
      throw new MigrationError(
        'MISNUMBERED',
        file,
        `${file} should be number ${index + 1} of ${directory}`,
      );
    }
    const text = readFileSync(path.join(directory, file), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    return { number, name: file.replace(/\.sql$/, ''), checksum, text };
  });
}

interface AppliedRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

function pendingAfter(
  applied: readonly AppliedRow[],
  migrations: readonly Migration[],
): Migration[] {
  for (const row of applied) {
    const file = migrations[row.number - 1];
    if (!file) {
      throw new MigrationError(
        'NEWER',
        applied.at(-1)?.name ?? row.name,
        `the database has migration ${row.name}, which this version does not know: it was made by a newer version`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        'CHANGED',
        row.name,
        `migration ${row.name} was changed after it was applied; undo the change and add a new migration instead`,
      );
    }
  }
  return migrations.slice(applied.length);
}

async function applyPending(
  client: ClientBase,
  migrations: readonly Migration[],
  lockTimeoutMs: number,
): Promise<Migration[]> {
  await client.query(`
    create table if not exists schema_migration (
      number integer not null constraint schema_migration_key primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<AppliedRow>(
    'select number, name, checksum from schema_migration order by number',
  );
  const pending = pendingAfter(rows, migrations);
  await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
  for (const migration of pending) await apply(client, migration);
  return pending;
}

async function apply(
  client: ClientBase,
  { number, name, checksum, text }: Migration,
): Promise<void> {
  try {
    await client.query(text);
    // What a migration left for the end of the transaction would be in the way of the next one.
    await client.query('set constraints all immediate');
    await client.query(
      'insert into schema_migration (number, name, checksum) values ($1, $2, $3)',
      [number, name, checksum],
    );
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    const { message } = new DatabaseFailed(cause);
    throw new MigrationError(
      'FAILED',
      name,
      `migration ${name} failed${lineOf(cause, text)}: ${message}`,
      { cause },
    );
  }
}

/** Of the file, when PostgreSQL says where it stumbled. */
function lineOf({ position, internalPosition }: DatabaseError, text: string): string {
  if (position === undefined || internalPosition !== undefined) return '';
  return ` in line ${text.slice(0, Number(position)).split('\n').length}`;
}

/** Any fixed number: it only has to be the same for everybody who migrates this database. */
const LOCK = 7_201_118;
