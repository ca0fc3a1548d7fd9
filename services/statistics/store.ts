import { type Queryable } from '../db/connection.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { consultantProjection, customerProjection } from '../projection/people.ts';
import { programProjection } from '../projection/program.ts';
import { withOffset } from '../shared/clock.ts';
import { type DateRange } from '../shared/dates.ts';
import { below, selects, type Selection } from '../shared/selection.ts';
import {
  created,
  dayRatings,
  jsonObject,
  minuteMembers,
  rateMembers,
  ratingMembers,
  statusMembers,
} from './fragments.ts';
import { customerCountMembers, programTotals } from './overview.ts';

/** One entry for each day of the range, in order, days without anything included. */
export async function readDailySummaries(
  db: Queryable,
  { from, to }: DateRange,
  selection: Selection,
): Promise<unknown[]> {
  const news = selects(selection, 'newAppointments') || selects(selection, 'newCustomers');
  const rows = await db.rows<{ summary: unknown }>(
    'statistics.days',
    sql`with days as (
          select ${from}::date + day as date from generate_series(0, ${to}::date - ${from}::date) as day
        ) ${
          news
            ? sql`, news as (
          select n.date,
                 sum(n.total) filter (where n.kind = 'appointment') as appointments,
                 sum(n.total) filter (where n.kind = 'customer') as customers
            from creation_rollup n
           where n.kind in ('appointment', 'customer')
             and n.date between ${from}::date and ${to}::date
           group by 1)`
            : sql``
        }
        select json_build_object('date', days.date,
                 ${statusMembers()}, 'unassigned', coalesce(sum(r.unassigned), 0),
                 ${minuteMembers()}, ${ratingMembers(dayRatings)}
                 ${
                   news
                     ? sql`, 'newAppointments', coalesce(max(news.appointments), 0),
                 'newCustomers', coalesce(max(news.customers), 0)`
                     : sql``
                 }) as summary
          from days
          left join day_rollup r on r.date = days.date
          ${news ? sql`left join news on news.date = days.date` : sql``}
         group by days.date
         order by days.date`,
  );
  return rows.map(row => row.summary);
}

/** Figures of every consultant, by name; disabled ones only when asked for. */
export async function readConsultantStatistics(
  db: Queryable,
  { from, to }: DateRange,
  includeDisabled: boolean,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const items = below(selection, 'items');
  const consultant = items && below(items, 'consultant');
  const rows = await db.rows<{ item: unknown }>(
    'statistics.consultants',
    sql`select json_build_object(
                 ${consultant ? sql`'consultant', ${project(consultantProjection, 'k', consultant, context)},` : sql``}
                 ${statusMembers()}, ${rateMembers()}, ${minuteMembers()}, ${ratingMembers(sql`r.rating_count`)}) as item
          from consultant k
          left join consultant_day_rollup r
            on r.consultant_id = k.id and r.date between ${from}::date and ${to}::date
         where ${includeDisabled ? sql`true` : sql`not k.is_disabled`}
         group by k.id
         order by k.full_name, k.id`,
  );
  return { asOf: withOffset(context.now), from, to, items: rows.map(row => row.item) };
}

const MOST_ACTIVE = 10;

/** The selected figures of the customers, in one statement. */
export async function readCustomerStatistics(
  db: Queryable,
  period: DateRange,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const { from, to } = period;
  const activity = ['active', 'returning', 'returningRate'].some(name => selects(selection, name));
  const mostActive = below(selection, 'mostActive');
  const parts: [string, Sql][] = [];
  if (activity) parts.push(['activity', activityOf(period)]);
  if (mostActive) parts.push(['mostActive', mostActiveOf(period, mostActive, context)]);
  const rows = await db.rows<{ figures: CustomerFiguresRow }>(
    'statistics.customers',
    sql`select ${jsonObject([
      [
        'counts',
        sql`(select json_build_object(${customerCountMembers},
                 'newInPeriod', ${created('customer', period)}) from customer_rollup r)`,
      ],
      ...parts,
    ])} as figures`,
  );
  const figures = rows[0]?.figures;
  return {
    asOf: withOffset(context.now),
    from,
    to,
    ...figures?.counts,
    ...figures?.activity,
    mostActive: figures?.mostActive ?? [],
  };
}

interface CustomerFiguresRow {
  readonly counts: object;
  readonly activity?: object;
  readonly mostActive?: unknown[];
}

function activityOf({ from, to }: DateRange): Sql {
  return sql`(
    select json_build_object(
             'active', count(*),
             'returning', count(*) filter (where here.returning),
             'returningRate', count(*) filter (where here.returning)::float8 / nullif(count(*), 0))
      from (
        select exists (
                 select from appointment before
                  where before.customer_id = a.customer_id and before.date < ${from}::date
                    and before.status = 'COMPLETED') as returning
          from appointment a
         where a.date between ${from}::date and ${to}::date and a.status <> 'CANCELLED'
         group by a.customer_id) here)`;
}

function mostActiveOf({ from, to }: DateRange, selection: Selection, context: ReadContext): Sql {
  const customer = below(selection, 'customer');
  return sql`(
    select coalesce(json_agg(json_build_object(
             ${customer ? sql`'customer', ${project(customerProjection, 'c', customer, context)},` : sql``}
             'appointments', top.appointments, 'completed', top.completed,
             'cancelled', top.cancelled, 'noShows', top.no_shows)
             order by top.appointments desc, top.customer_id), '[]')
      from (
        select a.customer_id,
               count(*) filter (where a.status <> 'CANCELLED') as appointments,
               count(*) filter (where a.status = 'COMPLETED') as completed,
               count(*) filter (where a.status = 'CANCELLED') as cancelled,
               count(*) filter (where a.outcome = 'NO_SHOW') as no_shows
          from appointment a
         where a.date between ${from}::date and ${to}::date
         group by a.customer_id
        having count(*) filter (where a.status <> 'CANCELLED') > 0
         order by appointments desc, a.customer_id
         limit ${MOST_ACTIVE}) top
      join customer c on c.id = top.customer_id)`;
}

const MOST_PROGRAMS = 100;

/** The programs of a period and their participants, in one statement. */
export async function readProgramStatistics(
  db: Queryable,
  { from, to }: DateRange,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const items = below(selection, 'items');
  const program = items && below(items, 'program');
  const rows = await db.rows<{ figures: object }>(
    'statistics.programs',
    sql`with held as (
          select o.id, o.date, o.status, o.capacity, coalesce(r.registered, 0) as registered,
                 coalesce(r.attended, 0) as attended, coalesce(r.cancelled, 0) as cancelled
            from program o
            left join program_rollup r on r.program_id = o.id
           where o.date between ${from}::date and ${to}::date
        )
        select json_build_object(
                 'totals', ${programTotals},
                 'attendanceRate', (
                   select sum(h.attended)::float8 / nullif(sum(h.attended + h.registered), 0)
                     from held h where h.status = 'COMPLETED'),
                 'items', (
                   select coalesce(json_agg(json_build_object(
                            ${program ? sql`'program', ${project(programProjection, 'o', program, context)},` : sql``}
                            'registered', h.registered, 'attended', h.attended, 'cancelled', h.cancelled,
                            'fillRate', (h.registered + h.attended)::float8 / nullif(h.capacity, 0))
                            order by h.date desc, h.id desc), '[]')
                     from (select * from held order by date desc, id desc limit ${MOST_PROGRAMS}) h
                     join program o on o.id = h.id)) as figures`,
  );
  return { asOf: withOffset(context.now), from, to, ...rows[0]?.figures };
}
