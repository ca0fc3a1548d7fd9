import { type ClientBase } from 'pg';
import { onClient } from '../db/connection.ts';
import { identifier, join, literal, sql } from '../db/sql.ts';
import { type ArchivedTable, archivedTables } from './layout.ts';

/** How many rows each table has, in the caller's snapshot. */
export async function rowCounts(
  client: ClientBase,
): Promise<Readonly<Record<ArchivedTable, number>>> {
  const counts = archivedTables.map(
    table => sql`${literal(table)}, (select count(*) from ${identifier(table)})`,
  );
  const [row] = await onClient(client).rows<{
    readonly counts: Readonly<Record<ArchivedTable, number>>;
  }>('archive.row-counts', sql`select json_build_object(${join(counts, ', ')}) as counts`);
  if (!row) throw new Error('counting gave no row');
  return row.counts;
}
