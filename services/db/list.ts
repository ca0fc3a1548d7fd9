import { type DomainError } from '../shared/errors.ts';
import { below, nothing, selectsCostly, type Selection } from '../shared/selection.ts';
import { type Queryable } from './connection.ts';
import {
  afterToken,
  keysOf,
  limit,
  orderBy,
  toPage,
  type Page,
  type PageRequest,
  type PageRow,
} from './page.ts';
import { selectColumns, type Projection, type ReadContext } from './projection.ts';
import { asJson, every, identifier, sql, type Condition, type Sql } from './sql.ts';

/** A list of one kind of thing. */
export interface List {
  /** Name of its statement in traces: `appointment.page`. */
  readonly name: string;
  readonly projection: Projection;
  /** Alias of the row that is projected and ordered. */
  readonly alias: string;
  readonly plan?: 'prepared' | 'fresh';
}

/** A page whose rows come from `from … where conditions` in the order of an index. */
export interface PlainSource {
  /** What follows `from`, with the list's alias. */
  readonly from: Sql;
  readonly conditions: readonly Condition[];
}

/** Rows of a plain source, in order, one more than the page holds. */
export function firstRows(
  { from, conditions }: PlainSource,
  alias: string,
  page: PageRequest,
): Sql {
  const row = identifier(alias);
  return sql`${from} where ${every(...conditions, afterToken(row, page))} ${orderBy(row, page.order)} ${limit(page)}`;
}

/**
 * Reads a page in one statement, and its total in a second one when that is selected. `rows` follows `from`: the
 * page's rows in order. `total` gives one row with `total`.
 */
export async function readPage(
  db: Queryable,
  list: List,
  rows: Sql,
  total: () => { readonly statement: Sql; readonly plan?: 'prepared' | 'fresh' },
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const row = identifier(list.alias);
  const { columns, joins } = selectColumns(
    list.projection,
    list.alias,
    itemsOf(selection),
    context,
  );
  const [found] = await db.rows<{ json_rows: PageRow[] | null }>(
    list.name,
    asJson(sql`
      select ${columns}, ${keysOf(row, page)} as keys
        from (select ${row}.*, row_number() over (${orderBy(row, page.order)}) as rank from ${rows}) ${row}${joins}
       ${orderBy(row, page.order)}`),
    list.plan,
  );
  const result = toPage(found?.json_rows ?? [], page);
  if (!wantsTotal(selection)) return result;
  const { statement, plan } = total();
  const counted = await db.rows<{ total: number }>(`${list.name}.total`, statement, plan);
  return { ...result, totalCount: counted[0]?.total ?? 0 };
}

/** `select count(*)` over a plain source. */
export function countOf({ from, conditions }: PlainSource): Sql {
  return sql`select count(*)::int as total from ${from} where ${every(...conditions)}`;
}

/** What a parent's page of a nested list is, or why it has none. */
export type PageOutcome = DomainError | { readonly data: Page<unknown> };

/**
 * Reads the same page of a nested list for many parents: one statement for all of them, and one more for the totals.
 * `of` ties a row to its parent, a row of `parent (id, position)`.
 */
export async function readPagesOf(
  db: Queryable,
  list: List,
  parents: readonly (string | number)[],
  source: PlainSource & { readonly of: (parent: Sql) => Sql; readonly parentType: 'int' | 'text' },
  pages: readonly PageRequest[],
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>[]> {
  const page = pages[0];
  if (!page) return [];
  const row = identifier(list.alias);
  const { columns, joins } = selectColumns(
    list.projection,
    list.alias,
    itemsOf(selection),
    context,
  );
  const ids = sql`unnest(${parents}::${identifier(source.parentType)}[]) with ordinality as parent (id, position)`;
  const bound = { from: source.from, conditions: [source.of(sql`parent`), ...source.conditions] };
  const [found] = await db.rows<{
    json_rows: (PageRow & { position?: number | undefined })[] | null;
  }>(
    list.name,
    asJson(sql`
      select ${columns}, ${keysOf(row, page)} as keys, parent.position
        from ${ids}
       cross join lateral (
         select ${row}.*, row_number() over (${orderBy(row, page.order)}) as rank
           from ${firstRows(bound, list.alias, page)}) ${row}${joins}
       order by parent.position, ${row}.rank`),
    list.plan,
  );
  const rowsOf = pages.map((): PageRow[] => []);
  for (const item of found?.json_rows ?? []) {
    rowsOf[(item.position ?? 0) - 1]?.push(item);
    item.position = undefined;
  }
  const results = pages.map((request, i) => toPage(rowsOf[i] ?? [], request));
  if (!wantsTotal(selection)) return results;
  const totals = await db.rows<{ total: number }>(
    `${list.name}.total`,
    sql`select (${countOf(bound)}) as total from ${ids} order by parent.position`,
  );
  return results.map((result, i) => ({ ...result, totalCount: totals[i]?.total ?? 0 }));
}

function itemsOf(selection: Selection): Selection {
  return below(selection, 'items') ?? nothing;
}

function wantsTotal(selection: Selection): boolean {
  return selectsCostly(selection, 'totalCount', ['items', 'nextToken']);
}
