import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Connection, openDatabase } from '../../local/database.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { archivedTables } from '../../services/archive/layout.ts';
import { timesOf } from '../measure.ts';
import { createReport } from '../report.ts';
import { directoryBucket } from './directory-bucket.ts';
import { psql, tableFile } from './psql.ts';
import { benchRestore } from './restore.ts';
import { runOnce } from './run-once.ts';

/**
 * `npm run bench:archive`: runs of the archive on a million appointments (`npm run bench` makes them), beside psql's
 * `\copy` of the same tables into files, and restores of it beside `\copy` of those files, in turns. Objects go into
 * files too: what S3 costs is in neither.
 */
const ROUNDS = 3;
const CYCLES = 15;
const dataDir = '.local/bench-large';
const report = createReport(line => console.log(line));
const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-bench-archive-'));
const server = await startPostgres({ directory: path.join(dataDir, 'postgres'), durable: true });
try {
  const secrets = path.join(dataDir, 'secrets');
  const connections = await openDatabase(server, { secrets, zone: 'Asia/Ho_Chi_Minh' });
  const { archive, owner } = connections;
  await benchFull(archive);
  await benchCycles(archive, owner);
  await benchRestore(report, { server, connections, folder, archive: lastArchive() });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.missed() === 0 ? 0 : 1;

async function benchFull(connection: Connection): Promise<void> {
  const ratios: number[] = [];
  let memory = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const copied = copyTables(connection);
    const { milliseconds, megabytes } = await runInChild(connection, path.join(folder, `${round}`));
    report.line(
      `everything: run ${milliseconds.toFixed(0)} ms, \\copy ${copied.toFixed(0)} ms, ${megabytes.toFixed(0)} MB`,
    );
    ratios.push(milliseconds / copied);
    memory = Math.max(memory, megabytes);
  }
  report.bar('full archive ÷ psql \\copy', timesOf(ratios).p50, 1.2, 'at most');
  report.bar('peak memory', memory, 256, 'at most', ' MB');
}

/** In milliseconds. */
function copyTables(connection: Connection): number {
  return psql(
    connection,
    archivedTables.map(table => `\\copy ${table} to '${tableFile(folder, table)}' csv header`),
  );
}

/** A run in a process of its own, so that its memory is its own. */
function runInChild(
  connection: Connection,
  directory: string,
): Promise<{ milliseconds: number; megabytes: number }> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'child.ts'));
    child.once('message', resolve).once('error', reject);
    child.once('exit', code => {
      if (code !== 0) reject(new Error(`the run ended with status ${code}`));
    });
    child.send({ connection, directory });
  });
}

/** The archive of the last full run, kept up to date by the cycles. */
function lastArchive(): string {
  return path.join(folder, `${ROUNDS - 1}`);
}

async function benchCycles(connection: Connection, owner: Connection): Promise<void> {
  const bucket = directoryBucket(lastArchive());
  const client = new pg.Client(owner);
  await client.connect();
  const nothing: number[] = [];
  const one: number[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    nothing.push((await runOnce(connection, bucket)).milliseconds);
    await client.query(
      `update timeslot set is_available = not is_available where id = (select max(id) from timeslot)`,
    );
    one.push((await runOnce(connection, bucket)).milliseconds);
  }
  await client.end();
  report.bar('cycle with nothing changed', timesOf(nothing).p50, 10, 'at most', ' ms');
  report.bar('cycle with one row changed', timesOf(one).p50, 20, 'at most', ' ms');
}
