import { type PersonOrder } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { startOfDay } from '../db/days.ts';
import { countOf, firstRows, readPage, type List, type PlainSource } from '../db/list.ts';
import { bothWays } from '../db/orders.ts';
import { orderBy, type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { readOne } from '../db/one.ts';
import { type ReadContext } from '../db/projection.ts';
import { matches } from '../db/search.ts';
import { sql, type Sql } from '../db/sql.ts';
import { customerProjection } from '../projection/people.ts';
import { type Selection } from '../shared/selection.ts';
import { type CustomerConditions } from './filter.ts';

export const orders: Readonly<Record<PersonOrder, ListOrder>> = {
  ...bothWays('NAME', [
    { column: 'full_name', type: 'text' },
    { column: 'id', type: 'text' },
  ]),
  ...bothWays('CREATED', [
    { column: 'created_at', type: 'timestamptz' },
    { column: 'id', type: 'text' },
  ]),
};

/** A page of customers. Planned with its values: a rare name is looked up by trigrams, a frequent one is met on the way. */
export async function findPage(
  db: Queryable,
  conditions: CustomerConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const source = sourceOf(conditions, context);
  return readPage(
    db,
    list,
    conditions.search ? foundFirst(source, page) : firstRows(source, list.alias, page),
    () => ({ statement: countOf(source), plan: 'fresh' }),
    page,
    selection,
    context,
  );
}

/** The customer with what is selected of it; undefined when there is none. */
export function findById(
  db: Queryable,
  id: string,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  return readOne(db, { table: 'customer', projection: customerProjection }, id, selection, context);
}

/** The customers that a filter admits, as `c`. */
export function sourceOf(
  { disabled, search, programId, created }: CustomerConditions,
  { seesPersonalData, now }: Pick<ReadContext, 'seesPersonalData' | 'now'>,
): PlainSource {
  return {
    from: sql`customer c`,
    conditions: [
      disabled !== 'both' && sql`c.is_disabled = ${disabled}`,
      search && matches(sql`c`, search, seesPersonalData),
      programId !== undefined &&
        sql`c.id in (
          select p.customer_id from program_participant p
           where p.program_id = ${programId} and p.status <> 'CANCELLED')`,
      created.from && sql`c.created_at >= ${startOfDay(sql`${created.from}::date`, now)}`,
      created.to && sql`c.created_at < ${startOfDay(sql`${created.to}::date + 1`, now)}`,
    ],
  };
}

/** The page is found first, within the index if it is ordered by name, and its rows are fetched afterwards. */
function foundFirst(source: PlainSource, page: PageRequest): Sql {
  return sql`(select c.id from ${firstRows(source, list.alias, page)}) page
    join customer c on c.id = page.id
    ${orderBy(sql`c`, page.order)}`;
}

const list: List = {
  name: 'customer.page',
  projection: customerProjection,
  alias: 'c',
  plan: 'fresh',
};
