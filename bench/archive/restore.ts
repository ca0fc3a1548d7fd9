import pg from 'pg';
import { type Connection } from '../../local/database.ts';
import { archivedTables } from '../../services/archive/layout.ts';
import { restoreArchive } from '../../services/archive/restore.ts';
import { typeParsers } from '../../services/db/types.ts';
import { timesOf } from '../measure.ts';
import { type Report } from '../report.ts';
import { speed } from './in-child.ts';
import { packedBucket } from './packed-bucket.ts';
import { psql, tableFile } from './psql.ts';
import { inEmptyDatabase, type Place } from './scratch.ts';

const ROUNDS = 3;
const ZONE = 'Asia/Ho_Chi_Minh';

export interface RestoreBench extends Place {
  /** Where psql's files of the tables are. */
  readonly folder: string;
  /** Folder of an archive of the same rows. */
  readonly archive: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * A restore beside psql's `\\copy` of the tables' files into the same schema, each into an empty database of its own.
 * Both load as the owner while restoring, so that nothing is recorded or marked; both end when the planner knows the
 * tables.
 */
export async function benchRestore(report: Report, bench: RestoreBench): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const copied = await inEmptyDatabase(bench, ({ owner }) =>
      Promise.resolve(copyBack(owner, bench)),
    );
    const restored = await inEmptyDatabase(bench, ({ owner }) => restore(owner, bench));
    report.line(`restore ${told(bench, restored)}; \\copy ${told(bench, copied)}`);
    ratios.push(restored / copied);
  }
  report.bar('restore ÷ psql \\copy', timesOf(ratios).p50, 1.3, 'at most');
}

const told = ({ rows, bytes }: RestoreBench, milliseconds: number): string =>
  `${milliseconds.toFixed(0)} ms, ${speed(rows, bytes, milliseconds)}`;

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
    await restoreArchive(client, packedBucket(archive), { now: new Date(), zone: ZONE });
    return performance.now() - started;
  } finally {
    await client.end();
  }
}
