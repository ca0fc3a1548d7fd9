import { column, id, toMany, toOne, type Projection } from '../db/projection.ts';
import { sql } from '../db/sql.ts';
import { allowedActions } from './allowed-actions.ts';
import { changeColumns } from './columns.ts';
import { consultantProjection, customerProjection } from './people.ts';
import { timeslotProjection } from './timeslot.ts';

/** `Appointment`, from a row of `appointment`. */
export const appointmentProjection: Projection = {
  always: ['id'],
  columns: {
    id: id(),
    date: column('date'),
    startTime: column('start_time'),
    endTime: row => sql`${row}.start_time + make_interval(mins => ${row}.duration_minutes)`,
    durationMinutes: column('duration_minutes'),
    status: column('status'),
    outcome: column('outcome'),
    meetingUrl: column('meeting_url'),
    description: column('description'),
    requiredSpecialty: column('required_specialty'),
    cancelReason: column('cancel_reason'),
    confirmedAt: column('confirmed_at'),
    completedAt: column('completed_at'),
    cancelledAt: column('cancelled_at'),
    legacyOverlap: column('legacy_overlap'),
    ...changeColumns,
  },
  relations: () => ({
    customer: toOne(
      'customer',
      () => customerProjection,
      (a, c) => sql`${c}.id = ${a}.customer_id`,
    ),
    consultant: toOne(
      'consultant',
      () => consultantProjection,
      (a, c) => sql`${c}.id = ${a}.consultant_id`,
    ),
    feedback: toOne(
      'feedback',
      () => feedbackProjection,
      (a, f) => sql`${f}.appointment_id = ${a}.id`,
    ),
    timeslot: toOne(
      'timeslot',
      () => timeslotProjection,
      (a, t) => sql`${t}.consultant_id = ${a}.consultant_id and ${t}.date = ${a}.date
        and ${t}.start_time <= ${a}.start_time
        and ${t}.end_time - ${a}.start_time >= make_interval(mins => ${a}.duration_minutes)`,
    ),
    allowedActions: (row, _path, _selection, context) => allowedActions(row, context),
    assignments: toMany(
      'assignment',
      () => assignmentProjection,
      (a, s) => sql`${s}.appointment_id = ${a}.id`,
      s => sql`${s}.at, ${s}.id`,
    ),
  }),
};

/** `Feedback`, from a row of `feedback`. */
export const feedbackProjection: Projection = {
  columns: {
    rating: column('rating'),
    comment: column('comment'),
    ...changeColumns,
  },
  relations: () => ({
    appointment: toOne(
      'appointment',
      () => appointmentProjection,
      (f, a) => sql`${a}.id = ${f}.appointment_id`,
    ),
  }),
};

/** `Assignment`, from a row of `assignment`. */
export const assignmentProjection: Projection = {
  columns: {
    id: id(),
    strategy: column('strategy'),
    reason: column('reason'),
    explanation: column('explanation'),
    actor: column('actor'),
    at: column('at'),
  },
  relations: () => ({
    from: toOne(
      'consultant',
      () => consultantProjection,
      (s, c) => sql`${c}.id = ${s}.from_consultant_id`,
    ),
    to: toOne(
      'consultant',
      () => consultantProjection,
      (s, c) => sql`${c}.id = ${s}.to_consultant_id`,
    ),
  }),
};
