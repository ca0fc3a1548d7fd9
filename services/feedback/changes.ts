import { type AppointmentOutcome, type AppointmentStatus } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { sql } from '../db/sql.ts';

export interface NewFeedback {
  readonly appointmentId: number;
  /** 0 to 5 in steps of a half. */
  readonly rating: number;
  readonly comment: string | null;
}

/** Errors: breaches of `feedback_key`, `feedback_on_appointment`, `feedback_on_held_meeting`. */
export async function record(
  db: Queryable,
  { appointmentId, rating, comment }: NewFeedback,
): Promise<void> {
  await db.rows(
    'feedback.record',
    sql`insert into feedback (appointment_id, rating, comment) values (${appointmentId}, ${rating}, ${comment})`,
  );
}

/** How far a meeting came. */
export interface Meeting {
  readonly status: AppointmentStatus;
  readonly outcome: AppointmentOutcome | null;
}

/** Undefined when there is no such appointment. */
export async function findMeeting(
  db: Queryable,
  appointmentId: number,
): Promise<Meeting | undefined> {
  const rows = await db.rows<Meeting>(
    'feedback.meeting',
    sql`select a.status, a.outcome from appointment a where a.id = ${appointmentId}`,
  );
  return rows[0];
}
