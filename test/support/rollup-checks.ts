import { type Pool } from 'pg';

/** By rollup: what it says, and what its base tables say, as queries with the same columns. Shards are summed up. */
export const rollupChecks: Readonly<Record<string, readonly [rollup: string, base: string]>> = {
  'the rollup of appointments by day': [
    `select date, sum(pending)::int, sum(confirmed)::int, sum(completed)::int, sum(cancelled)::int, sum(no_show)::int,
            sum(unassigned)::int, sum(booked_minutes)::int
       from day_rollup group by date having sum(pending + confirmed + completed + cancelled) > 0`,
    `select date, count(*) filter (where status = 'PENDING')::int, count(*) filter (where status = 'CONFIRMED')::int,
            count(*) filter (where status = 'COMPLETED')::int, count(*) filter (where status = 'CANCELLED')::int,
            count(*) filter (where outcome = 'NO_SHOW')::int,
            count(*) filter (where status = 'PENDING' and consultant_id is null)::int,
            coalesce(sum(duration_minutes) filter (where status <> 'CANCELLED' and consultant_id is not null), 0)::int
       from appointment group by date`,
  ],
  'the rollup of slots by day': [
    `select date, sum(offered_slots)::int, sum(offered_minutes)::int
       from day_rollup group by date having sum(offered_slots) > 0`,
    `select date, count(*)::int, (sum(extract(epoch from end_time - start_time)) / 60)::int
       from timeslot where is_available group by date`,
  ],
  'the rollup of ratings by day': [
    `select date, sum(rated_0)::int, sum(rated_1)::int, sum(rated_2)::int, sum(rated_3)::int, sum(rated_4)::int,
            sum(rated_5)::int, trim_scale(sum(rating_sum))
       from day_rollup group by date having sum(rated_0 + rated_1 + rated_2 + rated_3 + rated_4 + rated_5) > 0`,
    `select date, count(*) filter (where trunc(rating) = 0)::int, count(*) filter (where trunc(rating) = 1)::int,
            count(*) filter (where trunc(rating) = 2)::int, count(*) filter (where trunc(rating) = 3)::int,
            count(*) filter (where trunc(rating) = 4)::int, count(*) filter (where trunc(rating) = 5)::int,
            trim_scale(sum(rating))
       from feedback join appointment on id = appointment_id group by date`,
  ],
  'the rollup by consultant and day': [
    `select consultant_id, date, pending + confirmed + completed + cancelled, no_show, booked_minutes, offered_minutes,
            rating_count, trim_scale(rating_sum) from consultant_day_rollup`,
    `select consultant_id, date, sum(n)::int, sum(missed)::int, sum(booked)::int, sum(offered)::int, sum(rated)::int,
            trim_scale(sum(rating))
       from (select consultant_id, date, 1 as n, (outcome is not distinct from 'NO_SHOW')::int as missed,
                    case when status = 'CANCELLED' then 0 else duration_minutes end as booked, 0 as offered,
                    (rating is not null)::int as rated, coalesce(rating, 0) as rating
               from appointment left join feedback on appointment_id = id where consultant_id is not null
             union all
             select consultant_id, date, 0, 0, 0, extract(epoch from end_time - start_time)::int / 60, 0, 0
               from timeslot where is_available) every_row
      group by consultant_id, date`,
  ],
  'the rollup by specialty and day': [
    `select specialty, date, sum(pending)::int, sum(confirmed)::int, sum(completed)::int, sum(cancelled)::int,
            sum(no_show)::int from specialty_day_rollup group by specialty, date`,
    `select required_specialty, date, count(*) filter (where status = 'PENDING')::int,
            count(*) filter (where status = 'CONFIRMED')::int, count(*) filter (where status = 'COMPLETED')::int,
            count(*) filter (where status = 'CANCELLED')::int, count(*) filter (where outcome = 'NO_SHOW')::int
       from appointment where required_specialty is not null group by required_specialty, date`,
  ],
  'the rollup of creations': [
    'select kind, date, sum(total)::int from creation_rollup group by kind, date',
    `select kind, (created_at at time zone 'Asia/Ho_Chi_Minh')::date, count(*)::int
       from (select 'appointment' as kind, created_at from appointment
             union all select 'customer', created_at from customer) created group by 1, 2`,
  ],
  'the rollup of customers': [
    'select is_disabled, sum(total)::int from customer_rollup group by is_disabled',
    'select is_disabled, count(*)::int from customer group by is_disabled',
  ],
  'the rollup of ratings by consultant': [
    'select consultant_id, rating_count, trim_scale(rating_sum) from consultant_rating_rollup',
    `select consultant_id, count(*)::int, trim_scale(sum(rating))
       from feedback join appointment on id = appointment_id where consultant_id is not null group by consultant_id`,
  ],
  'the rollup of programs': [
    'select program_id, registered, attended, cancelled from program_rollup',
    `select program_id, count(*) filter (where status = 'REGISTERED')::int,
            count(*) filter (where status = 'ATTENDED')::int, count(*) filter (where status = 'CANCELLED')::int
       from program_participant group by program_id`,
  ],
};

/** The first rows on which the rollup and its base tables disagree; none when the rollup is exact. */
export async function disagreeing(owner: Pool, name: string): Promise<unknown[]> {
  const [rollup, base] = rollupChecks[name] ?? ['', ''];
  const { rows } = await owner.query(
    `(${rollup} except all ${base}) union all (${base} except all ${rollup}) limit 5`,
  );
  return rows;
}
