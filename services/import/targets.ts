import { type DataTable } from '../db/tables.ts';
import { type OriginalFileName } from './formats.ts';

/** A column of a table and where its values come from. */
export interface TargetColumn {
  readonly column: string;
  /** The file's column: without it the table's default holds, and rows are not compared in it. */
  readonly from: string;
  /** The value, of the staged row `s`; by default what was staged. */
  readonly value?: string;
  /** When the row `t` of the database is other than the file's; by default when the two values differ. */
  readonly differs?: string;
}

/** Where a file's rows go. */
export interface Target {
  readonly table: DataTable;
  /** The table's key, in the order of the format's. */
  readonly key: readonly string[];
  readonly columns: readonly TargetColumn[];
  /** Columns that new rows get besides and that no file tells. */
  readonly inserted?: readonly { readonly column: string; readonly value: string }[];
  /** Whether the database gives out ids of its own. */
  readonly hasSequence: boolean;
}

const same = (column: string, from = column.replaceAll('_', '')): TargetColumn => ({
  column,
  from,
});

/** A wall clock of the office, which is the session's zone. */
const instant = (column: string, from = column.replaceAll('_', '')): TargetColumn => ({
  ...{ column, from, value: `s.${from}::timestamptz` },
});

export const targets: Readonly<Record<OriginalFileName, Target>> = {
  'Customer.csv': {
    table: 'customer',
    key: ['id'],
    hasSequence: false,
    columns: [
      same('id', 'customerid'),
      ...['full_name', 'email', 'phone_number', 'date_of_birth'].map(column => same(column)),
      instant('created_at'),
      ...['is_disabled', 'notes'].map(column => same(column)),
    ],
  },
  'Consultant.csv': {
    table: 'consultant',
    key: ['id'],
    hasSequence: true,
    columns: [
      same('id', 'consultantid'),
      ...['full_name', 'email', 'phone_number', 'image_url'].map(column => same(column)),
      { ...same('specialties'), value: "coalesce(s.specialties, '{}')" },
      {
        column: 'specialties_text',
        from: 'specialties',
        value: 's.specialtiestext',
        differs: 'false',
      },
      ...['qualifications', 'join_date'].map(column => same(column)),
      instant('created_at'),
      { ...same('is_disabled'), value: 's.isdisabled or s.disabledfor is not null' },
    ],
  },
  'ConsultantSchedule.csv': {
    table: 'timeslot',
    key: ['id'],
    hasSequence: true,
    columns: [
      same('id', 'scheduleid'),
      ...['consultant_id', 'date', 'start_time', 'end_time'].map(column => same(column)),
      // The original wrote false when a slot was booked; what nobody booked was blocked by the planner.
      {
        ...same('is_available'),
        value: 's.isavailable or s.booked',
        differs:
          'case when s.isavailable then not t.is_available else t.is_available and not s.booked end',
      },
      {
        column: 'open_when_booked',
        from: 'isavailable',
        value: 's.isavailable and s.booked',
        differs: 'false',
      },
    ],
  },
  'Appointment.csv': {
    table: 'appointment',
    key: ['id'],
    hasSequence: true,
    columns: [
      same('id', 'appointmentid'),
      ...['consultant_id', 'customer_id', 'date'].map(column => same(column)),
      same('start_time', 'time'),
      same('duration_minutes', 'duration'),
      ...['meeting_url', 'status', 'description'].map(column => same(column)),
      instant('created_at'),
      instant('updated_at'),
    ],
    inserted: [
      {
        column: 'cancelled_at',
        value:
          "case when s.status = 'CANCELLED' then coalesce(s.updatedat, s.createdat)::timestamptz end",
      },
      {
        column: 'legacy_overlap',
        value: 'exists (select from import_overlap o where o.appointmentid = s.appointmentid)',
      },
    ],
  },
  'AppointmentFeedback.csv': {
    table: 'feedback',
    key: ['appointment_id'],
    hasSequence: false,
    columns: [
      same('appointment_id'),
      same('rating'),
      same('comment', 'customerfeedback'),
      instant('created_at'),
    ],
  },
  'CommunityProgram.csv': {
    table: 'program',
    key: ['id'],
    hasSequence: true,
    columns: [
      same('id', 'programid'),
      same('name', 'programname'),
      ...['date', 'description', 'content', 'organizer', 'url'].map(column => same(column)),
      ...['is_disabled', 'status'].map(column => same(column)),
      instant('created_at'),
    ],
  },
  'ProgramParticipant.csv': {
    table: 'program_participant',
    key: ['program_id', 'customer_id'],
    hasSequence: false,
    columns: [
      same('program_id'),
      same('customer_id'),
      instant('registered_at', 'registeredtime'),
      same('status'),
    ],
    inserted: [{ column: 'created_at', value: 's.registeredtime::timestamptz' }],
  },
};
