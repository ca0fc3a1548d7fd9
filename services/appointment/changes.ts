import { type AppointmentOutcome, type AppointmentStatus } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { isPast } from '../timeslot/free.ts';
import { cancelling, completing, confirming, type Transition } from './transitions.ts';

/** Which row, and as which version it is expected, if that matters. */
export interface RowVersion {
  readonly id: number;
  readonly version?: number | undefined;
}

/** Gives whether the row was there to be confirmed: pending, of an enabled consultant. */
export function confirm(db: Queryable, row: RowVersion, now: OfficeTime): Promise<boolean> {
  return moved(db, 'appointment.confirm', row, {
    transition: confirming,
    set: sql`confirmed_at = ${now.instant}`,
    when: sql`(a.consultant_id is null or exists (
      select from consultant k where k.id = a.consultant_id and not k.is_disabled))`,
  });
}

/** Gives whether the row was there to be completed: confirmed, and started. */
export function complete(
  db: Queryable,
  row: RowVersion,
  outcome: AppointmentOutcome,
  now: OfficeTime,
): Promise<boolean> {
  return moved(db, 'appointment.complete', row, {
    transition: completing,
    set: sql`completed_at = ${now.instant}, outcome = ${outcome}`,
    when: isPast({ date: sql`a.date`, start: sql`a.start_time` }, now),
  });
}

/** Gives whether the row was there to be cancelled. */
export function cancel(
  db: Queryable,
  row: RowVersion,
  reason: string,
  now: OfficeTime,
): Promise<boolean> {
  return moved(db, 'appointment.cancel', row, {
    transition: cancelling,
    set: sql`cancelled_at = ${now.instant}, cancel_reason = ${reason}`,
  });
}

/** One conditional update: of any number that try at the same time, one finds the row as it must be. */
async function moved(
  db: Queryable,
  name: string,
  { id, version }: RowVersion,
  {
    transition: { from, to },
    set,
    when = sql`true`,
  }: { readonly transition: Transition; readonly set: Sql; readonly when?: Sql },
): Promise<boolean> {
  const rows = await db.rows(
    name,
    sql`update appointment a set status = ${to}, ${set}
         where a.id = ${id} and a.status = any(${from}) and (${version ?? null}::int is null or a.version = ${version ?? null})
           and ${when}
        returning a.id`,
  );
  return rows.length > 0;
}

/** What decides why an appointment was not changed. */
export interface AppointmentState {
  readonly status: AppointmentStatus;
  readonly version: number;
  readonly outcome: AppointmentOutcome | null;
  readonly consultantId: number | null;
  readonly consultantDisabled: boolean;
  readonly requiredSpecialty: string | null;
  /** Office date and time. */
  readonly date: string;
  readonly startTime: string;
}

/** Undefined when there is no such appointment. */
export async function findState(db: Queryable, id: number): Promise<AppointmentState | undefined> {
  const rows = await db.rows<AppointmentState>(
    'appointment.state',
    sql`select a.status, a.version, a.outcome, a.consultant_id as "consultantId",
               coalesce(k.is_disabled, false) as "consultantDisabled",
               a.required_specialty as "requiredSpecialty", a.date, a.start_time as "startTime"
          from appointment a left join consultant k on k.id = a.consultant_id
         where a.id = ${id}`,
  );
  return rows[0];
}
