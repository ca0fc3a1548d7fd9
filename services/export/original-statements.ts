import { sql, type Sql } from '../db/sql.ts';
import { type OriginalFileName } from '../import/formats.ts';

/** What decides how the original would have written the files. */
export interface Dialect {
  /** Earlier files have ids of customers that are numbers, in their order; later ones have text. */
  readonly hasNumericCustomers: boolean;
  /** Earlier files have pictures of consultants. */
  readonly hasImages: boolean;
}

/** A column of a file: its header and, in SQL, its text; NULL and the empty text are both an empty field. */
export type FileColumn = readonly [header: string, text: Sql];

/** How a file is read from the database: all of it in the order of its ids. */
export interface FileStatement {
  readonly columns: readonly FileColumn[];
  /** What follows `from`, with the order. */
  readonly rows: Sql;
}

const text = (header: string, column: Sql): FileColumn => [header, sql`${column}::text`];
/** A wall clock of the session's zone, with six digits of a second that is not whole. */
const instant = (header: string, column: Sql): FileColumn => [
  header,
  sql`to_char(${column}::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS') || ${fraction(column)}`,
];
const time = (header: string, column: Sql): FileColumn => [
  header,
  sql`to_char(${column}, 'HH24:MI:SS') || ${fraction(column)}`,
];
const lower = (header: string, column: Sql): FileColumn => [header, sql`lower(${column}::text)`];

function fraction(column: Sql): Sql {
  const micros = sql`extract(microseconds from ${column})::bigint % 1000000`;
  return sql`case when ${micros} = 0 then '' else '.' || lpad((${micros})::text, 6, '0') end`;
}

/** At least one decimal, as the original writes numbers; what was imported has kept its own. */
const RATING = sql`case when f.rating::text like '%.%' then f.rating::text else f.rating::text || '.0' end`;

/** What the planner offers, unless it is booked: the original closed a slot when it was, mostly. */
const IS_AVAILABLE = sql`
  (s.is_available and (s.open_when_booked or not exists (
     select from appointment a
      where (a.consultant_id, a.date, a.start_time) = (s.consultant_id, s.date, s.start_time)
        and a.status <> 'CANCELLED')))::text`;

export function originalStatements({
  hasNumericCustomers,
  hasImages,
}: Dialect): Readonly<Record<OriginalFileName, FileStatement>> {
  const inOrder = (column: Sql): Sql => (hasNumericCustomers ? sql`${column}::bigint` : column);
  return {
    'Customer.csv': {
      columns: [
        text('customerid', sql`c.id`),
        text('fullname', sql`c.full_name`),
        text('email', sql`c.email`),
        text('phonenumber', sql`c.phone_number`),
        text('dateofbirth', sql`c.date_of_birth`),
        instant('createdat', sql`c.created_at`),
        text('isdisabled', sql`c.is_disabled`),
        text('notes', sql`c.notes`),
      ],
      rows: sql`customer c order by ${inOrder(sql`c.id`)}`,
    },
    'Consultant.csv': {
      columns: [
        text('consultantid', sql`k.id`),
        text('fullname', sql`k.full_name`),
        text('email', sql`k.email`),
        text('phonenumber', sql`k.phone_number`),
        ...(hasImages ? [text('imageurl', sql`k.image_url`)] : []),
        ['specialties', sql`coalesce(k.specialties_text, array_to_string(k.specialties, ', '))`],
        text('qualifications', sql`k.qualifications`),
        text('joindate', sql`k.join_date`),
        instant('createdat', sql`k.created_at`),
        text('isdisabled', sql`k.is_disabled`),
      ],
      rows: sql`consultant k order by k.id`,
    },
    'ConsultantSchedule.csv': {
      columns: [
        text('scheduleid', sql`s.id`),
        text('consultantid', sql`s.consultant_id`),
        text('date', sql`s.date`),
        time('starttime', sql`s.start_time`),
        time('endtime', sql`s.end_time`),
        ['isavailable', IS_AVAILABLE],
      ],
      rows: sql`timeslot s order by s.id`,
    },
    'Appointment.csv': {
      columns: [
        text('appointmentid', sql`a.id`),
        text('consultantid', sql`a.consultant_id`),
        text('customerid', sql`a.customer_id`),
        text('date', sql`a.date`),
        time('time', sql`a.start_time`),
        text('duration', sql`a.duration_minutes`),
        text('meetingurl', sql`a.meeting_url`),
        lower('status', sql`a.status`),
        text('description', sql`a.description`),
        instant('createdat', sql`a.created_at`),
        instant('updatedat', sql`a.updated_at`),
      ],
      rows: sql`appointment a order by a.id`,
    },
    'AppointmentFeedback.csv': {
      columns: [
        text('appointmentid', sql`f.appointment_id`),
        ['rating', RATING],
        text('customerfeedback', sql`f.comment`),
        instant('createdat', sql`f.created_at`),
      ],
      rows: sql`feedback f order by f.appointment_id`,
    },
    'CommunityProgram.csv': {
      columns: [
        text('programid', sql`p.id`),
        text('programname', sql`p.name`),
        text('date', sql`p.date`),
        text('description', sql`p.description`),
        text('content', sql`p.content`),
        text('organizer', sql`p.organizer`),
        text('url', sql`p.url`),
        text('isdisabled', sql`p.is_disabled`),
        lower('status', sql`p.status`),
        instant('createdat', sql`p.created_at`),
      ],
      rows: sql`program p order by p.id`,
    },
    'ProgramParticipant.csv': {
      columns: [
        text('programid', sql`p.program_id`),
        text('customerid', sql`p.customer_id`),
        instant('registeredtime', sql`p.registered_at`),
        lower('status', sql`p.status`),
      ],
      rows: sql`program_participant p order by p.program_id, ${inOrder(sql`p.customer_id`)}`,
    },
  };
}
