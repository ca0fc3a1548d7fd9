import { type AppointmentOrder } from '../../generated/graphql.ts';
import { afterToken, limit, orderBy, type ListOrder, type PageRequest } from '../db/page.ts';
import { allLike, matches } from '../db/search.ts';
import { every, integer, join, sql, type Condition, type Sql } from '../db/sql.ts';
import { type SearchTerm } from '../shared/search.ts';
import { type AppointmentConditions, type RatingRange } from './filter.ts';

/**
 * How a page of appointments is found. Each way in reads an index in the order of the list, so that a page costs what
 * it shows and not what exists; none sorts or scans the table.
 *
 * Where a condition may admit few rows or nearly all (a search, a range of ratings), both ways are in the statement
 * and a count of the first thousand candidates decides between them: few candidates are looked up one by one, many
 * are met soon enough on a walk along the order. PostgreSQL does not execute the other branch.
 */
export interface AccessPath {
  /** Rows named `a` of `appointment`, in order, one more than the page holds. */
  readonly from: Sql;
  /** Whether the statement should be planned with its actual values. */
  readonly plan: 'prepared' | 'fresh';
}

export const orders: Readonly<Record<AppointmentOrder, ListOrder>> = {
  DATE_DESC: byTime('DATE_DESC', 'desc'),
  DATE_ASC: byTime('DATE_ASC', 'asc'),
  CREATED_DESC: byCreation('CREATED_DESC', 'desc'),
  CREATED_ASC: byCreation('CREATED_ASC', 'asc'),
};

export function accessPath(
  conditions: AppointmentConditions,
  page: PageRequest,
  personal: boolean,
): AccessPath {
  const { search, statuses, rating, programId } = conditions;
  const bounded =
    conditions.consultantId !== undefined ||
    conditions.customerId !== undefined ||
    conditions.unassigned === true;
  const rest = (except: Partial<Record<keyof AppointmentConditions, true>>) =>
    every(...conditionsOn(a, conditions, personal, except), afterToken(a, page));
  const direct = (where: Sql) => sql`appointment a where ${where} ${ordered(page)}`;

  if (bounded) return { from: direct(rest({})), plan: 'prepared' };
  if (programId !== undefined) {
    const list = sql`(select p.customer_id from program_participant p
      where p.program_id = ${programId} and p.status <> 'CANCELLED') p`;
    return prepared(
      ofEach(list, sql`a.customer_id = p.customer_id`, rest({ programId: true }), page),
    );
  }
  if (search)
    return { from: searched(search, rest({ search: true }), page, personal), plan: 'fresh' };
  if (rating) return { from: rated(rating, rest({ rating: true }), page), plan: 'fresh' };
  if (statuses && conditions.specialty === undefined && page.order.keys[0]?.column === 'date') {
    const list = sql`unnest(${statuses}::text[]) as s (status)`;
    return prepared(ofEach(list, sql`a.status = s.status`, rest({ statuses: true }), page));
  }
  return { from: direct(rest({})), plan: 'prepared' };
}

/** Every condition as SQL on a row, except those that the way in already meets. */
export function conditionsOn(
  row: Sql,
  conditions: AppointmentConditions,
  personal: boolean,
  except: Partial<Record<keyof AppointmentConditions, true>> = {},
): Condition[] {
  const {
    statuses,
    consultantId,
    unassigned,
    customerId,
    programId,
    from,
    to,
    search,
    specialty,
    rating,
  } = conditions;
  return [
    !except.statuses && statuses && sql`${row}.status = any(${statuses}::text[])`,
    consultantId !== undefined && sql`${row}.consultant_id = ${consultantId}`,
    unassigned === true && sql`${row}.consultant_id is null`,
    unassigned === false && sql`${row}.consultant_id is not null`,
    customerId !== undefined && sql`${row}.customer_id = ${customerId}`,
    from !== undefined && sql`${row}.date >= ${from}::date`,
    to !== undefined && sql`${row}.date <= ${to}::date`,
    specialty !== undefined && sql`${row}.folded_specialty = ${specialty}`,
    !except.programId &&
      programId !== undefined &&
      sql`${row}.customer_id in (
        select p.customer_id from program_participant p where p.program_id = ${programId} and p.status <> 'CANCELLED')`,
    !except.rating && rating && isRated(row, rating),
    !except.search && search && found(row, search, personal),
  ];
}

/**
 * Search and ratings for a statement that looks at every row anyway, a count: as sets that PostgreSQL hashes once,
 * where a walk wants to ask row by row.
 */
export function amongAll(
  row: Sql,
  { search, rating }: AppointmentConditions,
  personal: boolean,
): Condition[] {
  return [
    rating &&
      sql`${row}.id in (select f.appointment_id from feedback f where ${within(sql`f`, rating)})`,
    search &&
      sql`(${join(
        [
          allLike(sql`${row}.search_description`, search),
          sql`${row}.customer_id in (select c.id from customer c where ${matches(sql`c`, search, personal)})`,
          sql`${row}.consultant_id in (select k.id from consultant k where ${matches(sql`k`, search, personal)})`,
        ],
        ' or ',
      )})`,
  ];
}

const a = sql`a`;

/** Up to this many candidates are looked up one by one. */
const FEW = 1_000;
/** A consultant has thousands of appointments, so fewer of them count as few. */
const FEW_CONSULTANTS = 20;

function byTime(name: AppointmentOrder, direction: ListOrder['direction']): ListOrder {
  return {
    name,
    direction,
    keys: [
      { column: 'date', type: 'date' },
      { column: 'start_time', type: 'time' },
      { column: 'id', type: 'integer' },
    ],
  };
}

function byCreation(name: AppointmentOrder, direction: ListOrder['direction']): ListOrder {
  return {
    name,
    direction,
    keys: [
      { column: 'created_at', type: 'timestamptz' },
      { column: 'id', type: 'integer' },
    ],
  };
}

function prepared(from: Sql): AccessPath {
  return { from, plan: 'prepared' };
}

function ordered(page: PageRequest): Sql {
  return sql`${orderBy(a, page.order)} ${limit(page)}`;
}

/** The first of each entry of a short list, merged: every entry is an index range in the order wanted. */
function ofEach(list: Sql, on: Sql, rest: Sql, page: PageRequest): Sql {
  return sql`${list} cross join lateral (
    select a.* from appointment a where ${on} and ${rest} ${ordered(page)}) a
    ${ordered(page)}`;
}

/** Appointments whose customer, consultant or description has every word. */
function searched(
  terms: readonly SearchTerm[],
  rest: Sql,
  page: PageRequest,
  personal: boolean,
): Sql {
  const top = sql`${rest} ${ordered(page)}`;
  return sql`(
    with customers as materialized (
      select c.id from customer c where ${matches(sql`c`, terms, personal)}
       order by c.created_at, c.id limit ${integer(FEW + 1)}
    ), consultants as materialized (
      select k.id from consultant k where ${matches(sql`k`, terms, personal)} limit ${integer(FEW_CONSULTANTS + 1)}
    ), described as materialized (
      select d.id from appointment d where ${allLike(sql`d.search_description`, terms)} order by d.id limit ${integer(FEW + 1)}
    ), few as materialized (
      select (select count(*) from customers) <= ${integer(FEW)}
         and (select count(*) from consultants) <= ${integer(FEW_CONSULTANTS)}
         and (select count(*) from described) <= ${integer(FEW)} as yes
    ), hits as (
      select h.* from customers c cross join lateral (
        select ${keys} from appointment a where a.customer_id = c.id and ${top}) h
       where (select yes from few)
      union
      select h.* from consultants k cross join lateral (
        select ${keys} from appointment a where a.consultant_id = k.id and ${top}) h
       where (select yes from few)
      union
      select ${keys} from described d join appointment a on a.id = d.id
       where (select yes from few) and ${rest}
      union
      (select ${keys} from appointment a
        where not (select yes from few) and ${found(a, terms, personal)} and ${top})
    )
    ${fetched(page)}`;
}

/** Appointments whose feedback lies in a range of ratings; only completed ones have any. */
function rated(range: RatingRange, rest: Sql, page: PageRequest): Sql {
  return sql`(
    with rated as materialized (
      select f.appointment_id as id from feedback f where ${within(sql`f`, range)}
       order by f.rating limit ${integer(FEW + 1)}
    ), few as materialized (
      select (select count(*) from rated) <= ${integer(FEW)} as yes
    ), hits as (
      select ${keys} from rated r join appointment a on a.id = r.id where (select yes from few) and ${rest}
      union all
      (select ${keys} from appointment a
        where not (select yes from few) and a.status = 'COMPLETED' and ${isRated(a, range)} and ${rest} ${ordered(page)})
    )
    ${fetched(page)}`;
}

/** What the orders of lists are made of. */
const keys = sql`a.id, a.date, a.start_time, a.created_at`;

/** The end of a statement that found `hits`: the page is cut before whole rows are fetched. */
function fetched(page: PageRequest): Sql {
  return sql`
    select a.* from (select a.* from hits a ${ordered(page)}) page
      join appointment a on a.id = page.id) a
    ${orderBy(a, page.order)}`;
}

/**
 * Every word is in the same one of customer, consultant and description. Scalar subqueries, because PostgreSQL may
 * answer `exists` or `in` by hashing every customer that matches, which a walk that ends early does not want.
 */
function found(row: Sql, terms: readonly SearchTerm[], personal: boolean): Sql {
  return sql`(${join(
    [
      allLike(sql`${row}.search_description`, terms),
      sql`(select ${matches(sql`c`, terms, personal)} from customer c where c.id = ${row}.customer_id)`,
      sql`(select ${matches(sql`k`, terms, personal)} from consultant k where k.id = ${row}.consultant_id)`,
    ],
    ' or ',
  )})`;
}

function isRated(row: Sql, range: RatingRange): Sql {
  return sql`(select ${within(sql`f`, range)} from feedback f where f.appointment_id = ${row}.id)`;
}

function within(feedback: Sql, { least, most }: RatingRange): Sql {
  return sql`${feedback}.rating between ${least}::numeric and ${most}::numeric`;
}
