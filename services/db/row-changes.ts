import { type Queryable } from './connection.ts';
import { identifier, join, sql, type Sql } from './sql.ts';

/** New values by column. Absent (undefined) columns are left to the database, or left alone; null is stored. */
export type Columns = Readonly<Record<string, unknown>>;

/** Which row, and as which version it is expected, if that matters. */
export interface RowVersion {
  readonly id: number | string;
  readonly version?: number | undefined;
}

/** Writes a new row and gives its `id` as text. */
export async function insertRow(db: Queryable, table: string, columns: Columns): Promise<string> {
  const given = givenIn(columns);
  const names = given.map(([name]) => identifier(name));
  const values = given.map(([, value]) => sql`${value}`);
  const rows = await db.rows<{ id: string }>(
    `${table}.create`,
    sql`insert into ${identifier(table)} (${join(names, ', ')}) values (${join(values, ', ')})
        returning id::text as id`,
  );
  return rows[0]?.id ?? '';
}

/**
 * Gives whether the row was there to be changed, in the version that is expected. In another version, too, when it
 * has all the values already: then an earlier request of the caller was heard, although its answer was not.
 */
export async function updateRow(
  db: Queryable,
  table: string,
  { id, version }: RowVersion,
  columns: Columns,
): Promise<boolean> {
  const given = givenIn(columns);
  // PostgreSQL has no UPDATE without a column, and an empty input must still find its row and its version.
  const set = [
    sql`version = r.version`,
    ...given.map(([name, value]) => sql`${identifier(name)} = ${value}`),
  ];
  const rows = await db.rows(
    `${table}.update`,
    sql`update ${identifier(table)} r set ${join(set, ', ')}
         where r.id = ${id} ${version === undefined ? sql`` : sql`and (r.version = ${version} ${orIsSo(given)})`}
        returning r.id`,
  );
  return rows.length > 0;
}

/** Gives whether the row was there to be disabled or enabled. */
export async function switchRow(
  db: Queryable,
  table: string,
  { id, version }: RowVersion,
  isDisabled: boolean,
): Promise<boolean> {
  const [set, when] = isDisabled
    ? [sql`is_disabled = true`, sql`not r.is_disabled`]
    : [sql`is_disabled = false`, sql`r.is_disabled`];
  const rows = await db.rows(
    `${table}.${isDisabled ? 'disable' : 'enable'}`,
    sql`update ${identifier(table)} r set ${set}
         where r.id = ${id} and ${when} and (${version ?? null}::int is null or r.version = ${version ?? null})
        returning r.id`,
  );
  return rows.length > 0;
}

/** What is looked at when a row was not changed. */
export interface RowState {
  readonly version: number;
  /** False for what cannot be disabled. */
  readonly isDisabled: boolean;
}

/** Undefined when there is no such row. */
export async function rowState(
  db: Queryable,
  table: string,
  id: RowVersion['id'],
): Promise<RowState | undefined> {
  const rows = await db.rows<RowState>(
    `${table}.state`,
    sql`select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from ${identifier(table)} r where r.id = ${id}`,
  );
  return rows[0];
}

type Given = readonly (readonly [string, unknown])[];

function givenIn(columns: Columns): Given {
  return Object.entries(columns).filter(([, value]) => value !== undefined);
}

function orIsSo(given: Given): Sql {
  if (given.length === 0) return sql``;
  const same = given.map(
    ([name, value]) => sql`r.${identifier(name)} is not distinct from ${value}`,
  );
  return sql`or (${join(same, ' and ')})`;
}
