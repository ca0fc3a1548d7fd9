import { type Queryable } from '../db/connection.ts';
import { refuseUnloadedDay } from '../db/loaded-days.ts';
import { integer, sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { DomainError } from '../shared/errors.ts';
import { unavailableReason } from '../timeslot/free.ts';

/** A slot that could be booked instead. */
export interface Alternative {
  readonly timeslotId: string;
  readonly consultantId: string;
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string;
}

/** Where a booking was meant to be. What is left out is as the appointment has it. */
export interface Wanted {
  /** The appointment that was to be moved or given to somebody; left out for a new one. */
  readonly appointmentId?: number | undefined;
  readonly consultantId?: number | null | undefined;
  /** YYYY-MM-DD */
  readonly date?: string | undefined;
  /** HH:MM:SS */
  readonly startTime?: string | undefined;
  readonly durationMinutes?: number | undefined;
}

/**
 * The three free slots of the consultant that are long enough and start nearest to the period; of two equally near ones
 * the earlier first. Fewer when there are fewer. The appointment itself takes no time, but slots that it is in already
 * are none of them. Two walks along an index, each as long as it takes to meet three free slots.
 */
export function nearestFreeSlots(
  db: Queryable,
  { appointmentId, consultantId, date, startTime, durationMinutes }: Wanted,
  now: OfficeTime,
): Promise<Alternative[]> {
  const reason = unavailableReason(
    {
      consultant: sql`k`,
      date: sql`t.date`,
      start: sql`t.start_time`,
      length: sql`(t.end_time - t.start_time)`,
      except: sql`wanted.appointment_id`,
    },
    now,
  );
  const walk = (side: Sql, order: Sql): Sql => sql`(
    select t.id, t.date, t.start_time, t.end_time
      from timeslot t
     where t.consultant_id = k.id and t.is_available
       and (t.date, t.start_time) > (${now.date}::date, ${now.time}::time) and ${side}
       and t.end_time - t.start_time >= wanted.length and ${reason} is null
       and not exists (
         select from appointment own
          where own.id = wanted.appointment_id and own.consultant_id = k.id and own.date = t.date
            and own.start_time < t.end_time
            and t.start_time - own.start_time < make_interval(mins => own.duration_minutes))
     order by ${order} limit ${integer(MOST)})`;
  const moment = sql`(wanted.date, wanted.start_time)`;
  return db.rows<Alternative>(
    'timeslot.nearestFree',
    sql`with wanted as materialized (
          select coalesce(a.id, 0) as appointment_id, coalesce(w.consultant_id, a.consultant_id) as consultant_id,
                 coalesce(w.date, a.date) as date, coalesce(w.start_time, a.start_time) as start_time,
                 make_interval(mins => coalesce(w.minutes, a.duration_minutes)) as length
            from (select ${consultantId ?? null}::int as consultant_id, ${date ?? null}::date as date,
                         ${startTime ?? null}::time as start_time, ${durationMinutes ?? null}::int as minutes) w
            left join appointment a on a.id = ${appointmentId ?? null}::int
        )
        select near.id::text as "timeslotId", k.id::text as "consultantId", near.date,
               near.start_time as "startTime", near.end_time as "endTime"
          from wanted
          join consultant k on k.id = wanted.consultant_id
         cross join lateral (
                ${walk(sql`(t.date, t.start_time) >= ${moment}`, sql`t.date, t.start_time`)}
                union all
                ${walk(sql`(t.date, t.start_time) < ${moment}`, sql`t.date desc, t.start_time desc`)}) near
         order by abs(extract(epoch from (near.date + near.start_time) - (wanted.date + wanted.start_time))),
                  near.date, near.start_time, near.id
         limit ${integer(MOST)}`,
  );
}

const MOST = 3;

/**
 * What `work` gives. When it is refused because the period is taken, or in no slot, whether by a condition of a
 * statement or by the database's own rule, the refusal brings the nearest free slots, looked up when the transaction is
 * over. Errors: `Conflict/DAY_NOT_LOADED` instead, where there is no slot because the day is not loaded.
 */
export async function withAlternatives<Result>(
  db: Queryable,
  now: OfficeTime,
  wanted: Wanted,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || !brings.has(error.info.reason)) throw error;
    // A day that is not loaded has no slots.
    if (error.info.reason === 'OUTSIDE_SCHEDULE' && wanted.date !== undefined) {
      await refuseUnloadedDay(db, wanted.date);
    }
    const alternatives = await nearestFreeSlots(db, wanted, now);
    const info = { ...error.info, alternatives };
    throw new DomainError(error.type, error.message, info, { cause: error });
  }
}

const brings: ReadonlySet<string> = new Set(['SLOT_TAKEN', 'OUTSIDE_SCHEDULE']);
