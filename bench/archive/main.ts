import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Connection, openDatabase } from '../../local/database.ts';
import { startPostgres } from '../../local/postgres/server.ts';
import { archivedTables } from '../../services/archive/layout.ts';
import { dataDirOf, startOver } from '../data.ts';
import { timesOf } from '../measure.ts';
import { createReport } from '../report.ts';
import { type Finished } from './child.ts';
import { runInChild, speed } from './in-child.ts';
import { benchLargePartition } from './large-partition.ts';
import { packedBucket } from './packed-bucket.ts';
import { psql, tableFile } from './psql.ts';
import { benchRestore } from './restore.ts';
import { type Measured, runOnce } from './run-once.ts';

/**
 * `npm run bench:archive`: runs of the archive on a million appointments, beside psql's
 * `\copy` of the same tables into files, and restores of it beside `\copy` of those files, in turns. All objects go into
 * one file, so what S3 costs is in neither; what a file for each of them would cost is told beside it. At the end a
 * partition that is larger than the memory of the run.
 */
const ROUNDS = 3;
const CYCLES = 15;
const report = createReport(line => console.log(line));
// Makes the data where there are none.
await (await startOver('large')).stop();
const dataDir = dataDirOf('large');
const folder = mkdtempSync(path.join(tmpdir(), 'meetassist-bench-archive-'));
const server = await startPostgres({ directory: path.join(dataDir, 'postgres'), durable: true });
try {
  const secrets = path.join(dataDir, 'secrets');
  const connections = await openDatabase(server, { secrets, zone: 'Asia/Ho_Chi_Minh' });
  const { archive, owner } = connections;
  const { rows, bytes } = await benchFull(archive);
  await benchCycles(archive, owner);
  const place = { server, connections, folder };
  await benchRestore(report, { ...place, archive: lastArchive(), rows, bytes });
  await benchLargePartition(report, place);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.missed() === 0 ? 0 : 1;

async function benchFull(connection: Connection): Promise<Finished> {
  const ratios: number[] = [];
  const runs: Finished[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const copied = copyTables(connection);
    const run = await runInChild({ connection, directory: path.join(folder, `${round}`) });
    const { milliseconds, rows, bytes, cpuMilliseconds } = run;
    report.line(
      `everything: run ${milliseconds.toFixed(0)} ms (${cpuMilliseconds.toFixed(0)} ms of a processor), ` +
        `${speed(rows, bytes, milliseconds)}; ` +
        `\\copy ${copied.toFixed(0)} ms, ${speed(rows, bytes, copied)}; ` +
        `load ${load()}`,
    );
    ratios.push(milliseconds / copied);
    runs.push(run);
  }
  const inFiles = await runInChild({
    connection,
    directory: path.join(folder, 'files'),
    inFiles: true,
  });
  report.line(
    `with a file for each object: run ${inFiles.milliseconds.toFixed(0)} ms; load ${load()}`,
  );
  report.bar('full archive ÷ psql \\copy', timesOf(ratios).p50, 1.2, 'at most');
  const memory = Math.max(...runs.map(({ megabytes }) => megabytes));
  report.bar('peak memory', memory, 256, 'at most', ' MB');
  const last = runs.at(-1);
  if (!last) throw new Error('nothing was measured');
  return last;
}

/** How many want the processors, on average over the last minute: more than there are, and every time is too long. */
function load(): string {
  return `${loadavg()[0]?.toFixed(1)} on ${availableParallelism()}`;
}

/** In milliseconds. */
function copyTables(connection: Connection): number {
  return psql(
    connection,
    archivedTables.map(table => `\\copy ${table} to '${tableFile(folder, table)}' csv header`),
  );
}

/** The archive of the last full run, kept up to date by the cycles. */
function lastArchive(): string {
  return path.join(folder, `${ROUNDS - 1}`);
}

async function benchCycles(connection: Connection, owner: Connection): Promise<void> {
  const bucket = packedBucket(lastArchive());
  const client = new pg.Client(owner);
  await client.connect();
  const nothing: Measured[] = [];
  const one: Measured[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    nothing.push(await runOnce(connection, bucket));
    await client.query(
      `update timeslot set is_available = not is_available where id = (select max(id) from timeslot)`,
    );
    one.push(await runOnce(connection, bucket));
  }
  await client.end();
  const tell = (what: string, runs: readonly Measured[], limit: number): void => {
    const times = runs.map(({ milliseconds }) => milliseconds);
    const { p50 } = timesOf(times);
    const least = Math.min(...times).toFixed(1);
    report.line(`${what}: ${runs.at(-1)?.messages} messages; least ${least} ms; load ${load()}`);
    report.bar(`cycle with ${what}`, p50, limit, 'at most', ' ms');
  };
  tell('nothing changed', nothing, 10);
  tell('one row changed', one, 20);
}
