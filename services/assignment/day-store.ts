import { type UnplannedReason } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { hasSpecialty, heldThatDay, isBusy, isPast, unavailableReason } from '../timeslot/free.ts';

/** What a day's plan is made from. */
export interface Day {
  /** By time of day. */
  readonly requests: readonly RequestOfDay[];
  readonly consultants: readonly ConsultantOfDay[];
  readonly periods: readonly PeriodOfDay[];
}

/** An unassigned pending appointment. */
export interface RequestOfDay {
  readonly id: number;
  readonly version: number;
  /** Seconds of the day. */
  readonly start: number;
  readonly length: number;
  /** Folded; null for none. */
  readonly specialty: string | null;
  /** Why nobody could have it; null when that depends on the consultant. */
  readonly obstacle: UnplannedReason | null;
}

/** An enabled consultant. */
export interface ConsultantOfDay {
  readonly id: number;
  /** Pending and confirmed appointments from seven days before to seven days after the day. */
  readonly load: number;
  /** How many more appointments they take that day, none when negative; null for any number. */
  readonly room: number | null;
  /** UTC, comparable as text; null for never. */
  readonly lastAssigned: string | null;
  /** Which of the required specialties they have, folded. */
  readonly specialties: readonly string[];
}

/** A period that some of the requests have, and who is free then. */
export interface PeriodOfDay {
  readonly start: number;
  readonly length: number;
  readonly consultants: readonly number[];
}

/** Three statements, whatever the day holds: free time is asked for each different period, not for each request. */
export async function loadDay(db: Queryable, date: string, now: OfficeTime): Promise<Day> {
  const day = sql`${date}::date`;
  const open = sql`a.date = ${day} and a.status = 'PENDING' and a.consultant_id is null`;
  const [requests, periods, consultants] = await Promise.all([
    db.rows<RequestOfDay>('assignment.dayRequests', requestsOf(open, now)),
    db.rows<PeriodOfDay>('assignment.dayPeriods', periodsOf(day, open, now)),
    db.rows<ConsultantOfDay>('assignment.dayConsultants', consultantsOf(day, open)),
  ]);
  return { requests, periods, consultants };
}

const start = sql`extract(epoch from a.start_time)::int`;
const length = sql`a.duration_minutes * 60`;

function requestsOf(open: Sql, now: OfficeTime): Sql {
  const period = {
    date: sql`a.date`,
    start: sql`a.start_time`,
    length: sql`make_interval(mins => a.duration_minutes)`,
    except: sql`a.id`,
  };
  return sql`select a.id, a.version, ${start} as start, ${length} as length, a.folded_specialty as specialty, case
                      when ${isPast(period, now)} then 'PAST_TIME'
                      when c.is_disabled then 'CUSTOMER_DISABLED'
                      when ${isBusy(sql`c`, period)} then 'CUSTOMER_BUSY'
                    end as obstacle
               from appointment a
               join customer c on c.id = a.customer_id
              where ${open}
              order by a.start_time, a.id`;
}

function periodsOf(day: Sql, open: Sql, now: OfficeTime): Sql {
  const period = {
    consultant: sql`k`,
    date: day,
    start: sql`a.start_time`,
    length: sql`make_interval(mins => a.duration_minutes)`,
    // How full the day is does not depend on the period: it is counted once for each consultant (`room`).
    overrides: sql`array['DAY_FULL']`,
  };
  return sql`with wanted as materialized (
               select distinct a.start_time, a.duration_minutes from appointment a where ${open}
             )
             select ${start} as start, ${length} as length, array_agg(k.id) as consultants
               from wanted a
               join consultant k on not k.is_disabled
              where ${unavailableReason(period, now)} is null
              group by a.start_time, a.duration_minutes`;
}

function consultantsOf(day: Sql, open: Sql): Sql {
  return sql`with wanted as materialized (
               select distinct a.folded_specialty from appointment a where ${open} and a.folded_specialty is not null
             ), loads as (
               select near.consultant_id, count(*)::int as load
                 from appointment near
                where near.status in ('PENDING', 'CONFIRMED') and near.date between ${day} - 7 and ${day} + 7
                group by near.consultant_id
             )
             select k.id, coalesce(loads.load, 0) as load,
                    (k.max_per_day - ${heldThatDay({ consultant: sql`k`, date: day })})::int as room,
                    (select max(s.at) at time zone 'UTC' from assignment s where s.to_consultant_id = k.id)::text as "lastAssigned",
                    array(select folded_specialty from wanted where ${hasSpecialty(sql`k`, sql`folded_specialty`)}) as specialties
               from consultant k
               left join loads on loads.consultant_id = k.id
              where not k.is_disabled`;
}
