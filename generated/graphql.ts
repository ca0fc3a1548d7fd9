export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A date, `[-]YYYY-MM-DD` with an optional offset: `1970-01-01`, `1970-01-01Z`, `1970-01-01-07:00`. */
  AWSDate: { input: string; output: string; }
  /** An instant, `YYYY-MM-DDThh:mm[:ss[.sss]]` with an offset or `Z`: `1930-01-01T16:00:00-07:00`. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, `local-part@domain-part`. */
  AWSEmail: { input: string; output: string; }
  /** An IPv4 or IPv6 address, with an optional prefix length: `123.45.67.89/16`. */
  AWSIPAddress: { input: string; output: string; }
  /** Any JSON value as a string; resolvers see the parsed value. */
  AWSJSON: { input: string; output: string; }
  /** A telephone number, with spaces or hyphens between its groups; without a country code it is North American. */
  AWSPhone: { input: string; output: string; }
  /** A time of day, `hh:mm[:ss[.sss]]` with an optional offset: `12:30`, `12:30:24.500+05:30`. */
  AWSTime: { input: string; output: string; }
  /** Seconds since 1970-01-01T00:00Z, possibly negative. */
  AWSTimestamp: { input: number; output: number; }
  /** An address with a scheme: `https://example.com/`, `mailto:someone@example.com`. */
  AWSURL: { input: string; output: string; }
};

/** A meeting of a customer with a consultant, or the request for one. */
export type Appointment = {
  /** Who was given this appointment and why, first to last. */
  assignments: Array<Assignment>;
  /** Why it was cancelled. */
  cancelReason?: Maybe<Scalars['String']['output']>;
  cancelledAt?: Maybe<Scalars['AWSDateTime']['output']>;
  completedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  confirmedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Who gives the advice; null while nobody is assigned. */
  consultant?: Maybe<Consultant>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** Who asked for the meeting. */
  customer: Customer;
  /** Day of the meeting. */
  date: Scalars['AWSDate']['output'];
  /** What it is about. */
  description?: Maybe<Scalars['String']['output']>;
  /** 5 to 480. */
  durationMinutes: Scalars['Int']['output'];
  /** When it ends; `00:00:00` for an end at midnight. */
  endTime: Scalars['AWSTime']['output'];
  /** What the customer said afterwards. */
  feedback?: Maybe<Feedback>;
  id: Scalars['ID']['output'];
  /** true when it was imported although it overlaps another active appointment. */
  legacyOverlap: Scalars['Boolean']['output'];
  /** Where the meeting takes place online. */
  meetingUrl?: Maybe<Scalars['String']['output']>;
  /** Set on completed appointments; null also on completed ones that were imported. */
  outcome?: Maybe<AppointmentOutcome>;
  /** A specialty that the consultant should have. */
  requiredSpecialty?: Maybe<Scalars['String']['output']>;
  /** When it starts. */
  startTime: Scalars['AWSTime']['output'];
  status: AppointmentStatus;
  /** The slot of the consultant that the period lies in; null when it lies in none. */
  timeslot?: Maybe<Timeslot>;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};

/** Conditions on appointments; all that are given must hold. */
export type AppointmentFilter = {
  /** Of this consultant. */
  consultantId?: InputMaybe<Scalars['ID']['input']>;
  /** Of this customer. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** On this date or later. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Rated this or worse. */
  maxRating?: InputMaybe<Scalars['Float']['input']>;
  /** Rated this or better. */
  minRating?: InputMaybe<Scalars['Float']['input']>;
  /** Of a customer who takes part in this program (registered or attended). */
  programId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Text in the customer's or the consultant's name, e-mail, phone or id, or in the description. Every word must be
   * found in the same one of the three. Case and accents do not matter; `%` and `_` are plain characters. A word of one
   * or two characters is looked for where words begin. At most 100 characters.
   */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Requiring this specialty; case and accents do not matter. */
  specialty?: InputMaybe<Scalars['String']['input']>;
  /** One of these statuses. */
  statuses?: InputMaybe<Array<AppointmentStatus>>;
  /** On this date or earlier. */
  to?: InputMaybe<Scalars['AWSDate']['input']>;
  /** true: without a consultant; false: with one. */
  unassigned?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Orders of a list of appointments. Appointments at the same time are ordered by id. */
export type AppointmentOrder =
  /** First created first. */
  | 'CREATED_ASC'
  /** Last created first. */
  | 'CREATED_DESC'
  /** Earliest date and time first. */
  | 'DATE_ASC'
  /** Latest date and time first. */
  | 'DATE_DESC';

/** How a completed appointment ended. */
export type AppointmentOutcome =
  /** The customer came. */
  | 'ATTENDED'
  /** The customer did not come. */
  | 'NO_SHOW';

/** A page of appointments. */
export type AppointmentPage = {
  items: Array<Appointment>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Appointments that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** The life of an appointment: PENDING → CONFIRMED → COMPLETED, or CANCELLED from PENDING and CONFIRMED. */
export type AppointmentStatus =
  /** Called off. Final. */
  | 'CANCELLED'
  /** Held, or the customer did not come (`outcome`). Final. */
  | 'COMPLETED'
  /** A consultant is set and the meeting is agreed. */
  | 'CONFIRMED'
  /** Asked for; a consultant may still be missing. */
  | 'PENDING';

/** All appointments of the database. */
export type AppointmentTotals = {
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  confirmed: Scalars['Int']['output'];
  /** Created today or on the six days before. */
  createdLast7Days: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  /** Pending although the start has passed. */
  pendingOverdue: Scalars['Int']['output'];
  /** On today's date, not cancelled. */
  today: Scalars['Int']['output'];
  total: Scalars['Int']['output'];
  /** Pending, without a consultant. */
  unassigned: Scalars['Int']['output'];
  /** Pending or confirmed, and not started yet. */
  upcoming: Scalars['Int']['output'];
};

/** One change of an appointment's consultant. Never changed or removed. */
export type Assignment = {
  /** Who did it. */
  actor: Scalars['String']['output'];
  at: Scalars['AWSDateTime']['output'];
  /** How the strategy came to its choice. */
  explanation?: Maybe<Scalars['String']['output']>;
  /** Who had it before; null when nobody had. */
  from?: Maybe<Consultant>;
  id: Scalars['ID']['output'];
  /** Why, in the words of who did it. */
  reason?: Maybe<Scalars['String']['output']>;
  strategy: AssignmentStrategy;
  /** Who has it since; null when it was taken away. */
  to?: Maybe<Consultant>;
};

/** How a consultant was chosen. */
export type AssignmentStrategy =
  /** As part of the plan of a whole day. */
  | 'DAY_PLAN'
  /** The consultant with the least load. */
  | 'LEAST_LOADED'
  /** By a person. */
  | 'MANUAL'
  /** A consultant with the required specialty, then the least load. */
  | 'SPECIALTY_THEN_LOAD';

/** Someone who gives advice. */
export type Consultant = {
  /** The consultant's appointments. */
  appointments?: Maybe<AppointmentPage>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** Masked for analysts. */
  email?: Maybe<Scalars['String']['output']>;
  fullName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  imageUrl?: Maybe<Scalars['String']['output']>;
  /** Disabled consultants take no new appointments. */
  isDisabled: Scalars['Boolean']['output'];
  joinDate?: Maybe<Scalars['AWSDate']['output']>;
  /** Most appointments on one day; null for no limit. */
  maxPerDay?: Maybe<Scalars['Int']['output']>;
  /** As it was given. Masked for analysts. */
  phoneNumber?: Maybe<Scalars['String']['output']>;
  qualifications?: Maybe<Scalars['String']['output']>;
  /** What customers gave this consultant, over all time. */
  rating: RatingSummary;
  specialties: Array<Scalars['String']['output']>;
  /** The consultant's slots, from today on unless the filter has a range or asks for PAST ones. */
  timeslots?: Maybe<TimeslotPage>;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
  /** How busy the consultant is from `from` to `to`, at most 92 days; by default today and the six days after it. */
  workload?: Maybe<Workload>;
};


/** Someone who gives advice. */
export type ConsultantAppointmentsArgs = {
  filter?: InputMaybe<AppointmentFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<AppointmentOrder>;
};


/** Someone who gives advice. */
export type ConsultantTimeslotsArgs = {
  filter?: InputMaybe<TimeslotFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** Someone who gives advice. */
export type ConsultantWorkloadArgs = {
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** A consultant for an appointment's period. */
export type ConsultantCandidate = {
  consultant: Consultant;
  /** Could be assigned now. */
  free: Scalars['Boolean']['output'];
  /** Pending and confirmed appointments of the consultant that start within seven days before or after the period. */
  load: Scalars['Int']['output'];
  /** 1 for the best. Free ones come first, then a matching specialty, then the lesser load, then who was assigned longest ago. */
  rank: Scalars['Int']['output'];
  /** Why not; null when free. */
  reason?: Maybe<UnavailableReason>;
  /** Has the required specialty; true when none is required. */
  specialtyMatch: Scalars['Boolean']['output'];
};

/** A consultant's part of a period. */
export type ConsultantFigures = {
  appointments: Scalars['Int']['output'];
  /** 0 to 5; null without ratings. */
  averageRating?: Maybe<Scalars['Float']['output']>;
  bookedMinutes: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  /** Completed ÷ (completed + cancelled); null without either. */
  completionRate?: Maybe<Scalars['Float']['output']>;
  confirmed: Scalars['Int']['output'];
  consultant: Consultant;
  feedbackCount: Scalars['Int']['output'];
  /** No-shows ÷ completed; null without completed ones. */
  noShowRate?: Maybe<Scalars['Float']['output']>;
  noShows: Scalars['Int']['output'];
  offeredMinutes: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  /** Booked ÷ offered minutes; null when nothing is offered. */
  utilisation?: Maybe<Scalars['Float']['output']>;
};

/** Conditions on consultants; all that are given must hold. */
export type ConsultantFilter = {
  /** true shows disabled consultants too. */
  includeDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only disabled (true) or only enabled (false) ones. */
  isDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Average rating of at most this. */
  maxRating?: InputMaybe<Scalars['Float']['input']>;
  /** Average rating of at least this. */
  minRating?: InputMaybe<Scalars['Float']['input']>;
  /** Text in name, specialties, e-mail, phone or id; every word must be found (see `AppointmentFilter.search`). */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Has this specialty; case and accents do not matter. */
  specialty?: InputMaybe<Scalars['String']['input']>;
};

/** A page of consultants. */
export type ConsultantPage = {
  items: Array<Consultant>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Consultants that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** Figures of the consultants. */
export type ConsultantStatistics = {
  asOf: Scalars['AWSDateTime']['output'];
  from: Scalars['AWSDate']['output'];
  /** One entry for each consultant, by name. */
  items: Array<ConsultantFigures>;
  to: Scalars['AWSDate']['output'];
};

/** Someone who asks for meetings. */
export type Customer = {
  /** The customer's appointments. */
  appointments?: Maybe<AppointmentPage>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** Null for analysts. */
  dateOfBirth?: Maybe<Scalars['AWSDate']['output']>;
  /** Masked for analysts. */
  email?: Maybe<Scalars['String']['output']>;
  fullName: Scalars['String']['output'];
  /** The id in the channel that the customer came through, or a generated one. */
  id: Scalars['ID']['output'];
  /** Disabled customers get no new appointments. */
  isDisabled: Scalars['Boolean']['output'];
  /** Null for analysts. */
  notes?: Maybe<Scalars['String']['output']>;
  /** As it was given. Masked for analysts. */
  phoneNumber?: Maybe<Scalars['String']['output']>;
  /** The programs the customer registered for, last registered first. */
  programs?: Maybe<ProgramParticipantPage>;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};


/** Someone who asks for meetings. */
export type CustomerAppointmentsArgs = {
  filter?: InputMaybe<AppointmentFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<AppointmentOrder>;
};


/** Someone who asks for meetings. */
export type CustomerProgramsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  statuses?: InputMaybe<Array<ParticipantStatus>>;
};

/** A customer's part of a period. */
export type CustomerFigures = {
  /** Not cancelled. */
  appointments: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  customer: Customer;
  noShows: Scalars['Int']['output'];
};

/** Conditions on customers; all that are given must hold. */
export type CustomerFilter = {
  /** Created on this date or later. */
  createdFrom?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Created on this date or earlier. */
  createdTo?: InputMaybe<Scalars['AWSDate']['input']>;
  /** true shows disabled customers too. */
  includeDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only disabled (true) or only enabled (false) ones. */
  isDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Takes part in this program (registered or attended). */
  programId?: InputMaybe<Scalars['ID']['input']>;
  /** Text in name, e-mail, phone or id; every word must be found (see `AppointmentFilter.search`). */
  search?: InputMaybe<Scalars['String']['input']>;
};

/** A page of customers. */
export type CustomerPage = {
  items: Array<Customer>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Customers that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** Figures of the customers. */
export type CustomerStatistics = {
  /** Customers with an appointment in the period that is not cancelled. */
  active: Scalars['Int']['output'];
  asOf: Scalars['AWSDateTime']['output'];
  disabled: Scalars['Int']['output'];
  enabled: Scalars['Int']['output'];
  from: Scalars['AWSDate']['output'];
  /** The ten customers with the most appointments in the period that are not cancelled. */
  mostActive: Array<CustomerFigures>;
  newInPeriod: Scalars['Int']['output'];
  /** Those of them who had a completed appointment before the period. */
  returning: Scalars['Int']['output'];
  /** Returning ÷ active; null without active ones. */
  returningRate?: Maybe<Scalars['Float']['output']>;
  to: Scalars['AWSDate']['output'];
  total: Scalars['Int']['output'];
};

/** A local day. */
export type DailySummary = {
  appointments: Scalars['Int']['output'];
  /** 0 to 5; null without ratings. */
  averageRating?: Maybe<Scalars['Float']['output']>;
  bookedMinutes: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  confirmed: Scalars['Int']['output'];
  date: Scalars['AWSDate']['output'];
  /** Ratings of that day's appointments. */
  feedbackCount: Scalars['Int']['output'];
  /** Appointments created that day, for whatever date. */
  newAppointments: Scalars['Int']['output'];
  newCustomers: Scalars['Int']['output'];
  noShows: Scalars['Int']['output'];
  offeredMinutes: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  /** Pending, without a consultant. */
  unassigned: Scalars['Int']['output'];
  /** Booked ÷ offered minutes; null when nothing is offered. */
  utilisation?: Maybe<Scalars['Float']['output']>;
};

/** A column of a table. */
export type DatabaseColumn = {
  /** The database supplies a value when none is given. */
  hasDefault: Scalars['Boolean']['output'];
  /** Computed from other columns. */
  isGenerated: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  nullable: Scalars['Boolean']['output'];
  type: Scalars['String']['output'];
};

/** An index of a table. */
export type DatabaseIndex = {
  /** Indexed columns in order; `(expression)` for a computed one. */
  columns: Array<Scalars['String']['output']>;
  /** Covers only some of the rows. */
  isPartial: Scalars['Boolean']['output'];
  isUnique: Scalars['Boolean']['output'];
  /** btree, gin or gist. */
  method: Scalars['String']['output'];
  name: Scalars['String']['output'];
  /** How often it was used since the statistics were reset. */
  scans: Scalars['Float']['output'];
  sizeBytes: Scalars['Float']['output'];
};

/** A key of a table. */
export type DatabaseKey = {
  columns: Array<Scalars['String']['output']>;
  kind: DatabaseKeyKind;
  name: Scalars['String']['output'];
  /** The table a foreign key points to. */
  references?: Maybe<Scalars['String']['output']>;
};

/** Kinds of keys. */
export type DatabaseKeyKind =
  /** No two rows may overlap. */
  | 'EXCLUSION'
  | 'FOREIGN'
  | 'PRIMARY'
  | 'UNIQUE';

/** A table of the database. */
export type DatabaseTable = {
  columns: Array<DatabaseColumn>;
  /** What its rows are. */
  description?: Maybe<Scalars['String']['output']>;
  /** Rows, counted now. Reads the whole table: select it only when the estimate will not do. */
  exactCount?: Maybe<Scalars['Float']['output']>;
  /** Bytes on disk of the indexes. */
  indexSizeBytes: Scalars['Float']['output'];
  indexes: Array<DatabaseIndex>;
  keys: Array<DatabaseKey>;
  name: Scalars['String']['output'];
  /** Rows, as the database last estimated them; null before its first estimate. */
  rowEstimate?: Maybe<Scalars['Float']['output']>;
  /** Bytes on disk with indexes. */
  sizeBytes: Scalars['Float']['output'];
};

/** What a customer said of a meeting. */
export type Feedback = {
  appointment: Appointment;
  comment?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** 0 to 5; new ones in steps of a half, imported ones as they were. */
  rating: Scalars['Float']['output'];
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};

/** Conditions on feedback; all that are given must hold. */
export type FeedbackFilter = {
  /** On appointments of this consultant. */
  consultantId?: InputMaybe<Scalars['ID']['input']>;
  /** On appointments of this customer. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Given on this date or later. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Only with (true) or only without (false) a comment. */
  hasComment?: InputMaybe<Scalars['Boolean']['input']>;
  /** Rated this or worse. */
  maxRating?: InputMaybe<Scalars['Float']['input']>;
  /** Rated this or better. */
  minRating?: InputMaybe<Scalars['Float']['input']>;
  /** Given on this date or earlier. */
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** Orders of a list of feedback. */
export type FeedbackOrder =
  /** First given first. */
  | 'CREATED_ASC'
  /** Last given first. */
  | 'CREATED_DESC'
  /** Worst first. */
  | 'RATING_ASC'
  /** Best first. */
  | 'RATING_DESC';

/** A page of feedback. */
export type FeedbackPage = {
  items: Array<Feedback>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Feedback that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** All feedback of the database. */
export type FeedbackTotals = {
  /** 0 to 5; null without ratings. */
  averageRating?: Maybe<Scalars['Float']['output']>;
  count: Scalars['Int']['output'];
  /** How many ratings there are of each number of whole stars, 0 to 5. */
  distribution: Array<RatingCount>;
};

/** The caller, from the verified token. */
export type Me = {
  /** What those groups may do together. */
  permissions: Array<Permission>;
  /** The groups of the user that this API knows; empty when there are none. */
  personas: Array<Persona>;
  /** The user's id in the user pool. */
  sub: Scalars['ID']['output'];
  /** The user's name in the user pool. */
  username: Scalars['String']['output'];
};

/** The start page. */
export type Overview = {
  appointments: AppointmentTotals;
  /** The clock reading that `today`, `upcoming` and `pendingOverdue` go by. */
  asOf: Scalars['AWSDateTime']['output'];
  /** The period by consultant, those with appointments or open slots in it, by name. */
  byConsultant: Array<ConsultantFigures>;
  /** The period by required specialty, most appointments first. */
  bySpecialty: Array<SpecialtyFigures>;
  consultants: PeopleTotals;
  customers: PeopleTotals;
  feedback: FeedbackTotals;
  /** The period that was asked for. */
  period: PeriodFigures;
  /** The period of the same length that ends the day before. */
  previousPeriod: PeriodFigures;
  programs: ProgramTotals;
};

/** The life of a registration: REGISTERED → ATTENDED or CANCELLED; a cancelled one may be renewed. */
export type ParticipantStatus =
  | 'ATTENDED'
  | 'CANCELLED'
  | 'REGISTERED';

/** How many people there are. */
export type PeopleTotals = {
  disabled: Scalars['Int']['output'];
  enabled: Scalars['Int']['output'];
  /** Created in the period. */
  newInPeriod: Scalars['Int']['output'];
  total: Scalars['Int']['output'];
};

/** The figures of a period, by the date of the appointments. */
export type PeriodFigures = {
  appointments: Scalars['Int']['output'];
  /** 0 to 5; null without ratings. */
  averageRating?: Maybe<Scalars['Float']['output']>;
  /** Minutes of appointments that have a consultant and are not cancelled. */
  bookedMinutes: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  /** Completed ÷ (completed + cancelled); null without either. */
  completionRate?: Maybe<Scalars['Float']['output']>;
  confirmed: Scalars['Int']['output'];
  feedbackCount: Scalars['Int']['output'];
  from: Scalars['AWSDate']['output'];
  newAppointments: Scalars['Int']['output'];
  newCustomers: Scalars['Int']['output'];
  /** No-shows ÷ completed; null without completed ones. */
  noShowRate?: Maybe<Scalars['Float']['output']>;
  noShows: Scalars['Int']['output'];
  /** Minutes of slots that the planner keeps open. */
  offeredMinutes: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  to: Scalars['AWSDate']['output'];
  /** Booked ÷ offered minutes; null when nothing is offered. */
  utilisation?: Maybe<Scalars['Float']['output']>;
};

/** What a caller may do. */
export type Permission =
  /** Import, restore, and switch the archive schedule. */
  | 'MANAGE_ARCHIVE'
  /** Read appointments, people, slots, programs, feedback and statistics. */
  | 'READ'
  /** Read the audit events. */
  | 'READ_AUDIT'
  /** Read the database page. */
  | 'READ_DATABASE'
  /** See e-mail addresses, phone numbers, birth dates and notes, and search in them. */
  | 'READ_PERSONAL_DATA'
  /** Start a run of the archive. */
  | 'RUN_ARCHIVE'
  /** Change appointments, assignments, slots, customers and participants. */
  | 'WRITE_APPOINTMENTS'
  /** Change consultants, programs and feedback; anonymise customers. */
  | 'WRITE_CATALOGUE';

/** Orders of a list of people. */
export type PersonOrder =
  /** First created first. */
  | 'CREATED_ASC'
  /** Last created first. */
  | 'CREATED_DESC'
  /** Vietnamese alphabetical order. */
  | 'NAME_ASC'
  /** Vietnamese alphabetical order, from the end. */
  | 'NAME_DESC';

/** Groups of the user pool that this API knows. */
export type Persona =
  /** Administers everything. */
  | 'ADMIN'
  /** Reads; personal data masked. */
  | 'ANALYST'
  /** Plans appointments, slots, customers and participants. */
  | 'SCHEDULER';

/** A community program. */
export type Program = {
  /** Most participants; null for no limit. */
  capacity?: Maybe<Scalars['Int']['output']>;
  content?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  date: Scalars['AWSDate']['output'];
  description?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** Disabled programs are hidden and take no registrations. */
  isDisabled: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  organizer?: Maybe<Scalars['String']['output']>;
  /** Registered and attended, not cancelled. */
  participantCount: Scalars['Int']['output'];
  /** Who takes part, first registered first. */
  participants?: Maybe<ProgramParticipantPage>;
  status: ProgramStatus;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  url?: Maybe<Scalars['String']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};


/** A community program. */
export type ProgramParticipantsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  statuses?: InputMaybe<Array<ParticipantStatus>>;
};

/** A program's participants. */
export type ProgramFigures = {
  attended: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  /** (Registered + attended) ÷ capacity; null without a limit. */
  fillRate?: Maybe<Scalars['Float']['output']>;
  program: Program;
  registered: Scalars['Int']['output'];
};

/** Conditions on programs; all that are given must hold. */
export type ProgramFilter = {
  /** On this date or later. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** true shows disabled programs too. */
  includeDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only disabled (true) or only enabled (false) ones. */
  isDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Text in name, organizer, description or id; every word must be found (see `AppointmentFilter.search`). */
  search?: InputMaybe<Scalars['String']['input']>;
  /** One of these statuses. */
  statuses?: InputMaybe<Array<ProgramStatus>>;
  /** On this date or earlier. */
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** Orders of a list of programs. */
export type ProgramOrder =
  /** First created first. */
  | 'CREATED_ASC'
  /** Last created first. */
  | 'CREATED_DESC'
  /** Earliest date first. */
  | 'DATE_ASC'
  /** Latest date first. */
  | 'DATE_DESC'
  /** Vietnamese alphabetical order. */
  | 'NAME_ASC'
  /** Vietnamese alphabetical order, from the end. */
  | 'NAME_DESC';

/** A page of programs. */
export type ProgramPage = {
  items: Array<Program>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Programs that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** A customer's part in a program. */
export type ProgramParticipant = {
  createdAt: Scalars['AWSDateTime']['output'];
  customer: Customer;
  program: Program;
  registeredAt: Scalars['AWSDateTime']['output'];
  status: ParticipantStatus;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};

/** A page of participants. */
export type ProgramParticipantPage = {
  items: Array<ProgramParticipant>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Participants that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** Figures of the programs. */
export type ProgramStatistics = {
  asOf: Scalars['AWSDateTime']['output'];
  /** Participants who attended ÷ those who attended or did not cancel, over the period's completed programs; null without any. */
  attendanceRate?: Maybe<Scalars['Float']['output']>;
  from: Scalars['AWSDate']['output'];
  /** The period's programs, latest first, at most 100. */
  items: Array<ProgramFigures>;
  to: Scalars['AWSDate']['output'];
  totals: ProgramTotals;
};

/** The life of a program: UPCOMING → ONGOING → COMPLETED, or straight to COMPLETED. */
export type ProgramStatus =
  | 'COMPLETED'
  | 'ONGOING'
  | 'UPCOMING';

/** All programs of the database. */
export type ProgramTotals = {
  completed: Scalars['Int']['output'];
  disabled: Scalars['Int']['output'];
  ongoing: Scalars['Int']['output'];
  /** Registered and attended participants of all programs. */
  participants: Scalars['Int']['output'];
  total: Scalars['Int']['output'];
  upcoming: Scalars['Int']['output'];
};

/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type Query = {
  /** One appointment. `NotFound` when there is none with this id. */
  appointment?: Maybe<Appointment>;
  /** Appointments, newest first unless `orderBy` says otherwise. */
  appointments?: Maybe<AppointmentPage>;
  /** One consultant, also a disabled one. `NotFound` when there is none with this id. */
  consultant?: Maybe<Consultant>;
  /**
   * Every enabled consultant, best first, for the period of this appointment: free or why not, load, specialty match.
   * `NotFound` when there is no such appointment.
   */
  consultantCandidates?: Maybe<Array<ConsultantCandidate>>;
  /** Figures of every consultant, by name, for a period of at most 366 days (by default the last 30 days). */
  consultantStatistics?: Maybe<ConsultantStatistics>;
  /** Consultants by name; disabled ones only when the filter asks for them. */
  consultants?: Maybe<ConsultantPage>;
  /** One customer, also a disabled one. `NotFound` when there is none with this id. */
  customer?: Maybe<Customer>;
  /** Figures of the customers for a period of at most 366 days (by default the last 30 days). */
  customerStatistics?: Maybe<CustomerStatistics>;
  /** Customers by name; disabled ones only when the filter asks for them. */
  customers?: Maybe<CustomerPage>;
  /** One row for each local day from `from` to `to`, days without anything included; at most 366 days. */
  dailySummaries?: Maybe<Array<DailySummary>>;
  /** One table of the database. `NotFound` when there is none of this name. */
  databaseTable?: Maybe<DatabaseTable>;
  /** The tables of the database, by name. */
  databaseTables?: Maybe<Array<DatabaseTable>>;
  /** What customers said of their meetings, latest first. */
  feedback?: Maybe<FeedbackPage>;
  /** Who the caller is and what they may do. Open to every signed-in user, also one in no group. */
  me: Me;
  /**
   * The start page: totals of the whole database, and the figures of a period beside those of the period of the same
   * length before it. `from`–`to` is at most 366 days; by default the last 30 days, today included. One snapshot.
   */
  overview?: Maybe<Overview>;
  /** One community program, also a disabled one. `NotFound` when there is none with this id. */
  program?: Maybe<Program>;
  /** Figures of the programs held in a period of at most 366 days (by default the last 30 days). */
  programStatistics?: Maybe<ProgramStatistics>;
  /** Community programs, latest date first; disabled ones only when the filter asks for them. */
  programs?: Maybe<ProgramPage>;
  /** Slots in the order of their time, from today on unless the filter has a range or asks for PAST ones. */
  timeslots?: Maybe<TimeslotPage>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryAppointmentArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryAppointmentsArgs = {
  filter?: InputMaybe<AppointmentFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<AppointmentOrder>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryConsultantArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryConsultantCandidatesArgs = {
  appointmentId: Scalars['ID']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryConsultantStatisticsArgs = {
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  includeDisabled?: InputMaybe<Scalars['Boolean']['input']>;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryConsultantsArgs = {
  filter?: InputMaybe<ConsultantFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<PersonOrder>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryCustomerArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryCustomerStatisticsArgs = {
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryCustomersArgs = {
  filter?: InputMaybe<CustomerFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<PersonOrder>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryDailySummariesArgs = {
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryDatabaseTableArgs = {
  name: Scalars['String']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryFeedbackArgs = {
  filter?: InputMaybe<FeedbackFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<FeedbackOrder>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryOverviewArgs = {
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryProgramArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryProgramStatisticsArgs = {
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryProgramsArgs = {
  filter?: InputMaybe<ProgramFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<ProgramOrder>;
};


/**
 * The administrators' API of MeetAssist.
 *
 * Conventions. Dates (`YYYY-MM-DD`) and times (`HH:MM:SS`) are the office's wall clock (by default Asia/Ho_Chi_Minh);
 * instants are ISO 8601 with an offset. A range `from`–`to` of dates holds both its ends. Lists are pages:
 * `limit` is 1 to 100, `nextToken` continues the same list with the same filter and order, `totalCount` is counted only
 * when selected. Errors carry `errorType` (`InvalidInput`, `NotFound`, `Conflict`, `Forbidden`, `Internal`) and
 * `errorInfo { reason … }`. Callers in the group `analyst` get e-mail addresses, phone numbers, birth dates and notes
 * masked, and their searches do not look into them.
 */
export type QueryTimeslotsArgs = {
  filter?: InputMaybe<TimeslotFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

/** Ratings with the same number of whole stars. */
export type RatingCount = {
  count: Scalars['Int']['output'];
  /** Whole stars: 4 stands for ratings from 4 to below 5. */
  stars: Scalars['Int']['output'];
};

/** How meetings were rated. */
export type RatingSummary = {
  /** 0 to 5; null without ratings. */
  average?: Maybe<Scalars['Float']['output']>;
  /** Number of ratings. */
  count: Scalars['Int']['output'];
};

/** Appointments of a period that require a specialty. */
export type SpecialtyFigures = {
  appointments: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  confirmed: Scalars['Int']['output'];
  noShows: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  specialty: Scalars['String']['output'];
};

/** A period in which a consultant could meet somebody. */
export type Timeslot = {
  consultant: Consultant;
  createdAt: Scalars['AWSDateTime']['output'];
  date: Scalars['AWSDate']['output'];
  endTime: Scalars['AWSTime']['output'];
  id: Scalars['ID']['output'];
  /** What the planner wants; bookings do not change it. */
  isAvailable: Scalars['Boolean']['output'];
  /** Why it cannot be booked; null when it is FREE. */
  reason?: Maybe<UnavailableReason>;
  startTime: Scalars['AWSTime']['output'];
  /** Computed at the moment of asking. */
  state: TimeslotState;
  /** Null until the first change. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Counts the changes, from 1. */
  version: Scalars['Int']['output'];
};

/** Conditions on slots; all that are given must hold. */
export type TimeslotFilter = {
  /** Of this consultant. */
  consultantId?: InputMaybe<Scalars['ID']['input']>;
  /** On this date or later. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Of consultants with this specialty; case and accents do not matter. */
  specialty?: InputMaybe<Scalars['String']['input']>;
  /** In this state; the same as `states` with one entry. */
  state?: InputMaybe<TimeslotState>;
  /** In one of these states. */
  states?: InputMaybe<Array<TimeslotState>>;
  /** On this date or earlier. */
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** A page of slots. */
export type TimeslotPage = {
  items: Array<Timeslot>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Slots that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** What can be done with a slot now. The first that fits holds. */
export type TimeslotState =
  /** Nobody has it and nobody can book it: `reason` says why. */
  | 'BLOCKED'
  /** An active appointment of the consultant touches it. */
  | 'BOOKED'
  /** It can be booked. */
  | 'FREE'
  /** It has started, or is over. */
  | 'PAST';

/** Why a period is not free, most telling first. */
export type UnavailableReason =
  | 'CONSULTANT_DISABLED'
  /** The customer has another appointment then. */
  | 'CUSTOMER_BUSY'
  | 'CUSTOMER_DISABLED'
  /** The consultant has as many appointments that day as they take. */
  | 'DAY_FULL'
  /** In no slot of the consultant. */
  | 'OUTSIDE_SCHEDULE'
  | 'PAST_TIME'
  /** The planner closed the slot. */
  | 'SLOT_BLOCKED'
  /** An active appointment of the consultant overlaps. */
  | 'SLOT_TAKEN'
  /** The consultant lacks the required specialty. */
  | 'SPECIALTY_MISMATCH';

/** How busy a consultant is in a period. */
export type Workload = {
  /** Appointments that are not cancelled. */
  appointments: Scalars['Int']['output'];
  /** Minutes of those appointments. */
  bookedMinutes: Scalars['Int']['output'];
  from: Scalars['AWSDate']['output'];
  /** Minutes of the slots that the planner keeps open. */
  offeredMinutes: Scalars['Int']['output'];
  to: Scalars['AWSDate']['output'];
  /** Booked ÷ offered minutes; null when nothing is offered. */
  utilisation?: Maybe<Scalars['Float']['output']>;
};
