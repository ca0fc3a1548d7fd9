import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ClientBase } from 'pg';

/** A numbered SQL file. */
export interface Migration {
  readonly number: number;
  /** `0001_search_and_calendar` */
  readonly name: string;
  /** SHA-256 of the text, hex. A file that was applied never changes again. */
  readonly checksum: string;
  readonly text: string;
}

/** The database and the files disagree; nothing was applied. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly reason: 'CHANGED' | 'NEWER' | 'MISNUMBERED';
  constructor(reason: MigrationError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Applies the migrations that the database does not have yet, in order, each in its own transaction, and gives those
 * it applied. Runs under a lock, so many may start at once. Errors: `MigrationError` when an applied file was changed
 * or the database is newer than the files; else what PostgreSQL says of the failing file.
 */
export async function migrate(
  client: ClientBase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<Migration[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
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
    for (const migration of pending) await apply(client, migration);
    return pending;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
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
        `the database has migration ${row.name}, which this version does not know: it was made by a newer version`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationError(
        'CHANGED',
        `migration ${row.name} was changed after it was applied; undo the change and add a new migration instead`,
      );
    }
  }
  return migrations.slice(applied.length);
}

async function apply(
  client: ClientBase,
  { number, name, checksum, text }: Migration,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query(
      'insert into schema_migration (number, name, checksum) values ($1, $2, $3)',
      [number, name, checksum],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Any fixed number: it only has to be the same for everybody who migrates this database. */
const LOCK = 7_201_118;
