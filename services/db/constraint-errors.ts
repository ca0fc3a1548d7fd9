import pg from 'pg';
import { bookingMessages } from '../shared/booking-messages.ts';
import { dayNotLoaded } from '../shared/conflicts.ts';
import { DomainError, type ErrorInfo } from '../shared/errors.ts';

/** What a breach of a named rule means to the caller. */
interface Refusal {
  readonly type: DomainError['type'];
  readonly message: string;
  readonly info: ErrorInfo;
}

/**
 * The answer to a breach of each rule that a request can breach, by the rule's name. Operations add what the caller
 * needs for the next step (alternatives, ids). A test compares the names with those of the database.
 */
export const refusals: Readonly<Record<string, Refusal>> = {
  customer_key: conflict('CUSTOMER_EXISTS', 'there is a customer with this id; use another one'),
  customer_id_length: invalid('BAD_ID', 'id', 'a customer’s id has 1 to 100 characters'),
  customer_name_trimmed_1_to_100: length('fullName', 1, 100),
  customer_email_length: length('email', 0, 100),
  customer_phone_length: length('phoneNumber', 0, 20),
  customer_notes_length: length('notes', 0, 4000),
  customer_born_by_today: invalid(
    'BAD_DATE',
    'dateOfBirth',
    'dateOfBirth lies ahead; use a day up to today',
  ),
  customer_free_when_disabled: conflict(
    'HAS_FUTURE_APPOINTMENTS',
    'the customer has appointments ahead; cancel or complete them first',
  ),

  consultant_name_trimmed_1_to_100: length('fullName', 1, 100),
  consultant_email_length: length('email', 0, 100),
  consultant_phone_length: length('phoneNumber', 0, 20),
  consultant_specialties_trimmed: length('specialties', 1, 100),
  consultant_max_per_day_positive: invalid(
    'BAD_NUMBER',
    'maxPerDay',
    'maxPerDay is below 1; use 1 or more, or null for no limit',
  ),
  consultant_email_of_enabled: conflict(
    'EMAIL_TAKEN',
    'another enabled consultant has this e-mail address; use another one',
  ),
  consultant_free_when_disabled: conflict(
    'HAS_FUTURE_APPOINTMENTS',
    'the consultant has appointments ahead; give them to somebody else or cancel them first',
  ),

  timeslot_of_consultant: absent('CONSULTANT_NOT_FOUND', 'there is no such consultant'),
  timeslot_lasts_5_to_480_minutes: invalid(
    'BAD_DURATION',
    'endTime',
    'beside what stays, start and end do not make a slot; let it last 5 to 480 minutes of one day',
  ),
  timeslot_year_of_four_digits: invalid('BAD_DATE', 'date', 'date is of the years 1 to 9999'),
  timeslot_no_overlap: conflict(
    'SLOT_OVERLAP',
    'the consultant has another slot in this period; choose a period that touches none',
  ),
  timeslot_not_in_use: conflict(
    'SLOT_IN_USE',
    'the slot holds an active appointment; move that one first, or block the slot instead',
  ),

  appointment_of_consultant: absent('CONSULTANT_NOT_FOUND', 'there is no such consultant'),
  appointment_of_customer: absent('CUSTOMER_NOT_FOUND', 'there is no such customer'),
  appointment_lasts_5_to_480_minutes: invalid(
    'BAD_DURATION',
    'durationMinutes',
    'durationMinutes is 5 to 480',
  ),
  appointment_year_of_four_digits: invalid('BAD_DATE', 'date', 'date is of the years 1 to 9999'),
  appointment_within_its_day: invalid(
    'CROSSES_MIDNIGHT',
    'durationMinutes',
    'the appointment would go beyond midnight; let it start earlier, or make it shorter',
  ),
  appointment_meeting_url_is_http: invalid(
    'BAD_URL',
    'meetingUrl',
    'meetingUrl begins with http:// or https:// and has no blanks',
  ),
  appointment_description_length: length('description', 0, 4000),
  appointment_specialty_length: length('requiredSpecialty', 1, 100),
  appointment_reason_when_cancelled: length('reason', 1, 500),
  appointment_assigned_when_confirmed: conflict(
    'UNASSIGNED',
    'the appointment has no consultant; assign one first',
  ),
  appointment_no_overlap: booking('SLOT_TAKEN'),
  appointment_customer_no_overlap: booking('CUSTOMER_BUSY'),
  appointment_legal_transition: conflict('ILLEGAL_TRANSITION', 'this status is not to be left so'),
  appointment_final_is_final: conflict(
    'ILLEGAL_TRANSITION',
    'a completed or cancelled appointment keeps its people and its time',
  ),
  appointment_started_when_completed: conflict(
    'NOT_STARTED',
    'the appointment lies ahead; complete it when it has started',
  ),
  appointment_outcome_stays: conflict('ILLEGAL_TRANSITION', 'the outcome was said and stays'),
  appointment_consultant_enabled: booking('CONSULTANT_DISABLED'),
  appointment_customer_enabled: booking('CUSTOMER_DISABLED'),

  feedback_key: conflict('FEEDBACK_EXISTS', 'the appointment has feedback; it is given once'),
  feedback_on_appointment: absent('APPOINTMENT_NOT_FOUND', 'there is no such appointment'),
  feedback_rating_0_to_5: invalid('BAD_RATING', 'rating', 'rating is 0 to 5'),
  feedback_rating_in_halves: invalid('BAD_RATING', 'rating', 'rating goes in steps of 0.5'),
  feedback_comment_length: length('comment', 0, 2000),
  feedback_on_held_meeting: conflict(
    'NO_MEETING',
    'feedback is for completed appointments to which the customer came',
  ),

  program_name_trimmed_1_to_100: length('name', 1, 100),
  program_capacity_not_negative: invalid(
    'BAD_NUMBER',
    'capacity',
    'capacity is below 0; use 0 or more, or null for no limit',
  ),
  program_capacity_for_participants: conflict(
    'CAPACITY_BELOW_PARTICIPANTS',
    'more customers take part than that; use a larger capacity, or cancel participants first',
  ),
  program_legal_transition: conflict(
    'ILLEGAL_TRANSITION',
    'a program goes from UPCOMING to ONGOING to COMPLETED, and not back',
  ),
  program_participant_in_program: absent('PROGRAM_NOT_FOUND', 'there is no such program'),
  program_participant_is_customer: absent('CUSTOMER_NOT_FOUND', 'there is no such customer'),
  program_participant_legal_transition: conflict(
    'ILLEGAL_TRANSITION',
    'a registration goes from REGISTERED to ATTENDED or CANCELLED; only a cancelled one is renewed',
  ),
  program_participant_customer_enabled: booking('CUSTOMER_DISABLED'),
  program_open_for_registration: conflict(
    'REGISTRATION_CLOSED',
    'the program is completed or disabled and takes no registrations',
  ),
  program_below_capacity: conflict('PROGRAM_FULL', 'the program has no place left'),

  day_loaded: conflict(
    'DAY_NOT_LOADED',
    'the archive has this day and this database has not; load it first',
  ),
  assignment_to_consultant: absent('CONSULTANT_NOT_FOUND', 'there is no such consultant'),
  client_token_key: conflict('TOKEN_REUSED', 'this clientToken stands for another request'),
  client_token_length: length('clientToken', 1, 100),

  archive_job_one_run: conflict('RUN_IN_PROGRESS', 'a run of the archive is under way'),
};

/** Rules that no request of this API can breach: a breach is a defect of ours, and answered as one. */
export const internalRules: ReadonlySet<string> = new Set([
  'appointment_begins_open',
  'appointment_cancelled_when_dated',
  'appointment_completed_when_dated',
  'appointment_key',
  'appointment_outcome_known',
  'appointment_outcome_when_completed',
  'appointment_status_known',
  'archive_job_finished_when_over',
  'archive_job_key',
  'archive_job_kind_known',
  'archive_job_says_why_it_failed',
  'archive_job_status_known',
  'archive_job_tries_another_again',
  'archive_job_trigger_known',
  'archive_mark_key',
  'archive_state_is_one_row',
  'archive_state_key',
  'assignment_changes_consultant',
  'assignment_from_consultant',
  'assignment_key',
  'assignment_of_appointment',
  'assignment_only_grows',
  'assignment_strategy_known',
  'audit_event_action_length',
  'audit_event_key',
  'audit_event_only_grows',
  'consultant_day_rollup_key',
  'consultant_key',
  'consultant_rating_rollup_key',
  'creation_rollup_key',
  'customer_rollup_key',
  'day_rollup_key',
  'feedback_stays_with_meeting',
  'loaded_days_in_order',
  'loaded_days_key',
  'office_is_one_row',
  'office_key',
  'office_zone_exists',
  'office_zone_while_loaded',
  'program_key',
  'program_participant_begins_registered',
  'program_participant_key',
  'program_participant_status_known',
  'program_participant_stays',
  'program_rollup_key',
  'program_status_known',
  'record_day_loaded',
  'schema_migration_key',
  'specialty_day_rollup_key',
  'timeslot_key',
  'unloaded_partition_key',
  'unloaded_partition_of_dated_table',
]);

/** The name of the rule that a statement breached; undefined for any other error. */
function breachedRule(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/** A breach of a named rule as the `DomainError` that answers it; any other error as it is. */
export function asRefusal(error: unknown): unknown {
  const rule = breachedRule(error);
  const refusal = refusals[rule ?? ''];
  if (!refusal) return error;
  if (rule === 'day_loaded') return dayNotLoaded(dayOf(error), { cause: error });
  return new DomainError(refusal.type, refusal.message, refusal.info, { cause: error });
}

/** The day that `day_loaded` names, YYYY-MM-DD. */
function dayOf(error: unknown): string {
  return (error instanceof pg.DatabaseError && error.detail) || '';
}

function conflict(reason: string, message: string): Refusal {
  return { type: 'Conflict', message, info: { reason } };
}

function booking(reason: keyof typeof bookingMessages): Refusal {
  return conflict(reason, bookingMessages[reason]);
}

function absent(reason: string, message: string): Refusal {
  return { type: 'NotFound', message, info: { reason } };
}

function invalid(reason: string, field: string, message: string): Refusal {
  return { type: 'InvalidInput', message, info: { reason, field } };
}

function length(field: string, least: number, most: number): Refusal {
  const range = least === 0 ? `at most ${most}` : `${least} to ${most}`;
  return invalid('BAD_LENGTH', field, `${field} has ${range} characters`);
}
