import pg from 'pg';
import { type Connection, type Role } from '../../local/database.ts';
import { type PostgresServer } from '../../local/postgres/server.ts';
import { archivedTables } from '../../services/archive/layout.ts';
import { restoreArchive } from '../../services/archive/restore.ts';
import { prepareDatabase } from '../../services/db/bootstrap.ts';
import { withClient } from '../../services/db/with-client.ts';
import { typeParsers } from '../../services/db/types.ts';
import { timesOf } from '../measure.ts';
import { type Report } from '../report.ts';
import { directoryBucket } from './directory-bucket.ts';
import { psql, tableFile } from './psql.ts';

const ROUNDS = 3;
const DATABASE = 'bench_restore';
const ZONE = 'Asia/Ho_Chi_Minh';

export interface RestoreBench {
  readonly server: PostgresServer;
  readonly connections: Readonly<Record<Role, Connection>>;
  /** Where psql's files of the tables are. */
  readonly folder: string;
  /** Folder of an archive of the same rows. */
  readonly archive: string;
}

/**
 * A restore beside psql's `\\copy` of the tables' files into the same schema, each into an empty database of its own.
 * Both load as the owner while restoring, so that nothing is recorded or marked; both end when the planner knows the
 * tables.
 */
export async function benchRestore(report: Report, bench: RestoreBench): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const copied = await inEmptyDatabase(bench, owner => Promise.resolve(copyBack(owner, bench)));
    const restored = await inEmptyDatabase(bench, owner => restore(owner, bench));
    report.line(`restore ${restored.toFixed(0)} ms, \\copy ${copied.toFixed(0)} ms`);
    ratios.push(restored / copied);
  }
  report.bar('restore ÷ psql \\copy', timesOf(ratios).p50, 1.3, 'at most');
}

function copyBack(owner: Connection, { folder }: RestoreBench): number {
  return psql(owner, [
    'set meetassist.restoring = on;',
    ...archivedTables.map(table => `\\copy ${table} from '${tableFile(folder, table)}' csv header`),
    `analyze ${archivedTables.join(', ')};`,
  ]);
}

async function restore(owner: Connection, { archive }: RestoreBench): Promise<number> {
  const client = new pg.Client({ ...owner, types: typeParsers });
  await client.connect();
  try {
    const started = performance.now();
    await restoreArchive(client, directoryBucket(archive), { now: new Date(), zone: ZONE });
    return performance.now() - started;
  } finally {
    await client.end();
  }
}

async function inEmptyDatabase(
  { server, connections }: RestoreBench,
  work: (owner: Connection) => Promise<number>,
): Promise<number> {
  const { host, port } = connections.owner;
  const admin = { host, port, ...server.superuser };
  const drop = (): Promise<unknown> =>
    withClient({ ...admin, database: 'postgres' }, client =>
      client.query(`drop database if exists ${DATABASE} with (force)`),
    );
  const { owner, api, archive } = connections;
  const passwords = { owner: owner.password, api: api.password, archive: archive.password };
  await drop();
  try {
    await prepareDatabase({ admin, database: DATABASE, passwords, zone: ZONE });
    return await work({ ...owner, database: DATABASE });
  } finally {
    await drop();
  }
}
