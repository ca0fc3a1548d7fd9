import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Connection } from '../../local/database.ts';
import { type ArchivedTable } from '../../services/archive/layout.ts';

/** Runs a script of psql in one transaction, and gives the milliseconds that it took. */
export function psql(connection: Connection, lines: readonly string[]): number {
  const { host, port, user, database, password } = connection;
  const started = performance.now();
  execFileSync(
    'psql',
    ['-qX1', '-v', 'ON_ERROR_STOP=1', '-h', host, '-p', String(port), '-U', user, database],
    { input: lines.join('\n'), env: { ...process.env, PGPASSWORD: password } },
  );
  return performance.now() - started;
}

/** Where `\copy` keeps a table. */
export const tableFile = (folder: string, table: ArchivedTable): string =>
  path.join(folder, `${table}.csv`);
