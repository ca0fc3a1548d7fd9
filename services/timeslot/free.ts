import { sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';

/** A period of a consultant, as expressions over the rows of a statement. */
export interface PeriodOf {
  /** A row of `consultant`. */
  readonly consultant: Sql;
  readonly date: Sql;
  readonly start: Sql;
  /** Length, as an interval. */
  readonly length: Sql;
  /** Id of an appointment that does not count: the one that is being moved or assigned. */
  readonly except?: Sql;
}

/**
 * Why a period of a consultant is not free, the most telling reason first; null when it is free. This is the one
 * definition of free time: slots, candidates and writes all use it. Computed, never stored. Reasons that concern the
 * customer or the specialty are not of the period and come from elsewhere.
 */
export function unavailableReason(period: PeriodOf, now: OfficeTime): Sql {
  const { consultant, date } = period;
  return sql`case
    when ${consultant}.is_disabled then 'CONSULTANT_DISABLED'
    when ${isPast(period, now)} then 'PAST_TIME'
    when not ${insideSlot(period, sql`true`)} then 'OUTSIDE_SCHEDULE'
    when not ${insideSlot(period, sql`slot.is_available`)} then 'SLOT_BLOCKED'
    when ${isTaken(period)} then 'SLOT_TAKEN'
    when ${consultant}.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = ${consultant}.id and same_day.date = ${date}
         and same_day.status <> 'CANCELLED' ${except(period, sql`same_day`)}) then 'DAY_FULL'
  end`;
}

/** It has started by now. */
export function isPast({ date, start }: Pick<PeriodOf, 'date' | 'start'>, now: OfficeTime): Sql {
  return sql`(${date}, ${start}) <= (${now.date}::date, ${now.time}::time)`;
}

/** An active appointment of the consultant touches it: half-open periods, so the end of one may be the start of another. */
export function isTaken(period: PeriodOf): Sql {
  const { consultant, date, start, length } = period;
  return sql`exists (
    select from appointment taken
     where taken.consultant_id = ${consultant}.id and taken.date = ${date} and taken.status <> 'CANCELLED'
       and taken.start_time - ${start} < ${length}
       and ${start} - taken.start_time < make_interval(mins => taken.duration_minutes) ${except(period, sql`taken`)})`;
}

function insideSlot({ consultant, date, start, length }: PeriodOf, condition: Sql): Sql {
  return sql`exists (
    select from timeslot slot
     where slot.consultant_id = ${consultant}.id and slot.date = ${date}
       and slot.start_time <= ${start} and slot.end_time - ${start} >= ${length} and ${condition})`;
}

function except({ except: id }: PeriodOf, row: Sql): Sql {
  return id ? sql`and ${row}.id <> ${id}` : sql``;
}
