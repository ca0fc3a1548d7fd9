import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ClientConfig } from 'pg';
import { scriptOf } from './script.ts';
import { type BookingStatements } from './statements.ts';

export interface PgbenchRun {
  readonly statements: BookingStatements;
  readonly clients: number;
  /** How many bookings each client makes. */
  readonly each: number;
  /** Number of the first booking; client `c` makes every `clients`-th from `first + c`. */
  readonly first: number;
}

/** `pgbench (PostgreSQL) 18.4`; undefined where there is none on PATH. */
export function pgbenchVersion(): string | undefined {
  try {
    return execFileSync('pgbench', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Bookings per second, connecting left out. Rejects when a booking failed. */
export async function runPgbench(config: ClientConfig, run: PgbenchRun): Promise<number> {
  const { clients, each, first } = run;
  const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-pgbench-'));
  try {
    const script = path.join(folder, 'booking.sql');
    writeFileSync(script, scriptOf(run.statements));
    const variables = { next: first - clients, clients };
    const { stdout } = await promisify(execFile)(
      'pgbench',
      [
        ...['--no-vacuum', '--protocol=prepared', `--file=${script}`, '--jobs=2'],
        ...[`--client=${clients}`, `--transactions=${each}`],
        ...Object.entries(variables).map(([name, value]) => `--define=${name}=${value}`),
        ...[`--host=${config.host}`, `--port=${config.port}`, `--username=${config.user}`],
        String(config.database),
      ],
      { env: { ...process.env, PGPASSWORD: String(config.password) } },
    );
    const done = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
    if (done !== clients * each) throw new Error(`pgbench made ${done} of ${clients * each}`);
    return Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
