import { sql, type Sql } from '../db/sql.ts';
import { type CellKind } from './excel.ts';

/** A column of a file for people. */
export interface ListColumn {
  /** As the API names the field. */
  readonly header: string;
  readonly kind: CellKind;
  /** The text of a cell. Instants are of the session's zone. */
  readonly text: Sql;
  /** Where a spreadsheet wants another form. */
  readonly spreadsheet?: Sql;
}

const text = (header: string, value: Sql): ListColumn => ({ header, kind: 'text', text: value });
const code = (header: string, value: Sql): ListColumn => ({
  ...{ header, kind: 'code', text: sql`${value}::text` },
});
const plain = (header: string, value: Sql): ListColumn => ({
  ...{ header, kind: 'plain', text: sql`${value}::text` },
});

/** ISO 8601 with the offset; in spreadsheets the wall clock, which they understand. */
const instant = (header: string, value: Sql): ListColumn => ({
  ...{ header, kind: 'plain', text: sql`to_jsonb(${value}) #>> '{}'` },
  spreadsheet: sql`to_char(${value}, 'YYYY-MM-DD HH24:MI:SS')`,
});

export const appointmentColumns: readonly ListColumn[] = [
  code('id', sql`a.id`),
  plain('date', sql`a.date`),
  plain('startTime', sql`a.start_time`),
  plain('endTime', sql`(a.start_time + make_interval(mins => a.duration_minutes))`),
  plain('durationMinutes', sql`a.duration_minutes`),
  plain('status', sql`a.status`),
  plain('outcome', sql`a.outcome`),
  code('customerId', sql`a.customer_id`),
  text('customerName', sql`c.full_name`),
  text('customerEmail', sql`c.email`),
  code('customerPhoneNumber', sql`c.phone_number`),
  code('consultantId', sql`a.consultant_id`),
  text('consultantName', sql`k.full_name`),
  text('requiredSpecialty', sql`a.required_specialty`),
  text('meetingUrl', sql`a.meeting_url`),
  text('description', sql`a.description`),
  text('cancelReason', sql`a.cancel_reason`),
  plain('rating', sql`f.rating`),
  text('comment', sql`f.comment`),
  instant('createdAt', sql`a.created_at`),
  instant('updatedAt', sql`a.updated_at`),
];

export const customerColumns: readonly ListColumn[] = [
  code('id', sql`c.id`),
  text('fullName', sql`c.full_name`),
  text('email', sql`c.email`),
  code('phoneNumber', sql`c.phone_number`),
  plain('dateOfBirth', sql`c.date_of_birth`),
  text('notes', sql`c.notes`),
  plain('isDisabled', sql`c.is_disabled`),
  instant('createdAt', sql`c.created_at`),
  instant('updatedAt', sql`c.updated_at`),
];

const ratingOf = (figure: Sql): Sql => sql`(
  select ${figure} from consultant_rating_rollup r where r.consultant_id = k.id and r.rating_count > 0)`;

export const consultantColumns: readonly ListColumn[] = [
  code('id', sql`k.id`),
  text('fullName', sql`k.full_name`),
  text('email', sql`k.email`),
  code('phoneNumber', sql`k.phone_number`),
  text('specialties', sql`array_to_string(k.specialties, ', ')`),
  text('qualifications', sql`k.qualifications`),
  text('imageUrl', sql`k.image_url`),
  plain('joinDate', sql`k.join_date`),
  plain('maxPerDay', sql`k.max_per_day`),
  plain('averageRating', ratingOf(sql`round(r.rating_sum / r.rating_count, 2)`)),
  plain('feedbackCount', ratingOf(sql`r.rating_count`)),
  plain('isDisabled', sql`k.is_disabled`),
  instant('createdAt', sql`k.created_at`),
  instant('updatedAt', sql`k.updated_at`),
];

const participantsOf = (figure: Sql): Sql => sql`coalesce((
  select ${figure} from program_rollup r where r.program_id = o.id), 0)`;

export const programColumns: readonly ListColumn[] = [
  code('id', sql`o.id`),
  text('name', sql`o.name`),
  plain('date', sql`o.date`),
  plain('status', sql`o.status`),
  text('organizer', sql`o.organizer`),
  text('description', sql`o.description`),
  text('content', sql`o.content`),
  text('url', sql`o.url`),
  plain('capacity', sql`o.capacity`),
  plain('registered', participantsOf(sql`r.registered`)),
  plain('attended', participantsOf(sql`r.attended`)),
  plain('cancelled', participantsOf(sql`r.cancelled`)),
  plain('isDisabled', sql`o.is_disabled`),
  instant('createdAt', sql`o.created_at`),
  instant('updatedAt', sql`o.updated_at`),
];

/** The fields of `DailySummary`. */
export const dayColumns = [
  'date',
  'appointments',
  'pending',
  'confirmed',
  'completed',
  'cancelled',
  'noShows',
  'unassigned',
  'bookedMinutes',
  'offeredMinutes',
  'utilisation',
  'feedbackCount',
  'averageRating',
  'newAppointments',
  'newCustomers',
] as const;
