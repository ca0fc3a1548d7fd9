import { type Queryable } from '../db/connection.ts';
import { project, type ReadContext } from '../db/projection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { consultantProjection } from '../projection/people.ts';
import { addDays, daysInRange } from '../shared/clock.ts';
import { isCalendarDate, type DateRange } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
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

/**
 * The selected parts of the start page, in one statement and so from one snapshot. Totals and figures of periods read
 * the rollups; only today's appointments are looked at one by one, because their time of day matters.
 */
export async function readOverview(
  db: Queryable,
  period: DateRange,
  selection: Selection,
  context: ReadContext,
): Promise<unknown> {
  const previous = periodBefore(period);
  const parts: Record<string, () => Sql> = {
    customers: () => customers(period),
    consultants: () => consultants(period, context),
    appointments: () => appointments(context),
    feedback: () => feedback,
    programs: () => programTotals,
    period: () => figures(period),
    previousPeriod: () => figures(previous),
    byConsultant: () => byConsultant(period, below(selection, 'byConsultant'), context),
    bySpecialty: () => bySpecialty(period),
  };
  const wanted = Object.entries(parts)
    .filter(([name]) => selects(selection, name))
    .map(([name, part]) => [name, part()] as const);
  const asOf = ['asOf', sql`${context.now.instant}::timestamptz`] as const;
  const rows = await db.rows<{ overview: unknown }>(
    'statistics.overview',
    sql`select ${jsonObject([asOf, ...wanted])} as overview`,
  );
  return rows[0]?.overview;
}

/** Errors: `InvalidInput/BAD_DATE` when the calendar has no such period. */
function periodBefore({ from, to }: DateRange): DateRange {
  const previous = { from: addDays(from, -daysInRange(from, to)), to: addDays(from, -1) };
  if (isCalendarDate(previous.from)) return previous;
  throw invalidInput('BAD_DATE', `from is ${from}; the calendar has no period before it`, {
    field: 'from',
  });
}

/** `ProgramTotals` of all programs. */
export const programTotals = sql`(
  select json_build_object(
           'total', count(*),
           'disabled', count(*) filter (where o.is_disabled),
           'upcoming', count(*) filter (where o.status = 'UPCOMING'),
           'ongoing', count(*) filter (where o.status = 'ONGOING'),
           'completed', count(*) filter (where o.status = 'COMPLETED'),
           'participants', coalesce(sum(r.registered + r.attended), 0))
    from program o
    left join program_rollup r on r.program_id = o.id)`;

/** Customers in all, enabled, disabled: sums of the rollup `r`, as JSON members. */
export const customerCountMembers = sql`
  'total', coalesce(sum(r.total), 0),
  'enabled', coalesce(sum(r.total) filter (where not r.is_disabled), 0),
  'disabled', coalesce(sum(r.total) filter (where r.is_disabled), 0)`;

function customers(period: DateRange): Sql {
  return sql`(
    select json_build_object(${customerCountMembers}, 'newInPeriod', ${created('customer', period)})
      from customer_rollup r)`;
}

/** Consultants are hundreds: they are counted. */
function consultants({ from, to }: DateRange, { now }: ReadContext): Sql {
  return sql`(
    select json_build_object(
             'total', count(*),
             'enabled', count(*) filter (where not k.is_disabled),
             'disabled', count(*) filter (where k.is_disabled),
             'newInPeriod', count(*) filter (
               where (k.created_at at time zone ${now.zone})::date between ${from}::date and ${to}::date))
      from consultant k)`;
}

function appointments({ now }: ReadContext): Sql {
  const lastSevenDays = { from: addDays(now.date, -6), to: now.date };
  return sql`(
    select json_build_object(
             'total', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
             'pending', coalesce(sum(r.pending), 0),
             'confirmed', coalesce(sum(r.confirmed), 0),
             'completed', coalesce(sum(r.completed), 0),
             'cancelled', coalesce(sum(r.cancelled), 0),
             'today', coalesce(sum(r.pending + r.confirmed + r.completed) filter (where r.date = ${now.date}::date), 0),
             'upcoming', coalesce(sum(r.pending + r.confirmed) filter (where r.date > ${now.date}::date), 0)
               + max(today.ahead),
             'unassigned', coalesce(sum(r.unassigned), 0),
             'createdLast7Days', ${created('appointment', lastSevenDays)},
             'pendingOverdue', coalesce(sum(r.pending) filter (where r.date < ${now.date}::date), 0)
               + max(today.overdue))
      from (
        select count(*) filter (where a.start_time > ${now.time}::time) as ahead,
               count(*) filter (where a.start_time <= ${now.time}::time and a.status = 'PENDING') as overdue
          from appointment a
         where a.date = ${now.date}::date and a.status in ('PENDING', 'CONFIRMED')) today
      left join day_rollup r on true)`;
}

const feedback = sql`(
  select json_build_object(
           'count', coalesce(sum(${dayRatings}), 0),
           'averageRating', round(sum(r.rating_sum) / nullif(sum(${dayRatings}), 0), 2),
           'distribution', json_build_array(
             json_build_object('stars', 0, 'count', coalesce(sum(r.rated_0), 0)),
             json_build_object('stars', 1, 'count', coalesce(sum(r.rated_1), 0)),
             json_build_object('stars', 2, 'count', coalesce(sum(r.rated_2), 0)),
             json_build_object('stars', 3, 'count', coalesce(sum(r.rated_3), 0)),
             json_build_object('stars', 4, 'count', coalesce(sum(r.rated_4), 0)),
             json_build_object('stars', 5, 'count', coalesce(sum(r.rated_5), 0))))
    from day_rollup r)`;

function figures(period: DateRange): Sql {
  const { from, to } = period;
  return sql`(
    select json_build_object('from', ${from}::date, 'to', ${to}::date,
             ${statusMembers()}, ${rateMembers()}, ${minuteMembers()}, ${ratingMembers(dayRatings)},
             'newCustomers', ${created('customer', period)},
             'newAppointments', ${created('appointment', period)})
      from day_rollup r
     where r.date between ${from}::date and ${to}::date)`;
}

function byConsultant(
  { from, to }: DateRange,
  selection: Selection | undefined,
  context: ReadContext,
): Sql {
  const wanted = selection && below(selection, 'consultant');
  return sql`(
    select coalesce(json_agg(one.figures order by one.full_name, one.id), '[]')
      from (
        select k.full_name, k.id, json_build_object(
                 ${wanted ? sql`'consultant', ${project(consultantProjection, 'k', wanted, context)},` : sql``}
                 ${statusMembers()}, ${rateMembers()}, ${minuteMembers()}, ${ratingMembers(sql`r.rating_count`)}) as figures
          from consultant_day_rollup r
          join consultant k on k.id = r.consultant_id
         where r.date between ${from}::date and ${to}::date
         group by k.id
        having sum(r.pending + r.confirmed + r.completed + r.cancelled) > 0 or sum(r.offered_minutes) > 0) one)`;
}

/** Case and accents make no other specialty, here as in filters; the spelling is the one that most appointments have. */
function bySpecialty({ from, to }: DateRange): Sql {
  const spelling = sql`(array_agg(r.specialty order by r.appointments desc, r.specialty))[1]`;
  return sql`(
    select coalesce(json_agg(one.figures order by one.appointments desc, one.specialty), '[]')
      from (
        select ${spelling} as specialty, sum(r.appointments) as appointments,
               json_build_object('specialty', ${spelling}, ${statusMembers()}) as figures
          from (
            select r.specialty, sum(r.pending) as pending, sum(r.confirmed) as confirmed, sum(r.completed) as completed,
                   sum(r.cancelled) as cancelled, sum(r.no_show) as no_show,
                   sum(r.pending + r.confirmed + r.completed + r.cancelled) as appointments
              from specialty_day_rollup r
             where r.date between ${from}::date and ${to}::date
             group by r.specialty) r
         where r.appointments > 0
         group by fold_text(r.specialty)) one)`;
}
