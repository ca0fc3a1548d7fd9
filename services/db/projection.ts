import { type OfficeTime } from '../shared/clock.ts';
import { below, selects, type Selection } from '../shared/selection.ts';
import { identifier, join, literal, sql, type Sql } from './sql.ts';

/** What a reading depends on besides its arguments. */
export interface ReadContext {
  readonly now: OfficeTime;
  /** False: e-mail addresses, phone numbers, birth dates and notes are masked. */
  readonly seesPersonalData: boolean;
}

/** A GraphQL field that is a leaf: an expression over a row of its table. */
export type Column = (row: Sql, context: ReadContext) => Sql;

/** A GraphQL field that is an object, or a list of them: a subquery that gives JSON. `path` makes aliases unique. */
export type Relation = (row: Sql, path: string, selection: Selection, context: ReadContext) => Sql;

/** How a GraphQL object type is read from its table. Fields that have a resolver of their own are not in it. */
export interface Projection {
  readonly columns: Readonly<Record<string, Column>>;
  readonly relations?: () => Readonly<Record<string, Relation>>;
  /** Columns that are read whether selected or not, because resolvers of nested fields start from them. */
  readonly always?: readonly string[];
}

/** `json_build_object(…)` with what the selection wants of a row, keys as the schema names them. */
export function project(
  projection: Projection,
  path: string,
  selection: Selection,
  context: ReadContext,
): Sql {
  const row = identifier(path);
  const entries: Sql[] = [];
  for (const [field, column] of Object.entries(projection.columns)) {
    if (selects(selection, field) || projection.always?.includes(field)) {
      entries.push(sql`${literal(field)}, ${column(row, context)}`);
    }
  }
  for (const [field, relation] of Object.entries(projection.relations?.() ?? {})) {
    const inner = below(selection, field);
    if (inner) {
      entries.push(
        sql`${literal(field)}, ${relation(row, `${path}_${field.toLowerCase()}`, inner, context)}`,
      );
    }
  }
  return sql`json_build_object(${join(entries, ', ')})`;
}

/** The column of that name. */
export function column(name: string): Column {
  const named = identifier(name);
  return row => sql`${row}.${named}`;
}

/** A key, as the string that GraphQL's `ID` is. */
export function id(name = 'id'): Column {
  const named = identifier(name);
  return row => sql`${row}.${named}::text`;
}

/** The one row of `table` that `on` finds, as JSON; null when there is none. */
export function toOne(
  table: string,
  projection: () => Projection,
  on: (row: Sql, other: Sql) => Sql,
): Relation {
  return (row, path, selection, context) => {
    const other = identifier(path);
    return sql`(select ${project(projection(), path, selection, context)} from ${identifier(table)} ${other} where ${on(row, other)} limit 1)`;
  };
}

/** All rows of `table` that `on` finds, as a JSON array in the given order; empty when there are none. */
export function toMany(
  table: string,
  projection: () => Projection,
  on: (row: Sql, other: Sql) => Sql,
  order: (other: Sql) => Sql,
): Relation {
  return (row, path, selection, context) => {
    const other = identifier(path);
    return sql`(select coalesce(json_agg(${project(projection(), path, selection, context)} order by ${order(other)}), '[]') from ${identifier(table)} ${other} where ${on(row, other)})`;
  };
}
