import { type Pool } from 'pg';

/**
 * The statistics of docs/domain.md §8 over the base tables alone, without rollups. `$1`–`$2` is the period, `$3` the
 * clock reading.
 */
export interface Reading {
  readonly from: string;
  readonly to: string;
  /** ISO 8601 instant. */
  readonly now: string;
}

const FIGURES = (of: string) => `
  'appointments', count(*), 'pending', count(*) filter (where ${of}.status = 'PENDING'),
  'confirmed', count(*) filter (where ${of}.status = 'CONFIRMED'),
  'completed', count(*) filter (where ${of}.status = 'COMPLETED'),
  'cancelled', count(*) filter (where ${of}.status = 'CANCELLED'),
  'noShows', count(*) filter (where ${of}.outcome = 'NO_SHOW')`;
const RATES = (of: string) => `
  'completionRate', count(*) filter (where ${of}.status = 'COMPLETED')::float8
    / nullif(count(*) filter (where ${of}.status in ('COMPLETED', 'CANCELLED')), 0),
  'noShowRate', count(*) filter (where ${of}.outcome = 'NO_SHOW')::float8
    / nullif(count(*) filter (where ${of}.status = 'COMPLETED'), 0)`;
const LOCAL = (column: string) => `(${column} at time zone 'Asia/Ho_Chi_Minh')`;
const BOOKED = (
  appointments: string,
) => `(select coalesce(sum(b.duration_minutes), 0) from ${appointments} b
  where b.status <> 'CANCELLED' and b.consultant_id is not null)`;
const OFFERED = (slots: string) =>
  `(select coalesce(sum(extract(epoch from o.end_time - o.start_time) / 60), 0)::int from ${slots} o where o.is_available)`;
const RATINGS = (feedback: string) => `
  'feedbackCount', (select count(*) from ${feedback} f),
  'averageRating', (select round(avg(f.rating), 2) from ${feedback} f)`;

/** `Query.overview` without `asOf` and without the breakdowns. */
export async function naiveOverview(db: Pool, reading: Reading): Promise<unknown> {
  const period = (from: string, to: string) => `(
    with p as (select * from appointment where date between ${from} and ${to}),
         s as (select * from timeslot where date between ${from} and ${to}),
         r as (select feedback.* from feedback join p on p.id = appointment_id)
    select json_build_object('from', ${from}, 'to', ${to}, ${FIGURES('p')}, ${RATES('p')},
      'bookedMinutes', ${BOOKED('p')}, 'offeredMinutes', ${OFFERED('s')},
      'utilisation', ${BOOKED('p')}::float8 / nullif(${OFFERED('s')}, 0), ${RATINGS('r')},
      'newCustomers', (select count(*) from customer where ${LOCAL('created_at')}::date between ${from} and ${to}),
      'newAppointments', (select count(*) from appointment where ${LOCAL('created_at')}::date between ${from} and ${to}))
    from p)`;
  const people = (table: string) => `(
    select json_build_object('total', count(*), 'enabled', count(*) filter (where not is_disabled),
      'disabled', count(*) filter (where is_disabled),
      'newInPeriod', count(*) filter (where ${LOCAL('created_at')}::date between $1::date and $2::date)) from ${table})`;
  return one(
    db,
    `with clock as (select $3::timestamptz as instant, ${LOCAL('$3::timestamptz')} as wall)
     select json_build_object(
       'customers', ${people('customer')}, 'consultants', ${people('consultant')},
       'appointments', (
         select json_build_object('total', count(*), 'pending', count(*) filter (where status = 'PENDING'),
           'confirmed', count(*) filter (where status = 'CONFIRMED'),
           'completed', count(*) filter (where status = 'COMPLETED'),
           'cancelled', count(*) filter (where status = 'CANCELLED'),
           'today', count(*) filter (where date = wall::date and status <> 'CANCELLED'),
           'upcoming', count(*) filter (where date + start_time > wall and status in ('PENDING', 'CONFIRMED')),
           'unassigned', count(*) filter (where status = 'PENDING' and consultant_id is null),
           'createdLast7Days', count(*) filter (where ${LOCAL('created_at')}::date between wall::date - 6 and wall::date),
           'pendingOverdue', count(*) filter (where status = 'PENDING' and date + start_time <= wall))
           from appointment right join clock on true),
       'feedback', (
         select json_build_object('count', count(*), 'averageRating', round(avg(rating), 2), 'distribution', (
           select json_agg(json_build_object('stars', stars, 'count', (
             select count(*) from feedback where rating >= stars and rating < stars + 1)) order by stars)
             from generate_series(0, 5) as stars)) from feedback),
       'programs', (
         select json_build_object('total', count(*), 'disabled', count(*) filter (where is_disabled),
           'upcoming', count(*) filter (where status = 'UPCOMING'), 'ongoing', count(*) filter (where status = 'ONGOING'),
           'completed', count(*) filter (where status = 'COMPLETED'),
           'participants', (select count(*) from program_participant where status <> 'CANCELLED')) from program),
       'period', ${period('$1::date', '$2::date')},
       'previousPeriod', ${period('($1::date - ($2::date - $1::date) - 1)', '($1::date - 1)')}) as answer`,
    [reading.from, reading.to, reading.now],
  );
}

/** `Query.overview { byConsultant bySpecialty }`, consultants by their id. */
export async function naiveBreakdowns(db: Pool, reading: Reading): Promise<unknown> {
  return one(
    db,
    `select json_build_object(
       'byConsultant', (
         select coalesce(json_agg(f.figures order by f.full_name, f.id), '[]') from (${consultantFigures}) f where f.busy),
       'bySpecialty', (
         select coalesce(json_agg(s.figures order by s.total desc, s.specialty collate "C"), '[]') from (
           select f.specialty, count(*) as total,
                  json_build_object('specialty', f.specialty, ${FIGURES('a')}) as figures
             from appointment a
             cross join lateral (
               select b.required_specialty collate "C" as specialty from appointment b
                where b.folded_specialty = a.folded_specialty and b.date between $1::date and $2::date
                group by 1 order by count(*) desc, 1 limit 1) f
            where date between $1::date and $2::date and required_specialty is not null
            group by f.specialty) s)) as answer`,
    [reading.from, reading.to],
  );
}

/** The items of `Query.consultantStatistics`. */
export async function naiveConsultants(
  db: Pool,
  reading: Reading,
  includeDisabled: boolean,
): Promise<unknown> {
  return one(
    db,
    `select coalesce(json_agg(f.figures order by f.full_name, f.id), '[]') as answer
       from (${consultantFigures}) f where $3 or not f.is_disabled`,
    [reading.from, reading.to, includeDisabled],
  );
}

const consultantFigures = `
  select k.id, k.full_name, k.is_disabled,
         exists (select from appointment where consultant_id = k.id and date between $1::date and $2::date) or exists (
           select from timeslot where consultant_id = k.id and date between $1::date and $2::date and is_available) as busy,
         (with p as (select * from appointment where consultant_id = k.id and date between $1::date and $2::date),
               s as (select * from timeslot where consultant_id = k.id and date between $1::date and $2::date),
               r as (select feedback.* from feedback join p on p.id = appointment_id)
          select json_build_object('consultant', json_build_object('id', k.id::text), ${FIGURES('p')}, ${RATES('p')},
            'bookedMinutes', ${BOOKED('p')}, 'offeredMinutes', ${OFFERED('s')},
            'utilisation', ${BOOKED('p')}::float8 / nullif(${OFFERED('s')}, 0), ${RATINGS('r')}) from p) as figures
    from consultant k`;

/** `Query.dailySummaries`. */
export async function naiveDays(db: Pool, reading: Reading): Promise<unknown> {
  return one(
    db,
    `select json_agg((
       with p as (select * from appointment where date = day::date),
            s as (select * from timeslot where date = day::date),
            r as (select feedback.* from feedback join p on p.id = appointment_id)
       select json_build_object('date', day::date, ${FIGURES('p')},
         'unassigned', count(*) filter (where p.status = 'PENDING' and p.consultant_id is null),
         'bookedMinutes', ${BOOKED('p')}, 'offeredMinutes', ${OFFERED('s')},
         'utilisation', ${BOOKED('p')}::float8 / nullif(${OFFERED('s')}, 0), ${RATINGS('r')},
         'newAppointments', (select count(*) from appointment where ${LOCAL('created_at')}::date = day::date),
         'newCustomers', (select count(*) from customer where ${LOCAL('created_at')}::date = day::date))
         from p) order by day) as answer
       from generate_series($1::date, $2::date, interval '1 day') as day`,
    [reading.from, reading.to],
  );
}

/** `Query.customerStatistics` without `asOf`. */
export async function naiveCustomers(db: Pool, reading: Reading): Promise<unknown> {
  return one(
    db,
    `with active as (
       select customer_id, count(*) as meetings, exists (
                select from appointment b where b.customer_id = a.customer_id and b.date < $1::date and b.status = 'COMPLETED') as again
         from appointment a where date between $1::date and $2::date and status <> 'CANCELLED' group by customer_id)
     select json_build_object('from', $1::date, 'to', $2::date,
       'total', (select count(*) from customer), 'enabled', (select count(*) from customer where not is_disabled),
       'disabled', (select count(*) from customer where is_disabled),
       'newInPeriod', (select count(*) from customer where ${LOCAL('created_at')}::date between $1::date and $2::date),
       'active', (select count(*) from active), 'returning', (select count(*) from active where again),
       'returningRate', (select avg(again::int)::float8 from active),
       'mostActive', (
         select coalesce(json_agg(json_build_object('customer', json_build_object('id', t.customer_id),
                  'appointments', t.meetings,
                  'completed', (select count(*) from appointment a where a.customer_id = t.customer_id and a.date between $1::date and $2::date and a.status = 'COMPLETED'),
                  'cancelled', (select count(*) from appointment a where a.customer_id = t.customer_id and a.date between $1::date and $2::date and a.status = 'CANCELLED'),
                  'noShows', (select count(*) from appointment a where a.customer_id = t.customer_id and a.date between $1::date and $2::date and a.outcome = 'NO_SHOW'))
                order by t.meetings desc, t.customer_id), '[]')
           from (select * from active order by meetings desc, customer_id limit 10) t)) as answer`,
    [reading.from, reading.to],
  );
}

/** `Query.programStatistics` without `asOf` and `totals`. */
export async function naivePrograms(db: Pool, reading: Reading): Promise<unknown> {
  const having = (status: string) =>
    `(select count(*) from program_participant p where p.program_id = o.id and p.status = '${status}')`;
  return one(
    db,
    `select json_build_object('from', $1::date, 'to', $2::date,
       'attendanceRate', (
         select avg((p.status = 'ATTENDED')::int)::float8 from program_participant p join program o on o.id = p.program_id
          where o.date between $1::date and $2::date and o.status = 'COMPLETED' and p.status <> 'CANCELLED'),
       'items', (
         select coalesce(json_agg(json_build_object('program', json_build_object('id', o.id::text),
                  'registered', ${having('REGISTERED')}, 'attended', ${having('ATTENDED')}, 'cancelled', ${having('CANCELLED')},
                  'fillRate', (${having('REGISTERED')} + ${having('ATTENDED')})::float8 / nullif(o.capacity, 0))
                order by o.date desc, o.id desc), '[]')
           from program o where o.date between $1::date and $2::date)) as answer`,
    [reading.from, reading.to],
  );
}

async function one(db: Pool, statement: string, values: readonly unknown[]): Promise<unknown> {
  const { rows } = await db.query<{ answer: unknown }>(statement, [...values]);
  return rows[0]?.answer;
}
