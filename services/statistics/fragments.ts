import { join, literal, sql, type Sql } from '../db/sql.ts';
import { type DateRange } from '../shared/dates.ts';

/** JSON members of what rollup rows `r` sum up to, as `PeriodFigures`, `ConsultantFigures` and `DailySummary` name them. */
export function statusMembers(): Sql {
  return sql`
    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0)`;
}

export function rateMembers(): Sql {
  return sql`
    'completionRate', sum(r.completed)::float8 / nullif(sum(r.completed + r.cancelled), 0),
    'noShowRate', sum(r.no_show)::float8 / nullif(sum(r.completed), 0)`;
}

export function minuteMembers(): Sql {
  return sql`
    'bookedMinutes', coalesce(sum(r.booked_minutes), 0),
    'offeredMinutes', coalesce(sum(r.offered_minutes), 0),
    'utilisation', sum(r.booked_minutes)::float8 / nullif(sum(r.offered_minutes), 0)`;
}

/** `count` says how many ratings a rollup row stands for. */
export function ratingMembers(count: Sql): Sql {
  return sql`
    'feedbackCount', coalesce(sum(${count}), 0),
    'averageRating', round(sum(r.rating_sum) / nullif(sum(${count}), 0), 2)`;
}

/** Ratings that a row of `day_rollup` stands for. */
export const dayRatings = sql`(r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)`;

/** How many rows of a kind were created on the days of a range. */
export function created(kind: 'appointment' | 'customer', { from, to }: DateRange): Sql {
  return sql`(
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = ${literal(kind)} and n.date between ${from}::date and ${to}::date)`;
}

/** `json_build_object` of named parts. */
export function jsonObject(parts: readonly (readonly [string, Sql])[]): Sql {
  return sql`json_build_object(${join(
    parts.map(([name, part]) => sql`${literal(name)}, ${part}`),
    ', ',
  )})`;
}
