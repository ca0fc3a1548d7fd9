import {
  type AppointmentStatus,
  type AssignmentStrategy,
  type SkipReason,
  type UnavailableReason,
} from '../../generated/graphql.ts';
import { type Override } from '../appointment/override.ts';
import { type Queryable } from '../db/connection.ts';
import { sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { bookingRefusal, heldThatDay, type PeriodOf } from '../timeslot/free.ts';

/** Who shall have which appointment. */
export interface Handover {
  readonly appointmentId: number;
  readonly consultantId: number;
  /** As which version the appointment is expected, if that matters. */
  readonly version?: number | undefined;
  readonly keepConfirmed: boolean;
  readonly overrides: readonly Override[];
  /** Only if nobody has it. */
  readonly unassignedOnly: boolean;
}

/** What is written beside the change. */
export interface AssignmentNote {
  readonly strategy: AssignmentStrategy;
  readonly reason?: string | null | undefined;
  /** The token's subject. */
  readonly actor: string;
  readonly explanation?: string | null | undefined;
}

/** How an appointment was found, and whether its consultant was changed. */
export interface HandoverOutcome {
  readonly changed: boolean;
  readonly status: AppointmentStatus;
  readonly version: number;
  readonly before: number | null;
  readonly consultantExists: boolean;
  /** Why the consultant cannot have it; null when they can. */
  readonly refusal: UnavailableReason | null;
}

/** Of the rows `a` of `appointment` and `k` of `consultant`; the appointment itself takes no time. */
const periodOfAppointment: PeriodOf = {
  consultant: sql`k`,
  date: sql`a.date`,
  start: sql`a.start_time`,
  length: sql`make_interval(mins => a.duration_minutes)`,
  except: sql`a.id`,
};

/**
 * Gives an appointment to a consultant and notes it, if the consultant can have it (`bookingRefusal`), in one statement.
 * Undefined when there is no such appointment. After `lockBookings` of both. What overlapped when it was imported
 * overlaps nothing then, and is marked so no more.
 */
export async function assign(
  db: Queryable,
  { appointmentId, consultantId, version, keepConfirmed, overrides, unassignedOnly }: Handover,
  { strategy, reason, actor, explanation }: AssignmentNote,
  now: OfficeTime,
): Promise<HandoverOutcome | undefined> {
  const refusal = bookingRefusal(
    { ...periodOfAppointment, overrides: sql`${overrides}::text[]` },
    { customer: sql`c`, specialty: sql`a.folded_specialty` },
    now,
  );
  const rows = await db.rows<HandoverOutcome>(
    'assignment.assign',
    sql`with asked as materialized (
          select a.id, a.status, a.version, a.consultant_id as before, k.id as consultant_id, ${refusal} as refusal
            from appointment a
            join customer c on c.id = a.customer_id
            left join consultant k on k.id = ${consultantId}
           where a.id = ${appointmentId}
        ), changed as (
          update appointment a
             set consultant_id = asked.consultant_id,
                 status = case when ${keepConfirmed} then a.status else 'PENDING' end,
                 confirmed_at = case when ${keepConfirmed} then a.confirmed_at end, legacy_overlap = false
            from asked
           where a.id = asked.id and a.status in ('PENDING', 'CONFIRMED')
             and (${version ?? null}::int is null or a.version = ${version ?? null})
             and (a.consultant_id is null or not ${unassignedOnly}) and a.consultant_id is distinct from asked.consultant_id
             and asked.consultant_id is not null and asked.refusal is null
          returning a.id, a.consultant_id
        ), noted as (
          insert into assignment (appointment_id, from_consultant_id, to_consultant_id, strategy, reason, actor, explanation)
          select changed.id, asked.before, changed.consultant_id, ${strategy}, ${reason ?? null}, ${actor}, ${explanation ?? null}
            from changed join asked on asked.id = changed.id
        )
        select exists (select from changed) as changed, asked.status, asked.version, asked.before,
               asked.consultant_id is not null as "consultantExists", asked.refusal
          from asked`,
  );
  return rows[0];
}

/** Takes an appointment from its consultant and notes it. Undefined when there is no such appointment. */
export async function unassign(
  db: Queryable,
  { appointmentId, version }: Pick<Handover, 'appointmentId' | 'version'>,
  { strategy, reason, actor }: AssignmentNote,
): Promise<Pick<HandoverOutcome, 'changed' | 'status' | 'version' | 'before'> | undefined> {
  const rows = await db.rows<HandoverOutcome>(
    'assignment.unassign',
    sql`with asked as materialized (
          select a.id, a.status, a.version, a.consultant_id as before
            from appointment a
           where a.id = ${appointmentId}
        ), changed as (
          update appointment a
             set consultant_id = null, status = 'PENDING', confirmed_at = null
            from asked
           where a.id = asked.id and a.status in ('PENDING', 'CONFIRMED') and a.consultant_id is not null
             and (${version ?? null}::int is null or a.version = ${version ?? null})
          returning a.id
        ), noted as (
          insert into assignment (appointment_id, from_consultant_id, to_consultant_id, strategy, reason, actor)
          select changed.id, asked.before, null, ${strategy}, ${reason ?? null}, ${actor}
            from changed join asked on asked.id = changed.id
        )
        select exists (select from changed) as changed, asked.status, asked.version, asked.before
          from asked`,
  );
  return rows[0];
}

/** One assignment of a plan. */
export interface PlannedHandover {
  readonly appointmentId: number;
  readonly consultantId: number;
  /** As which version the appointment was planned. */
  readonly version: number;
  /** Which of the plan's appointments for this consultant it is, from 1. */
  readonly turn: number;
  readonly explanation: string;
}

/**
 * Gives the appointments of a plan, which has no two overlapping ones for a consultant, to their consultants and notes
 * it, in one statement. Gives those that were left alone because they, or their consultants, are not as planned any
 * more. After `lockBookings` of all of them.
 */
export function assignPlanned(
  db: Queryable,
  plan: readonly PlannedHandover[],
  { strategy, actor }: AssignmentNote,
  now: OfficeTime,
): Promise<{ appointmentId: number; reason: SkipReason }[]> {
  const column = <Key extends keyof PlannedHandover>(key: Key) => plan.map(each => each[key]);
  return db.rows(
    'assignment.assignPlanned',
    sql`with planned as materialized (
          select p.appointment_id, p.consultant_id, p.explanation, p.place, case
                   when a.status = 'CANCELLED' then 'CANCELLED'
                   when a.consultant_id is not null then 'ALREADY_ASSIGNED'
                   when a.version <> p.version then 'CHANGED'
                   else coalesce(
                     ${bookingRefusal(periodOfAppointment, { customer: sql`c`, specialty: sql`a.folded_specialty` }, now)},
                     case when k.max_per_day < ${heldThatDay(periodOfAppointment)} + p.turn then 'DAY_FULL' end)
                 end as reason
            from unnest(${column('appointmentId')}::int[], ${column('consultantId')}::int[], ${column('version')}::int[],
                        ${column('turn')}::int[], ${column('explanation')}::text[])
                 with ordinality p (appointment_id, consultant_id, version, turn, explanation, place)
            join appointment a on a.id = p.appointment_id
            join customer c on c.id = a.customer_id
            join consultant k on k.id = p.consultant_id
        ), changed as (
          update appointment a set consultant_id = planned.consultant_id, legacy_overlap = false
            from planned
           where a.id = planned.appointment_id and planned.reason is null
          returning a.id, a.consultant_id, planned.explanation
        ), noted as (
          insert into assignment (appointment_id, to_consultant_id, strategy, actor, explanation)
          select id, consultant_id, ${strategy}, ${actor}, explanation from changed
        )
        select appointment_id as "appointmentId", reason from planned where reason is not null order by place`,
  );
}
