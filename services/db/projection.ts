import { type OfficeTime } from '../shared/clock.ts';
import { below, selects, type Selection } from '../shared/selection.ts';
import { concat, empty, fieldName, identifier, join, literal, sql, type Sql } from './sql.ts';

/** What a reading depends on besides its arguments. */
export interface ReadContext {
  readonly now: OfficeTime;
  /** False: e-mail addresses, phone numbers, birth dates and notes are masked. */
  readonly seesPersonalData: boolean;
  /** The caller may change appointments. */
  readonly writesAppointments: boolean;
  /** The caller may change consultants, programs and feedback. */
  readonly writesCatalogue: boolean;
}

/** A GraphQL field that is a leaf: an expression over a row of its table. */
export type Column = (row: Sql, context: ReadContext) => Sql;

/** A GraphQL field that is an object, or a list of them. `path` makes aliases unique. */
export type Relation = ToOne | Subquery;

/** The one row of another table that belongs to a row. */
interface ToOne {
  readonly table: string;
  readonly projection: () => Projection;
  readonly on: (row: Sql, other: Sql) => Sql;
}

/** Anything else: a subquery that gives JSON. */
type Subquery = (row: Sql, path: string, selection: Selection, context: ReadContext) => Sql;

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
  const entries = wantedFields(projection, path, selection, context).map(
    ({ field, part, below: inner }) => {
      if ('column' in part) return sql`${literal(field)}, ${part.column}`;
      return sql`${literal(field)}, (${oneRow(
        part.relation,
        part.row,
        part.path,
        from =>
          sql`select ${project(part.relation.projection(), part.path, inner, context)} ${from}`,
      )})`;
    },
  );
  return sql`json_build_object(${join(entries, ', ')})`;
}

/** What the selection wants of a row, as columns named as in the schema, and the joins that bring what is not in it. */
export interface SelectedColumns {
  readonly columns: Sql;
  /** Follows the row in `from`. Adds columns, never rows. */
  readonly joins: Sql;
}

/**
 * The same as columns, for statements whose rows come out as JSON anyway: PostgreSQL makes JSON of a row in half the
 * time that it takes to build an object. Rows of other tables are looked up one by one, whatever the planner expects
 * of their number: a page has few.
 */
export function selectColumns(
  projection: Projection,
  path: string,
  selection: Selection,
  context: ReadContext,
): SelectedColumns {
  const columns: Sql[] = [];
  const joins: Sql[] = [];
  for (const { field, part, below: inner } of wantedFields(projection, path, selection, context)) {
    if ('column' in part) {
      columns.push(sql`${part.column} as ${fieldName(field)}`);
      continue;
    }
    const other = selectColumns(part.relation.projection(), part.path, inner, context);
    const alias = identifier(part.path);
    joins.push(
      sql` left join lateral (${oneRow(part.relation, part.row, part.path, from => sql`select ${other.columns} ${from}`, other.joins)}) ${alias} on true`,
    );
    columns.push(sql`${alias} as ${fieldName(field)}`);
  }
  // A row without columns is none; somebody who asks only for `__typename` still learns that there is one.
  if (columns.length === 0) columns.push(sql`true as present`);
  return { columns: join(columns, ', '), joins: concat(joins) };
}

interface WantedField {
  readonly field: string;
  readonly part:
    | { readonly column: Sql }
    | { readonly relation: ToOne; readonly row: Sql; readonly path: string };
  readonly below: Selection;
}

function wantedFields(
  projection: Projection,
  path: string,
  selection: Selection,
  context: ReadContext,
): WantedField[] {
  const row = identifier(path);
  const wanted: WantedField[] = [];
  for (const [field, column] of Object.entries(projection.columns)) {
    if (selects(selection, field) || projection.always?.includes(field)) {
      wanted.push({ field, part: { column: column(row, context) }, below: selection });
    }
  }
  for (const [field, relation] of Object.entries(projection.relations?.() ?? {})) {
    const inner = below(selection, field);
    if (!inner) continue;
    const innerPath = pathBelow(path, field);
    const part =
      typeof relation === 'function'
        ? { column: relation(row, innerPath, inner, context) }
        : { relation, row, path: innerPath };
    wanted.push({ field, part, below: inner });
  }
  return wanted;
}

/**
 * An alias that no row around it has. PostgreSQL cuts names off after 63 bytes, so what would be longer begins anew, with
 * the number of its beginning.
 */
function pathBelow(path: string, field: string): string {
  const long = `${path}_${field.toLowerCase()}`;
  if (long.length <= LONGEST_NAME) return long;
  const beginning = Number(/^deep([0-9]+)_/.exec(path)?.[1] ?? 0) + 1;
  return `deep${beginning}_${field.toLowerCase()}`;
}

const LONGEST_NAME = 63;

function oneRow(
  { table, on }: ToOne,
  row: Sql,
  path: string,
  select: (from: Sql) => Sql,
  joins: Sql = empty,
): Sql {
  const other = identifier(path);
  return select(sql`from ${identifier(table)} ${other}${joins} where ${on(row, other)} limit 1`);
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

/** The one row of `table` that `on` finds; null when there is none. */
export function toOne(table: string, projection: () => Projection, on: ToOne['on']): Relation {
  return { table, projection, on };
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
