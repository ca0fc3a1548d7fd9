import { type PersonOrder, type Workload } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { countOf, firstRows, readPage, type List, type PlainSource } from '../db/list.ts';
import { bothWays } from '../db/orders.ts';
import { type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { readOne } from '../db/one.ts';
import { type ReadContext } from '../db/projection.ts';
import { matches } from '../db/search.ts';
import { sql } from '../db/sql.ts';
import { consultantProjection } from '../projection/people.ts';
import { type DateRange } from '../shared/dates.ts';
import { type Selection } from '../shared/selection.ts';
import { type ConsultantConditions } from './filter.ts';

export const orders: Readonly<Record<PersonOrder, ListOrder>> = {
  ...bothWays('NAME', [
    { column: 'full_name', type: 'text' },
    { column: 'id', type: 'integer' },
  ]),
  ...bothWays('CREATED', [
    { column: 'created_at', type: 'timestamptz' },
    { column: 'id', type: 'integer' },
  ]),
};

/** A page of consultants. Consultants are hundreds, so conditions filter along the order. */
export async function findPage(
  db: Queryable,
  conditions: ConsultantConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const source = sourceOf(conditions, context.seesPersonalData);
  return readPage(
    db,
    list,
    firstRows(source, list.alias, page),
    () => ({ statement: countOf(source) }),
    page,
    selection,
    context,
  );
}

/** The consultants that a filter admits, as `k`. */
export function sourceOf(
  { disabled, search, specialty, rating }: ConsultantConditions,
  personal: boolean,
): PlainSource {
  return {
    from: sql`consultant k`,
    conditions: [
      disabled !== 'both' && sql`k.is_disabled = ${disabled}`,
      search && matches(sql`k`, search, personal),
      specialty !== undefined && sql`k.folded_specialties @> array[${specialty}]`,
      rating &&
        sql`exists (
          select from consultant_rating_rollup r
           where r.consultant_id = k.id and r.rating_count > 0
             and round(r.rating_sum / r.rating_count, 2) between ${rating.least}::numeric and ${rating.most}::numeric)`,
    ],
  };
}

/** The consultant with what is selected of it; undefined when there is none. */
export function findById(
  db: Queryable,
  id: number,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  return readOne(
    db,
    { table: 'consultant', projection: consultantProjection },
    id,
    selection,
    context,
  );
}

/** How busy each consultant is from the first to the last day, in the order of the ids. Reads rollups. */
export async function workloadOf(
  db: Queryable,
  ids: readonly string[],
  { from, to }: DateRange,
): Promise<Workload[]> {
  const rows = await db.rows<{ appointments: number; booked: number; offered: number }>(
    'consultant.workload',
    sql`select coalesce(sum(r.pending + r.confirmed + r.completed), 0)::int as appointments,
               coalesce(sum(r.booked_minutes), 0)::int as booked,
               coalesce(sum(r.offered_minutes), 0)::int as offered
          from unnest(${ids}::int[]) with ordinality as parent (id, position)
          left join consultant_day_rollup r
            on r.consultant_id = parent.id and r.date between ${from}::date and ${to}::date
         group by parent.position
         order by parent.position`,
  );
  return rows.map(({ appointments, booked, offered }) => ({
    from,
    to,
    appointments,
    bookedMinutes: booked,
    offeredMinutes: offered,
    utilisation: offered > 0 ? booked / offered : null,
  }));
}

const list: List = {
  name: 'consultant.page',
  projection: consultantProjection,
  alias: 'k',
  plan: 'fresh',
};
