import { type AppointmentStatus, type UnavailableReason } from '../../generated/graphql.ts';
import { type Override } from './override.ts';
import { type Queryable } from '../db/connection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { bookingRefusal, requestRefusal, type PeriodOf } from '../timeslot/free.ts';
import { type RowVersion } from './changes.ts';
import { moving } from './transitions.ts';

/** A period of the office's wall clock. */
export interface BookedPeriod {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM:SS */
  readonly startTime: string;
  readonly durationMinutes: number;
}

/** An appointment that is not there yet. */
export interface NewAppointment extends BookedPeriod {
  readonly customerId: string;
  readonly consultantId: number | null;
  readonly meetingUrl: string | null;
  readonly description: string | null;
  readonly requiredSpecialty: string | null;
  readonly confirmed: boolean;
  readonly overrides: readonly Override[];
  /** The token's subject, for the note of the assignment. */
  readonly actor: string;
}

/** What came of a creation: the row, or why there is none. */
export interface CreationOutcome {
  readonly id: number | null;
  readonly customerExists: boolean;
  readonly consultantExists: boolean;
  readonly refusal: UnavailableReason | null;
}

/**
 * Inserts an appointment, with the note of its assignment if it has a consultant, unless something refuses it: one
 * statement. After `lockPeople`.
 */
export async function create(
  db: Queryable,
  wanted: NewAppointment,
  now: OfficeTime,
): Promise<CreationOutcome> {
  const { consultantId, confirmed } = wanted;
  const period = {
    date: sql`w.date`,
    start: sql`w.start_time`,
    length: sql`make_interval(mins => w.minutes)`,
    overrides: sql`${wanted.overrides}::text[]`,
  };
  const rows = await db.rows<CreationOutcome>(
    consultantId === null ? 'appointment.request' : 'appointment.book',
    sql`with asked as materialized (
          select c.id as customer_id, ${consultantId === null ? sql`null::int` : sql`k.id`} as consultant_id,
                 w.date, w.start_time, w.minutes, w.specialty, ${refusalOf(consultantId !== null, period, sql`btrim(fold_text(w.specialty))`, now)} as refusal
            from (select ${wanted.date}::date as date, ${wanted.startTime}::time as start_time,
                         ${wanted.durationMinutes}::int as minutes, ${wanted.requiredSpecialty}::text as specialty) w
            left join customer c on c.id = ${wanted.customerId}
            ${consultantId === null ? sql`` : sql`left join consultant k on k.id = ${consultantId}`}
        ), made as (
          insert into appointment (customer_id, consultant_id, date, start_time, duration_minutes, required_specialty,
                                   meeting_url, description, status, confirmed_at)
          select customer_id, consultant_id, date, start_time, minutes, specialty, ${wanted.meetingUrl}, ${wanted.description},
                 ${confirmed ? 'CONFIRMED' : 'PENDING'}, ${confirmed ? now.instant : null}::timestamptz
            from asked
           where refusal is null and customer_id is not null ${consultantId === null ? sql`` : sql`and consultant_id is not null`}
          returning id, consultant_id
        ), noted as (
          insert into assignment (appointment_id, to_consultant_id, strategy, actor)
          select id, consultant_id, 'MANUAL', ${wanted.actor} from made where consultant_id is not null
        )
        select (select id from made) as id, refusal, customer_id is not null as "customerExists",
               consultant_id is not null as "consultantExists"
          from asked`,
  );
  const [outcome] = rows;
  if (!outcome) throw new Error('a creation gave no outcome');
  return outcome;
}

/** How an appointment was found, and whether it was moved. */
export interface MoveOutcome {
  readonly changed: boolean;
  /** It has this period already. */
  readonly there: boolean;
  readonly status: AppointmentStatus;
  readonly version: number;
  readonly refusal: UnavailableReason | null;
}

export interface Move {
  readonly date: string;
  readonly startTime: string;
  /** As it is, when undefined. */
  readonly durationMinutes: number | undefined;
  readonly keepConfirmed: boolean;
  readonly overrides: readonly Override[];
}

/**
 * Moves an open appointment to another period, its own old one not counted, unless something refuses it: one
 * statement. Undefined when there is no such appointment. After `lockAppointment`. What overlaps since it was imported
 * has no such right where it is moved.
 */
export async function move(
  db: Queryable,
  { id, version }: RowVersion,
  { date, startTime, durationMinutes, keepConfirmed, overrides }: Move,
  now: OfficeTime,
): Promise<MoveOutcome | undefined> {
  const minutes = sql`coalesce(${durationMinutes ?? null}::int, a.duration_minutes)`;
  const period = {
    date: sql`${date}::date`,
    start: sql`${startTime}::time`,
    length: sql`make_interval(mins => ${minutes})`,
    except: sql`a.id`,
    overrides: sql`${overrides}::text[]`,
  };
  const rows = await db.rows<MoveOutcome>(
    'appointment.reschedule',
    sql`with asked as materialized (
          select a.id, a.status, a.version, a.consultant_id, ${minutes} as minutes,
                 (a.date, a.start_time, a.duration_minutes) = (${date}::date, ${startTime}::time, ${minutes}) as there,
                 case when k.id is null then ${refusalOf(false, period, sql`a.folded_specialty`, now)}
                      else ${refusalOf(true, period, sql`a.folded_specialty`, now)} end as refusal
            from appointment a
            join customer c on c.id = a.customer_id
            left join consultant k on k.id = a.consultant_id
           where a.id = ${id}
        ), changed as (
          update appointment a
             set date = ${date}::date, start_time = ${startTime}::time, duration_minutes = asked.minutes,
                 status = case when ${keepConfirmed} then a.status else 'PENDING' end,
                 confirmed_at = case when ${keepConfirmed} then a.confirmed_at end, legacy_overlap = false
            from asked
           where a.id = asked.id and a.status = any(${moving.from}) and not asked.there and asked.refusal is null
             and (${version ?? null}::int is null or a.version = ${version ?? null})
          returning a.id
        )
        select exists (select from changed) as changed, there, status, version, refusal from asked`,
  );
  return rows[0];
}

/** Over rows `c` of `customer` and, with a consultant, `k` of `consultant`. */
function refusalOf(
  withConsultant: boolean,
  period: Omit<PeriodOf, 'consultant'>,
  specialty: Sql,
  now: OfficeTime,
): Sql {
  const customer = sql`c`;
  return withConsultant
    ? bookingRefusal({ ...period, consultant: sql`k` }, { customer, specialty }, now)
    : requestRefusal(period, customer, now);
}
