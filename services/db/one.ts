import { type Selection } from '../shared/selection.ts';
import { type Queryable } from './connection.ts';
import { project, type Projection, type ReadContext } from './projection.ts';
import { identifier, sql } from './sql.ts';

/** What the one row of `table` with this `id` shows of what is selected; undefined when there is none. */
export async function readOne(
  db: Queryable,
  { table, projection }: { readonly table: string; readonly projection: Projection },
  id: number | string,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const rows = await db.rows<{ item: unknown }>(
    `${table}.byId`,
    sql`select ${project(projection, 'one', selection, context)} as item
          from ${identifier(table)} one where one.id = ${id}`,
  );
  return rows[0]?.item;
}

/** The same for many rows in one statement: what is there of them, in the order of `ids`. */
export async function readMany(
  db: Queryable,
  { table, projection }: { readonly table: string; readonly projection: Projection },
  ids: readonly number[],
  selection: Selection,
  context: ReadContext,
): Promise<unknown[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<{ item: unknown }>(
    `${table}.byIds`,
    sql`select ${project(projection, 'one', selection, context)} as item
          from unnest(${ids}::int[]) with ordinality wanted (id, place)
          join ${identifier(table)} one on one.id = wanted.id
         order by wanted.place`,
  );
  return rows.map(({ item }) => item);
}
