import { type CopyValue } from '../db/copy-from.ts';
import * as cells from './cells.ts';
import { phone } from './phone.ts';

/** The seven files of the original format, each after those it refers to. */
export const originalFileNames = [
  'Customer.csv',
  'Consultant.csv',
  'ConsultantSchedule.csv',
  'Appointment.csv',
  'AppointmentFeedback.csv',
  'CommunityProgram.csv',
  'ProgramParticipant.csv',
] as const;

export type OriginalFileName = (typeof originalFileNames)[number];

export interface Column {
  /** In lower case; headers may come in any. */
  readonly name: string;
  /** Type of the staged column. */
  readonly type: string;
  readonly read: cells.ReadCell;
  /** What an empty cell means: NULL, or a row that cannot be taken. */
  readonly empty: 'null' | 'refused';
  /** Another staged column, of text, that keeps the cell exactly. */
  readonly asWritten?: string;
  /** Whether a file may lack the column: then new rows get the default of the database. */
  readonly mayBeMissing: boolean;
}

/** A row by column, on its way to the staging table. */
export type StagedRow = Readonly<Record<string, CopyValue>>;

export interface RowNotes {
  refuse(column: string | null, code: string, reason: string): void;
}

export interface Format {
  readonly columns: readonly Column[];
  /** Columns that together must differ in every row. */
  readonly key: readonly string[];
  /** Staged columns that no file has: what is worked out of the rows beside one. */
  readonly derived?: Readonly<Record<string, string>>;
  /** What must hold between the cells of one row. `today` is the office's date. */
  readonly check?: (row: StagedRow, notes: RowNotes, today: string) => void;
}

const required = (name: string, type: string, read: cells.ReadCell): Column => ({
  name,
  type,
  read,
  empty: 'refused',
  mayBeMissing: false,
});
const optional = (name: string, type: string, read: cells.ReadCell): Column => ({
  name,
  type,
  read,
  empty: 'null',
  mayBeMissing: true,
});

export const formats: Readonly<Record<OriginalFileName, Format>> = {
  'Customer.csv': {
    columns: [
      required('customerid', 'text', cells.text(100)),
      required('fullname', 'text', cells.trimmedText(100)),
      optional('email', 'text', cells.text(100)),
      optional('phonenumber', 'text', phone),
      optional('dateofbirth', 'date', cells.date),
      required('createdat', 'timestamp', cells.timestamp),
      required('isdisabled', 'boolean', cells.boolean),
      optional('notes', 'text', cells.text(4_000)),
    ],
    key: ['customerid'],
    check: checkBirth,
  },
  'Consultant.csv': {
    columns: [
      required('consultantid', 'integer', cells.key),
      required('fullname', 'text', cells.trimmedText(100)),
      optional('email', 'text', cells.text(100)),
      optional('phonenumber', 'text', phone),
      optional('imageurl', 'text', cells.text()),
      { ...optional('specialties', 'text[]', cells.specialties), asWritten: 'specialtiestext' },
      optional('qualifications', 'text', cells.text()),
      optional('joindate', 'date', cells.date),
      required('createdat', 'timestamp', cells.timestamp),
      required('isdisabled', 'boolean', cells.boolean),
    ],
    key: ['consultantid'],
    // The enabled consultant who has the same address and keeps it, when this one is disabled for that.
    derived: { disabledfor: 'integer' },
  },
  'ConsultantSchedule.csv': {
    columns: [
      required('scheduleid', 'integer', cells.key),
      required('consultantid', 'integer', cells.key),
      required('date', 'date', cells.date),
      required('starttime', 'time', cells.time),
      required('endtime', 'time', cells.time),
      required('isavailable', 'boolean', cells.boolean),
    ],
    key: ['scheduleid'],
    // Whether a live appointment begins with the slot.
    derived: { booked: 'boolean' },
    check: checkSlot,
  },
  'Appointment.csv': {
    columns: [
      required('appointmentid', 'integer', cells.key),
      // Without it every meeting would be nobody's.
      { ...optional('consultantid', 'integer', cells.key), mayBeMissing: false },
      required('customerid', 'text', cells.text(100)),
      required('date', 'date', cells.date),
      required('time', 'time', cells.time),
      required('duration', 'integer', cells.wholeNumber(5, 480)),
      optional('meetingurl', 'text', cells.webAddress),
      required('status', 'text', cells.status('pending', 'confirmed', 'completed', 'cancelled')),
      optional('description', 'text', cells.text(4_000)),
      required('createdat', 'timestamp', cells.timestamp),
      optional('updatedat', 'timestamp', cells.timestamp),
    ],
    key: ['appointmentid'],
    check: checkAppointment,
  },
  'AppointmentFeedback.csv': {
    columns: [
      required('appointmentid', 'integer', cells.key),
      required('rating', 'numeric', cells.rating),
      optional('customerfeedback', 'text', cells.text(2_000)),
      required('createdat', 'timestamp', cells.timestamp),
    ],
    key: ['appointmentid'],
  },
  'CommunityProgram.csv': {
    columns: [
      required('programid', 'integer', cells.key),
      required('programname', 'text', cells.trimmedText(100)),
      required('date', 'date', cells.date),
      optional('description', 'text', cells.text()),
      optional('content', 'text', cells.text()),
      optional('organizer', 'text', cells.text()),
      optional('url', 'text', cells.text()),
      required('isdisabled', 'boolean', cells.boolean),
      required('status', 'text', cells.status('upcoming', 'ongoing', 'completed')),
      required('createdat', 'timestamp', cells.timestamp),
    ],
    key: ['programid'],
  },
  'ProgramParticipant.csv': {
    columns: [
      required('programid', 'integer', cells.key),
      required('customerid', 'text', cells.text(100)),
      required('registeredtime', 'timestamp', cells.timestamp),
      required('status', 'text', cells.status('registered', 'attended', 'cancelled')),
    ],
    key: ['programid', 'customerid'],
  },
};

function checkBirth({ dateofbirth }: StagedRow, notes: RowNotes, today: string): void {
  if (typeof dateofbirth === 'string' && dateofbirth > today) {
    notes.refuse('dateofbirth', 'BORN_IN_FUTURE', 'lies after today');
  }
}

function checkSlot({ starttime, endtime }: StagedRow, notes: RowNotes): void {
  const minutes = (cells.secondsOf(String(endtime)) - cells.secondsOf(String(starttime))) / 60;
  if (minutes <= 0) {
    notes.refuse(
      'endtime',
      'END_BEFORE_START',
      'is not after starttime; a slot ends later on the same day',
    );
  } else if (minutes < 5 || minutes > 480) {
    notes.refuse('endtime', 'BAD_LENGTH', 'makes a slot that does not last 5 to 480 minutes');
  }
}

function checkAppointment(
  { consultantid, time, duration, status }: StagedRow,
  notes: RowNotes,
): void {
  if (cells.secondsOf(String(time)) + Number(duration) * 60 > 86_400) {
    notes.refuse('duration', 'CROSSES_MIDNIGHT', 'makes the meeting end after midnight');
  }
  if (consultantid === null && (status === 'CONFIRMED' || status === 'COMPLETED')) {
    notes.refuse(
      'consultantid',
      'CONSULTANT_REQUIRED',
      'is empty, but a confirmed or completed meeting has one',
    );
  }
}

/** The staged columns that a file's cells fill, with their types: the format's, then those that keep cells exactly. */
export function filledColumns({
  columns,
}: Format): readonly (readonly [name: string, type: string])[] {
  return [
    ...columns.map(({ name, type }) => [name, type] as const),
    ...columns.flatMap(({ asWritten }) =>
      asWritten === undefined ? [] : [[asWritten, 'text'] as const],
    ),
  ];
}
