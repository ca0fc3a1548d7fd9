import { type ClientBase } from 'pg';
import { rollupTables } from '../db/tables.ts';
import { archivedColumns } from './columns.ts';
import { type ArchiveInfo } from './documents.ts';
import { type ArchivedTable, archivedTables, type PartitionName } from './layout.ts';
import { readPartitions } from './read-partitions.ts';
import { type Archive, type ArchiveSource, readArchive } from './read-archive.ts';
import { loadArchive } from './restore.ts';
import { archiveSettings } from './snapshot.ts';
import { fitsDatabase } from './target-columns.ts';
import { readTracking } from './tracking-store.ts';
import { divide } from './window.ts';

/** What a drill needs of a job's context. */
export interface DrillContext {
  /** Connected as the owner, outside of any transaction. */
  readonly client: ClientBase;
  readonly bucket: ArchiveSource;
  readonly now: () => Date;
}

export interface DrillReport {
  readonly rows: number;
  /** How long restoring everything took, totals and indexes included. */
  readonly seconds: number;
  /** How old the archive was: so much would be lost at worst. */
  readonly archiveAgeSeconds: number;
  readonly identical: boolean;
  /** Sentences, the first hundred. */
  readonly differences: readonly string[];
}

/**
 * Restores the newest archive beside the live tables, into a schema that nobody else sees and that is gone at the end,
 * whatever happens: all of it is one transaction that is never committed. Then archives what was restored and compares
 * the bytes with the archive's, and those partitions of the live tables that nothing has changed since as well: what was
 * changed since is thereby no difference. Errors: `RestoreRefused`; what reading the archive throws.
 */
export async function restoreDrill(
  _input: Readonly<Record<string, never>>,
  { client, bucket, now }: DrillContext,
): Promise<DrillReport> {
  const started = now();
  const begun = performance.now();
  const archive = await readArchive(bucket);
  await client.query('begin isolation level repeatable read');
  try {
    await fitsDatabase(client, archive);
    await createScratch(client, archive.info);
    const division = divide(archive.manifests, undefined, '');
    const tables = await loadArchive(client, archive, division, {});
    const seconds = (performance.now() - begun) / 1000;
    await client.query(archiveSettings.text);
    const differences = await compareRestored(client, archive);
    await client.query('set local search_path = public');
    differences.push(...(await compareLive(client, archive)));
    return {
      rows: archivedTables.reduce((sum, table) => sum + tables[table].rows, 0),
      seconds: Math.round(seconds * 1000) / 1000,
      archiveAgeSeconds: Math.max(
        0,
        Math.round((started.getTime() - Date.parse(archive.info.snapshot_at)) / 1000),
      ),
      identical: differences.length === 0,
      differences: differences.slice(0, 100),
    };
  } finally {
    // Of a connection that is gone nothing stays, and its own error is the one to hear of.
    await client.query('rollback').catch(() => {});
  }
}

const SCRATCH = 'restore_drill';

/** The same tables once more, with every constraint and index; the search path finds them first. */
async function createScratch(
  client: ClientBase,
  { zone }: Pick<ArchiveInfo, 'zone'>,
): Promise<void> {
  await client.query(`create schema ${SCRATCH}`);
  for (const table of [...archivedTables, ...rollupTables]) {
    await client.query(`create table ${SCRATCH}.${table} (like public.${table} including all)`);
  }
  // Records are divided as they were when they were archived.
  await client.query(`create table ${SCRATCH}.office (like public.office)`);
  await client.query(
    `insert into ${SCRATCH}.office (id, zone) select id, coalesce($1, zone) from public.office`,
    [zone],
  );
  const { rows } = await client.query<Reference>(REFERENCES, [archivedTables]);
  await client.query(`set local search_path = ${SCRATCH}, public`);
  for (const { table, name, column, target, key } of rows) {
    await client.query(
      `alter table ${table} add constraint ${name} foreign key (${column}) references ${target} (${key})`,
    );
  }
}

/** Identifiers as they stand in statements. */
interface Reference {
  readonly table: string;
  readonly name: string;
  readonly column: string;
  readonly target: string;
  readonly key: string;
}

/** Copies of tables come without their foreign keys, which have one column each. */
const REFERENCES = `
  select t.relname as table, quote_ident(f.conname) as name, quote_ident(a.attname) as column,
         quote_ident(u.relname) as target, quote_ident(k.attname) as key
    from pg_constraint f
    join pg_class t on t.oid = f.conrelid
    join pg_class u on u.oid = f.confrelid
    join pg_attribute a on (a.attrelid, a.attnum) = (f.conrelid, f.conkey[1])
    join pg_attribute k on (k.attrelid, k.attnum) = (f.confrelid, f.confkey[1])
   where f.contype = 'f' and f.connamespace = 'public'::regnamespace and t.relname = any($1)
   order by 1, 2`;

async function compareRestored(client: ClientBase, archive: Archive): Promise<string[]> {
  const differences: string[] = [];
  for (const table of archivedTables) {
    for (const each of await differing(client, archive, table)) {
      differences.push(`${table}/${each}: restored, it is not what was archived`);
    }
  }
  return differences;
}

/** Only a database whose marks tell the difference from this very run can be compared with it. */
async function compareLive(client: ClientBase, archive: Archive): Promise<string[]> {
  const { lastRunId, marks, unloaded } = await readTracking(client);
  if (lastRunId !== archive.info.run_id) return [];
  const differences: string[] = [];
  for (const table of archivedTables) {
    const changed = new Set(
      [...marks, ...unloaded].filter(mark => mark.table === table).map(mark => mark.partition),
    );
    for (const each of await differing(client, archive, table)) {
      if (changed.has(each)) continue;
      differences.push(
        `${table}/${each}: the database has something else, and nothing says it changed`,
      );
    }
  }
  return differences;
}

/** Partitions whose bytes are not those of the archive, or that only one of the two has. */
async function differing(
  client: ClientBase,
  { manifests }: Archive,
  table: ArchivedTable,
): Promise<PartitionName[]> {
  const { columns, partitions } = manifests[table];
  // Archived by an older version, with fewer columns: the bytes of a partition cannot be the same, its rows can.
  const isOlder = columns.join() !== archivedColumns[table].join();
  const expected = new Map(partitions.map(entry => [entry.partition, entry]));
  const found: PartitionName[] = [];
  await readPartitions(client, table, undefined, ({ partition, rows, md5 }) => {
    const entry = expected.get(partition);
    expected.delete(partition);
    const isSame = isOlder ? entry?.rows === rows : entry?.md5 === md5;
    if (!isSame) found.push(partition);
    return undefined;
  });
  for (const { partition, rows } of expected.values()) if (rows > 0) found.push(partition);
  return found;
}
