import { literal, sql, type Sql } from '../db/sql.ts';
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
  /** Reasons that do not count, as a text[]; none when left out. */
  readonly overrides?: Sql;
}

/** What else a booking is for, as expressions over the rows of a statement. */
export interface BookedFor {
  /** A row of `customer`. */
  readonly customer: Sql;
  /** The required specialty, folded; null for none. */
  readonly specialty: Sql;
}

/**
 * Why a period of a consultant is not free, the most telling reason first; null when it is free. This is the one
 * definition of free time: slots, candidates and writes all use it. Computed, never stored. A reason that is overridden
 * is passed over, so that the later ones are still looked at. Reasons that concern the customer or the specialty are not
 * of the period and come with `bookingRefusal`.
 */
export function unavailableReason(period: PeriodOf, now: OfficeTime): Sql {
  const { consultant } = period;
  return sql`case
    when ${consultant}.is_disabled then 'CONSULTANT_DISABLED'
    when ${counts(period, 'PAST_TIME')}${isPast(period, now)} then 'PAST_TIME'
    when ${counts(period, 'OUTSIDE_SCHEDULE')}not ${insideSlot(period)} then 'OUTSIDE_SCHEDULE'
    when ${counts(period, 'SLOT_BLOCKED')}${touchesClosedSlot(period)} then 'SLOT_BLOCKED'
    when ${isTaken(period)} then 'SLOT_TAKEN'
    when ${counts(period, 'DAY_FULL')}${consultant}.max_per_day <= ${heldThatDay(period)} then 'DAY_FULL'
  end`;
}

/** Why a period of a consultant cannot be booked for somebody: all reasons of domain §4, the most telling first. */
export function bookingRefusal(
  period: PeriodOf,
  { customer, specialty }: BookedFor,
  now: OfficeTime,
): Sql {
  return sql`coalesce(${unavailableReason(period, now)}, case
    when ${counts(period, 'SPECIALTY_MISMATCH')}not ${hasSpecialty(period.consultant, specialty)} then 'SPECIALTY_MISMATCH'
    ${ofCustomer(customer, period)}
  end)`;
}

/** The same while nobody is to be assigned: reasons that concern a consultant are left out. */
export function requestRefusal(
  period: Omit<PeriodOf, 'consultant'>,
  customer: Sql,
  now: OfficeTime,
): Sql {
  return sql`case
    when ${counts(period, 'PAST_TIME')}${isPast(period, now)} then 'PAST_TIME'
    ${ofCustomer(customer, period)}
  end`;
}

function ofCustomer(customer: Sql, period: Omit<PeriodOf, 'consultant'>): Sql {
  return sql`when ${customer}.is_disabled then 'CUSTOMER_DISABLED'
    when ${isBusy(customer, period)} then 'CUSTOMER_BUSY'`;
}

/** A row of `consultant` has the specialty, given folded; everybody has none. */
export function hasSpecialty(consultant: Sql, specialty: Sql): Sql {
  return sql`(${specialty} is null or ${specialty} = any(${consultant}.folded_specialties))`;
}

/** How many appointments the consultant has on the day of the period. */
export function heldThatDay(period: Pick<PeriodOf, 'consultant' | 'date' | 'except'>): Sql {
  return sql`(
      select count(*) from appointment same_day
       where same_day.consultant_id = ${period.consultant}.id and same_day.date = ${period.date}
         and same_day.status <> 'CANCELLED' ${except(period, sql`same_day`)})`;
}

/** An active appointment of the customer, other than this one, touches the period. */
export function isBusy(customer: Sql, period: Omit<PeriodOf, 'consultant'>): Sql {
  const { date, start, length } = period;
  return sql`exists (
    select from appointment busy
     where busy.customer_id = ${customer}.id and busy.date = ${date} and busy.status <> 'CANCELLED'
       and busy.start_time - ${start} < ${length}
       and ${start} - busy.start_time < make_interval(mins => busy.duration_minutes) ${except(period, sql`busy`)})`;
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

function insideSlot({ consultant, date, start, length }: PeriodOf): Sql {
  return sql`exists (
    select from timeslot slot
     where slot.consultant_id = ${consultant}.id and slot.date = ${date}
       and slot.start_time <= ${start} and slot.end_time - ${start} >= ${length})`;
}

/** The planner closed a slot that the period lies in or, where it may lie outside of slots, reaches into. */
function touchesClosedSlot({ consultant, date, start, length }: PeriodOf): Sql {
  return sql`exists (
    select from timeslot slot
     where slot.consultant_id = ${consultant}.id and slot.date = ${date} and not slot.is_available
       and slot.end_time > ${start} and slot.start_time - ${start} < ${length})`;
}

/** The reason counts unless it is overridden. */
function counts({ overrides }: Pick<PeriodOf, 'overrides'>, reason: string): Sql {
  return overrides ? sql`${literal(reason)} <> all(${overrides}) and ` : sql``;
}

function except({ except: id }: Pick<PeriodOf, 'except'>, row: Sql): Sql {
  return id ? sql`and ${row}.id <> ${id}` : sql``;
}
