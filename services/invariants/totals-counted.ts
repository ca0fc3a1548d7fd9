import { sql } from '../db/sql.ts';
import { takenUntil } from './overlaps.ts';

/** In the words of an index, which has them in this order already. */
const slotTakenUntil = takenUntil({
  of: sql`t.consultant_id`,
  end: sql`t.date + t.end_time`,
  order: sql`t.date, t.start_time, t.id`,
});

/**
 * Rows counted by consultant and day, each table once, with what is found on the way: named queries, from which the
 * totals of days and of consultants are added up. Needed before a `counted` of a rollup.
 */
export const countTables = sql`
  appointment_count as materialized (
    select a.consultant_id, a.date,
           count(*) filter (where a.status = 'PENDING') as pending,
           count(*) filter (where a.status = 'CONFIRMED') as confirmed,
           count(*) filter (where a.status = 'COMPLETED') as completed,
           count(*) filter (where a.status = 'CANCELLED') as cancelled,
           count(*) filter (where a.outcome = 'NO_SHOW') as no_show,
           coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED'), 0) as minutes
      from appointment a
     group by a.consultant_id, a.date),
  slot_count as materialized (
    select t.consultant_id, t.date,
           count(*) filter (where t.is_available) as slots,
           extract(epoch from sum(t.end_time - t.start_time) filter (where t.is_available)) / 60 as minutes,
           array_agg(t.id) filter (where t.date + t.start_time < t.taken_until) as overlapping
      from (select t.*, ${slotTakenUntil} as taken_until from timeslot t) t
     group by t.consultant_id, t.date),
  rating_count as materialized (
    select a.consultant_id, a.date, count(*) as ratings, sum(f.rating) as rating_sum,
           count(*) filter (where f.rating >= 0 and f.rating < 1) as rated_0,
           count(*) filter (where f.rating >= 1 and f.rating < 2) as rated_1,
           count(*) filter (where f.rating >= 2 and f.rating < 3) as rated_2,
           count(*) filter (where f.rating >= 3 and f.rating < 4) as rated_3,
           count(*) filter (where f.rating >= 4 and f.rating < 5) as rated_4,
           count(*) filter (where f.rating >= 5 and f.rating < 6) as rated_5,
           array_agg(f.appointment_id) filter (where a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW') as of_no_meeting
      from feedback f join appointment a on a.id = f.appointment_id
     group by a.consultant_id, a.date)`;
