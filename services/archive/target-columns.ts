import { type ClientBase } from 'pg';
import { archivedTables, INFO_KEY, manifestKey } from './layout.ts';
import { type Archive } from './read-archive.ts';
import { RestoreRefused } from './restore-refused.ts';

/**
 * Refuses an archive that was written by a newer schema than the database has, or that has columns which it does not
 * have. Columns that the archive lacks are no fault: they get their defaults. Errors: {@link RestoreRefused}.
 */
export async function fitsDatabase(client: ClientBase, archive: Archive): Promise<void> {
  const { info, manifests } = archive;
  const [schema] = (
    await client.query<{ newest: number }>(
      'select coalesce(max(number), 0) as newest from schema_migration',
    )
  ).rows;
  const newest = schema?.newest ?? 0;
  if (info.schema_version > newest) {
    throw new RestoreRefused(
      'NEWER_ARCHIVE',
      `the archive has schema version ${info.schema_version} and the database ${newest}; use the version that wrote it`,
      { file: INFO_KEY },
    );
  }
  const { rows } = await client.query<{ table: string; columns: string[] }>(COLUMNS, [
    archivedTables,
  ]);
  for (const table of archivedTables) {
    const known = rows.find(row => row.table === table)?.columns ?? [];
    for (const column of manifests[table].columns) {
      if (known.includes(column)) continue;
      throw new RestoreRefused(
        'UNKNOWN_NAME',
        `it names a column that ${table} does not have; use the version that wrote the archive`,
        { table, file: manifestKey(table, info.tables[table].checksum) },
      );
    }
  }
}

/** Columns with values of their own, of the tables that the search path finds. */
const COLUMNS = `
  select t.name as table, array_agg(a.attname::text) as columns
    from unnest($1::text[]) as t (name)
    join pg_attribute a on a.attrelid = to_regclass(t.name)
   where a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
   group by t.name`;
