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

/** Why something cannot be done with an appointment. The mutation would refuse with the same reason. */
export type ActionRefusal =
  /** Its consultant is disabled. */
  | 'CONSULTANT_DISABLED'
  /** Its customer has another appointment then. */
  | 'CUSTOMER_BUSY'
  /** Its customer is disabled. */
  | 'CUSTOMER_DISABLED'
  /** It was given already. */
  | 'FEEDBACK_EXISTS'
  /** Not from this status. */
  | 'ILLEGAL_TRANSITION'
  /** The caller may not. */
  | 'NOT_PERMITTED'
  /** It lies ahead. */
  | 'NOT_STARTED'
  /** It was not held, or the customer did not come. */
  | 'NO_MEETING'
  /** It has started; `overrides` may pass over this. */
  | 'PAST_TIME'
  /** It has no consultant. */
  | 'UNASSIGNED';

/** Whether something can be done with an appointment now. */
export type AllowedAction = {
  action: AppointmentAction;
  /**
   * false when the mutation would refuse whatever else it is asked, `overrides` left out; true also where it would change
   * nothing. The time, the consultant or the outcome that is asked for may still be refused.
   */
  allowed: Scalars['Boolean']['output'];
  /** Why not; null when allowed. */
  reason?: Maybe<ActionRefusal>;
};

/** A meeting of a customer with a consultant, or the request for one. */
export type Appointment = {
  /** What the caller may do with it now, and why not the rest. */
  allowedActions: Array<AllowedAction>;
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

/** What can be done with an appointment. */
export type AppointmentAction =
  | 'ASSIGN'
  | 'CANCEL'
  | 'COMPLETE'
  | 'CONFIRM'
  | 'RECORD_FEEDBACK'
  | 'RESCHEDULE'
  | 'UNASSIGN'
  | 'UPDATE';

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
   * or two characters is looked for where words begin. A phone number is found however its digits are set apart. At most
   * 100 characters and 8 words.
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

/** How much a run reads. */
export type ArchiveMode =
  /** What changed since the last run. */
  | 'CHANGED'
  /** Everything, whatever is known of changes; every object in the bucket is looked after. */
  | 'FULL';

/** One object of the archive, CSV in UTF-8. */
export type ArchiveObject = {
  bytes: Scalars['Float']['output'];
  /** Gives the file to whoever has it, until `linkExpiresAt`. */
  link: Scalars['String']['output'];
  linkExpiresAt: Scalars['AWSDateTime']['output'];
  md5: Scalars['String']['output'];
  /** `date=2026-11-20`, `bucket=07` or `all`. */
  partition: Scalars['String']['output'];
  /** Without the header. */
  rows: Scalars['Float']['output'];
  table: ArchivedTable;
};

/** A part of a table that is one object in the bucket. */
export type ArchivePartition = {
  /** `date=2026-11-20`, `bucket=07` or `all`. */
  partition: Scalars['String']['output'];
  table: ArchivedTable;
};

/** One run of the archive. What is not known yet, or was never reached, is null or empty. */
export type ArchiveRun = {
  /** Whether it may make tables much smaller. */
  acceptShrink?: Maybe<Scalars['Boolean']['output']>;
  /** The user's name, or the role of the schedule. */
  actor?: Maybe<Scalars['String']['output']>;
  /** Of a FULL run: what differed although nothing had told so. None, or there is a defect. */
  driftedPartitions: Array<ArchivePartition>;
  /** Why it failed, or waits. */
  error?: Maybe<Scalars['String']['output']>;
  finishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  id: Scalars['ID']['output'];
  mode?: Maybe<ArchiveMode>;
  /** Keys of objects that were missing or damaged, and were written anew. */
  repaired: Array<Scalars['String']['output']>;
  /** The instant of the database that it read. */
  snapshotAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Null until its function begins. */
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  status: JobStatus;
  /** Why it waits for somebody to look. */
  suspicions: Array<ArchiveSuspicion>;
  /** What it did with each table; empty for what did not come so far. */
  tables: Array<ArchiveRunTable>;
  /** Rows of all tables afterwards. */
  totalRows?: Maybe<Scalars['Float']['output']>;
  trigger: ArchiveTrigger;
  /** Objects that it wrote. */
  uploaded?: Maybe<Scalars['Int']['output']>;
};

/** What a run did with a table. */
export type ArchiveRunTable = {
  bytes: Scalars['Float']['output'];
  error?: Maybe<Scalars['String']['output']>;
  partitions: Scalars['Int']['output'];
  /** In the whole table, afterwards. */
  rows: Scalars['Float']['output'];
  /** Objects that were compared and found the same. */
  skipped: Scalars['Int']['output'];
  table: ArchivedTable;
  /** Objects that were written. */
  uploaded: Scalars['Int']['output'];
};

/** The rule that starts runs of the archive. */
export type ArchiveSchedule = {
  enabled: Scalars['Boolean']['output'];
  /** How often, as EventBridge writes it: `rate(5 minutes)`. */
  expression: Scalars['String']['output'];
};

/** What a database holds of the archive. */
export type ArchiveScope = {
  /** The days that it holds, when it does not hold everything. */
  days: Array<DayRange>;
  everything: Scalars['Boolean']['output'];
};

/** Whether there is an archive, and how the last run ended. */
export type ArchiveState =
  /** The last run succeeded, or found nothing to do. */
  | 'CURRENT'
  /**
   * The last run failed; the archive is that of the run before, if there is one. Or what the archive says of itself cannot be read
   * (`lastError` says why, and there are no tables).
   */
  | 'FAILED'
  /** No run has come to its end yet: the bucket holds no archive. */
  | 'NONE'
  /** The last run waits for somebody to look; the archive is that of the run before, if there is one. */
  | 'SUSPECT';

/**
 * The archive as the bucket has it. Of one that is not there only `state`, the runs and the last error are given, and no
 * tables.
 */
export type ArchiveStatus = {
  createdAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The run that is under way. */
  currentRun?: Maybe<ArchiveRun>;
  /** Seconds from `snapshotAt` until now. */
  freshnessSeconds?: Maybe<Scalars['Int']['output']>;
  /** Why the last run did not succeed, or the archive cannot be read; null when it did and can. */
  lastError?: Maybe<Scalars['String']['output']>;
  lastErrorAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When a run last read everything. */
  lastFullArchive?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The run that ended last. */
  lastRun?: Maybe<ArchiveRun>;
  lastUpdated?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The run that was committed last. */
  runId?: Maybe<Scalars['ID']['output']>;
  /** Number of the newest migration of the database that was archived. */
  schemaVersion?: Maybe<Scalars['Int']['output']>;
  /** What the database held that wrote last; days beyond it are in the archive from before. */
  scope?: Maybe<ArchiveScope>;
  /** Everything that was committed in the database before this instant is in the archive. */
  snapshotAt?: Maybe<Scalars['AWSDateTime']['output']>;
  state: ArchiveState;
  /** Each table after those it refers to. */
  tables: Array<ArchivedTableStatus>;
  /** Rows of all tables. */
  totalRows?: Maybe<Scalars['Float']['output']>;
};

/** Something about a run at which somebody must look. */
export type ArchiveSuspicion = {
  reason: SuspicionReason;
  rowsBefore?: Maybe<Scalars['Float']['output']>;
  rowsNow?: Maybe<Scalars['Float']['output']>;
  table?: Maybe<ArchivedTable>;
};

/** Who starts runs. */
export type ArchiveTrigger =
  /** An administrator. */
  | 'ADMIN'
  /** The schedule. */
  | 'SCHEDULE';

/** What `verifyArchive` found. */
export type ArchiveVerification = {
  /** Objects that were compared. */
  checked: Scalars['Int']['output'];
  /** Keys of objects with other bytes than the archive says. */
  damaged: Array<Scalars['String']['output']>;
  /** Keys of objects that were not there. */
  missing: Array<Scalars['String']['output']>;
  /** Keys of those that were written anew, from the rows of the database. */
  repaired: Array<Scalars['String']['output']>;
};

/** The tables that the archive holds. */
export type ArchivedTable =
  /** By date. */
  | 'APPOINTMENT'
  /** By the office's date of its instant. */
  | 'ASSIGNMENT'
  /** By the office's date of its instant. */
  | 'AUDIT_EVENT'
  /** Whole. */
  | 'CONSULTANT'
  /** By buckets. */
  | 'CUSTOMER'
  /** By the date of its appointment. */
  | 'FEEDBACK'
  /** Whole. */
  | 'PROGRAM'
  /** Whole. */
  | 'PROGRAM_PARTICIPANT'
  /** By date. */
  | 'TIMESLOT';

/** A table as the archive has it. */
export type ArchivedTableStatus = {
  bytes: Scalars['Float']['output'];
  /** SHA-256 of the list of its objects with their checksums: the same data give the same. */
  checksum: Scalars['String']['output'];
  /** When a run last looked after it and came to its end. */
  lastArchived?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When a run last found it changed. */
  lastChanged?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why the last attempt failed; null when it did not. */
  lastError?: Maybe<Scalars['String']['output']>;
  lastErrorAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When a run last found nothing to upload. */
  lastUploadSkipped?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When each of its objects was last compared with the bucket. */
  lastVerified?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Objects in the bucket. */
  partitions: Scalars['Int']['output'];
  rows: Scalars['Float']['output'];
  /** How the last attempt to archive it ended. */
  status: JobStatus;
  table: ArchivedTable;
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

/** Kinds of things whose changes are recorded. */
export type AuditEntity =
  /** An appointment; the id is the appointment's. */
  | 'APPOINTMENT'
  /** A consultant; the id is the consultant's. */
  | 'CONSULTANT'
  /** A customer; the id is the customer's. */
  | 'CUSTOMER'
  /** Feedback; the id is that of its appointment. */
  | 'FEEDBACK'
  /** A community program; the id is the program's. */
  | 'PROGRAM'
  /** Somebody's part in a program; the id is `program/customer`. */
  | 'PROGRAM_PARTICIPANT'
  /** A slot; the id is the slot's. */
  | 'TIMESLOT';

/**
 * One change of one row, written in the same transaction. Never changed or removed; anonymising a customer blanks
 * `before`, `after` and `reason` of what was recorded of that customer.
 */
export type AuditEvent = {
  /** The mutation (`confirmAppointment`); `insert`, `update` or `delete` for changes that were not made through the API. */
  action: Scalars['String']['output'];
  /** The user's id in the user pool (`Me.sub`); `database:` and the role for changes that were not made through the API. */
  actor: Scalars['String']['output'];
  /** The user's name at that time; null for changes that were not made through the API. */
  actorName?: Maybe<Scalars['String']['output']>;
  /** JSON of what it became: the columns that changed, all of a new row; null of a removed one, and where it was blanked. */
  after?: Maybe<Scalars['AWSJSON']['output']>;
  at: Scalars['AWSDateTime']['output'];
  /** JSON of what it was: the columns that changed, all of a removed row; null of a new one, and where it was blanked. */
  before?: Maybe<Scalars['AWSJSON']['output']>;
  entity: AuditEntity;
  entityId: Scalars['ID']['output'];
  id: Scalars['ID']['output'];
  /** Why, in the words of who did it. */
  reason?: Maybe<Scalars['String']['output']>;
  /** The event as a sentence: who did what to what, what changed from and to, and why. */
  summary: Scalars['String']['output'];
};


/**
 * One change of one row, written in the same transaction. Never changed or removed; anonymising a customer blanks
 * `before`, `after` and `reason` of what was recorded of that customer.
 */
export type AuditEventSummaryArgs = {
  locale?: InputMaybe<Locale>;
};

/** A page of audit events. */
export type AuditEventPage = {
  items: Array<AuditEvent>;
  /** Continues the list; null on the last page. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Events that the filter admits. */
  totalCount: Scalars['Int']['output'];
};

/** Conditions on audit events; all that are given must hold. */
export type AuditFilter = {
  /** What was done, as in `AuditEvent.action`. */
  action?: InputMaybe<Scalars['String']['input']>;
  /** By whom, as in `AuditEvent.actor`. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** About things of this kind. */
  entity?: InputMaybe<AuditEntity>;
  /** About the thing with this id; without `entity`, of any kind. */
  entityId?: InputMaybe<Scalars['ID']['input']>;
  /** On this date of the office or later. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** On this date of the office or earlier. */
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** How to choose among the consultants who are free. Equal ones: who was assigned longest ago, then the lower id. */
export type AutoAssignStrategy =
  /** The least load: pending and confirmed appointments that start within seven days before or after. */
  | 'LEAST_LOADED'
  /** The required specialty first, then the least load. */
  | 'SPECIALTY_THEN_LOAD';

/** What an automatic assignment came to. */
export type AutoAssignment = {
  /** As it is now; after a dry run, as it was. */
  appointment: Appointment;
  /** Every enabled consultant as they were before, in the order of the strategy; reasons that were overridden are no reasons. */
  candidates: Array<ConsultantCandidate>;
  /** Who has it now; after a dry run, who would have been given it. */
  consultant: Consultant;
  /** Nothing was written. */
  dryRun: Scalars['Boolean']['output'];
  /** How the strategy came to its choice; kept with the assignment. */
  explanation: Scalars['String']['output'];
  strategy: AutoAssignStrategy;
};

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
  /**
   * How busy the consultant is from `from` to `to`, at most 92 days; by default today and the six days after it; with one end only,
   * seven days from it or up to it.
   */
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
  /** Could be assigned now: `assignConsultant` would not refuse for a reason of the consultant, their time or the customer. */
  free: Scalars['Boolean']['output'];
  /** Pending and confirmed appointments of the consultant that start within seven days before or after the period. */
  load: Scalars['Int']['output'];
  /** 1 for the best. Free ones come first, then a matching specialty, then the lesser load, then who was assigned longest ago. */
  rank: Scalars['Int']['output'];
  /** Why not, as `assignConsultant` would say without overrides; null when free. */
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
  /** Average rating, as `RatingSummary` shows it, of at most this. */
  maxRating?: InputMaybe<Scalars['Float']['input']>;
  /** Average rating, as `RatingSummary` shows it, of at least this. */
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

/** A new appointment. */
export type CreateAppointmentInput = {
  /** CONFIRMED at once; needs a consultant. */
  confirm?: InputMaybe<Scalars['Boolean']['input']>;
  /** Nobody yet when left out. */
  consultantId?: InputMaybe<Scalars['ID']['input']>;
  customerId: Scalars['ID']['input'];
  date: Scalars['AWSDate']['input'];
  /** At most 4,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** 5 to 480, and not beyond midnight. */
  durationMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** http:// or https://, at most 2,000 characters. */
  meetingUrl?: InputMaybe<Scalars['String']['input']>;
  /** Reasons that shall not count. */
  overrides?: InputMaybe<Array<Override>>;
  /** At most 100 characters. */
  requiredSpecialty?: InputMaybe<Scalars['String']['input']>;
  /** HH:MM or HH:MM:SS of the office's wall clock, without an offset. */
  startTime: Scalars['AWSTime']['input'];
};

/** A consultant to be. */
export type CreateConsultantInput = {
  /** Up to 100 characters; belongs to one enabled consultant, whatever its case. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted. */
  fullName: Scalars['String']['input'];
  /** Begins with http:// or https://; up to 2,000 characters. */
  imageUrl?: InputMaybe<Scalars['String']['input']>;
  joinDate?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Most appointments on one day, from 1; null for no limit. */
  maxPerDay?: InputMaybe<Scalars['Int']['input']>;
  /** Up to 20 characters, kept as given. */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Up to 4,000 characters. */
  qualifications?: InputMaybe<Scalars['String']['input']>;
  /**
   * Each of 1 to 100 characters, blanks around them not counted. Of those that differ only in case and accents the first
   * stays.
   */
  specialties?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A customer to be. */
export type CreateCustomerInput = {
  /** Today or earlier. */
  dateOfBirth?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Up to 100 characters. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted. */
  fullName: Scalars['String']['input'];
  /** The id in the channel that the customer came through, 1 to 100 characters; generated when it is left out. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Up to 4,000 characters. */
  notes?: InputMaybe<Scalars['String']['input']>;
  /** Up to 20 characters, kept as given. */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
};

/** A program to be. */
export type CreateProgramInput = {
  /** Most participants, from 0; null for no limit. */
  capacity?: InputMaybe<Scalars['Int']['input']>;
  /** Up to 20,000 characters. */
  content?: InputMaybe<Scalars['String']['input']>;
  date: Scalars['AWSDate']['input'];
  /** Up to 4,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted. */
  name: Scalars['String']['input'];
  /** Up to 200 characters. */
  organizer?: InputMaybe<Scalars['String']['input']>;
  /** Begins with http:// or https://; up to 2,000 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** A slot to be added. */
export type CreateTimeslotInput = {
  consultantId: Scalars['ID']['input'];
  date: Scalars['AWSDate']['input'];
  /** 5 to 480 minutes after the start, on the same day. */
  endTime: Scalars['AWSTime']['input'];
  /** false adds it closed. */
  isAvailable?: InputMaybe<Scalars['Boolean']['input']>;
  /** HH:MM or HH:MM:SS, without an offset, at a whole minute. */
  startTime: Scalars['AWSTime']['input'];
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
  /**
   * The programs the customer registered for, last registered first; cancelled registrations too, unless `statuses` leaves
   * them out.
   */
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
  /** Indexed columns in order, without those that are only carried along; `(expression)` for a computed one. */
  columns: Array<Scalars['String']['output']>;
  /** Covers only some of the rows. */
  isPartial: Scalars['Boolean']['output'];
  isUnique: Scalars['Boolean']['output'];
  /** btree, gin, gist or brin. */
  method: Scalars['String']['output'];
  name: Scalars['String']['output'];
  /** How often it was used since the statistics were reset. */
  scans: Scalars['Float']['output'];
  sizeBytes: Scalars['Float']['output'];
};

/** A key of a table. */
export type DatabaseKey = {
  /** In order; `(expression)` for a computed one. */
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

/** Days of the week. */
export type DayOfWeek =
  | 'FRIDAY'
  | 'MONDAY'
  | 'SATURDAY'
  | 'SUNDAY'
  | 'THURSDAY'
  | 'TUESDAY'
  | 'WEDNESDAY';

/** A plan for the unassigned pending appointments of a day. */
export type DayPlan = {
  /** By time of day. */
  assigned: Array<PlannedAssignment>;
  /** No plan could assign more than this many. */
  bound: Scalars['Int']['output'];
  date: Scalars['AWSDate']['output'];
  /** Nothing was written. */
  dryRun: Scalars['Boolean']['output'];
  /**
   * The plan was proven to be the best: as many as possible, then the least highest load. Always so where periods that
   * one consultant could take either are the same or do not overlap; on other days the search may have been cut short.
   */
  optimal: Scalars['Boolean']['output'];
  /** Unassigned pending appointments of the day, before the plan. */
  requests: Scalars['Int']['output'];
  /** Planned, but changed by somebody else before it was written; empty in a dry run. */
  skipped: Array<SkippedAssignment>;
  strategy: AutoAssignStrategy;
  /** By time of day. */
  unassigned: Array<UnplannedAppointment>;
};

/** Days from `from` on, before `to`. */
export type DayRange = {
  from: Scalars['AWSDate']['output'];
  /** The first day that does not belong to it. */
  to: Scalars['AWSDate']['output'];
};

/** A list to export, with its own filter. */
export type ExportCsvInput = {
  /** Of APPOINTMENTS. */
  appointments?: InputMaybe<AppointmentFilter>;
  /** Of CONSULTANTS. */
  consultants?: InputMaybe<ConsultantFilter>;
  /** Of CUSTOMERS. */
  customers?: InputMaybe<CustomerFilter>;
  /** For spreadsheets: a byte order mark, codes as text, nothing that could be a formula. Otherwise exact values. */
  excel?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of DAILY_SUMMARIES, at most 366 days; by default the last 30 days. */
  from?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Of PROGRAMS. */
  programs?: InputMaybe<ProgramFilter>;
  query: ExportQuery;
  to?: InputMaybe<Scalars['AWSDate']['input']>;
};

/** What `exportCsv` writes. */
export type ExportQuery =
  | 'APPOINTMENTS'
  | 'CONSULTANTS'
  | 'CUSTOMERS'
  /** As `dailySummaries`, from `from` to `to`. */
  | 'DAILY_SUMMARIES'
  | 'PROGRAMS';

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

/**
 * Which slots to add: for each consultant, on each day of the range that is one of `daysOfWeek`, those of the `grid`, or of
 * the `uniform` day. Without either, a uniform day from 09:00 to 18:00 in slots of an hour.
 */
export type GenerateTimeslotsInput = {
  /** 1 to 20, each once. */
  consultantIds: Array<Scalars['ID']['input']>;
  /** Each once; Monday to Friday when left out. */
  daysOfWeek?: InputMaybe<Array<DayOfWeek>>;
  /** The first day. */
  from: Scalars['AWSDate']['input'];
  /** The slots of a day one by one, in any order; they must not touch each other, but one may begin where another ends. */
  grid?: InputMaybe<Array<TimeRangeInput>>;
  /** false adds them closed. */
  isAvailable?: InputMaybe<Scalars['Boolean']['input']>;
  /** The last day, at most 92 days with the first. */
  to: Scalars['AWSDate']['input'];
  /** The slots of a day by rule. */
  uniform?: InputMaybe<UniformDayInput>;
};

/** A consultant whose e-mail address a later one has too. */
export type ImportDisabledConsultant = {
  consultantId: Scalars['ID']['output'];
  /** Who keeps the address. */
  inFavourOf: Scalars['ID']['output'];
  /** In Consultant.csv. */
  row: Scalars['Int']['output'];
};

/** A file in the original format. */
export type ImportFileInput = {
  file: OriginalFile;
  /** From `createImportUpload`, or of another object of the bucket below `data/`. */
  key: Scalars['String']['input'];
};

/** What became of the rows of a file: `read` is `inserted` + `identical` + `rejected`. */
export type ImportFileReport = {
  changeCount: Scalars['Int']['output'];
  /** Cells that were changed, as it was asked for. */
  changes: Array<ImportFinding>;
  /** `Customer.csv` */
  file: Scalars['String']['output'];
  /** False when there was no such file. */
  given: Scalars['Boolean']['output'];
  /** Rows that the database has as they are. */
  identical: Scalars['Int']['output'];
  /** New rows. */
  inserted: Scalars['Int']['output'];
  /** Columns that the file lacks: new rows get the default. */
  missingColumns: Array<Scalars['String']['output']>;
  read: Scalars['Int']['output'];
  rejected: Scalars['Int']['output'];
  /** Columns that were left out. */
  unknownColumns: Array<Scalars['String']['output']>;
  warningCount: Scalars['Int']['output'];
  /** What was taken as it is although something looks wrong; the first hundred. */
  warnings: Array<ImportFinding>;
};

/** Something about one place of a file. */
export type ImportFinding = {
  /** Stable, for programs: `BAD_DATE`. */
  code: Scalars['String']['output'];
  /** Null for the whole row. */
  column?: Maybe<Scalars['String']['output']>;
  file: Scalars['String']['output'];
  /** For people: what is wrong and what would be right. */
  reason: Scalars['String']['output'];
  /** As a spreadsheet numbers rows: the header is 1. Null for the whole file. */
  row?: Maybe<Scalars['Int']['output']>;
};

/** What is imported, and how. */
export type ImportOriginalInput = {
  /** Only says what would happen. */
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** Each file at most once. */
  files: Array<ImportFileInput>;
  /** Repairs what spreadsheets do to phone numbers, and lists each change; otherwise they are kept as they are. */
  fixPhones?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What became of an import. */
export type ImportOutcome =
  /** Nothing was changed, as it was asked for. */
  | 'DRY_RUN'
  | 'IMPORTED'
  /** Nothing was changed, because of the rejections. */
  | 'REFUSED';

/** A live appointment that overlaps an earlier one. */
export type ImportOverlap = {
  appointmentId: Scalars['ID']['output'];
  of: OverlapOf;
  /** In Appointment.csv. */
  row: Scalars['Int']['output'];
  withAppointmentId: Scalars['ID']['output'];
};

/** What an import did, or would do. */
export type ImportReport = {
  /** Consultants who are disabled because a later one has the same e-mail address. */
  disabledConsultants: Array<ImportDisabledConsultant>;
  /** All seven, in the order in which they are loaded. */
  files: Array<ImportFileReport>;
  outcome: ImportOutcome;
  /** Live appointments that overlap an earlier one: kept as they are, and flagged. */
  overlaps: Array<ImportOverlap>;
  rejectionCount: Scalars['Int']['output'];
  /** Why rows and files cannot be taken; the first thousand. */
  rejections: Array<ImportFinding>;
};

/** Where a file is to be sent. */
export type ImportUpload = {
  /** What the request must say of its body. */
  contentType: Scalars['String']['output'];
  file: OriginalFile;
  /** What `importOriginal` calls the file. */
  key: Scalars['String']['output'];
  /** Takes the file by PUT, until `linkExpiresAt`, from whoever has the link. */
  link: Scalars['String']['output'];
  linkExpiresAt: Scalars['AWSDateTime']['output'];
};

/** Something that always holds, and whether it does. */
export type InvariantCheck = {
  /** Ids of up to ten of them, with what they are where it could be several things. */
  examples: Array<Scalars['String']['output']>;
  /** As in docs/domain.md; mostly that of the constraint or trigger that keeps it. */
  name: Scalars['String']['output'];
  /** What holds, as a sentence. */
  rule: Scalars['String']['output'];
  /** How many things violate it; 0 on sound data. */
  violations: Scalars['Int']['output'];
};

/** Work that is done after the mutation that started it was answered. What the job came to is in one of the last fields. */
export type Job = {
  /** The user's name, or the role of the schedule. */
  actor: Scalars['String']['output'];
  /** The job that failed and that this one tries again. */
  attemptOf?: Maybe<Scalars['ID']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** Of a RESTORE_DRILL: how it went. It fails when something differed. */
  drill?: Maybe<RestoreDrill>;
  /** Why it failed. */
  error?: Maybe<Scalars['String']['output']>;
  /** Of an export that succeeded: its files. */
  files?: Maybe<Array<JobFile>>;
  finishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  id: Scalars['ID']['output'];
  /** Of an IMPORT_ORIGINAL, also one that failed because of its rows: what was done, or would have been. */
  importReport?: Maybe<ImportReport>;
  kind: JobKind;
  /** Of LOAD_DAYS that succeeded: what was loaded. */
  loadedDays?: Maybe<LoadedDays>;
  /** Of a RUN: the run. */
  run?: Maybe<ArchiveRun>;
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  status: JobStatus;
  /** Of a VERIFY: what was found. It fails when something is missing or damaged that could not be written anew. */
  verification?: Maybe<ArchiveVerification>;
};

/** A file that a job wrote. */
export type JobFile = {
  bytes: Scalars['Float']['output'];
  /** What it is saved as. */
  fileName: Scalars['String']['output'];
  /** Gives the file to whoever has it, until `linkExpiresAt`. */
  link: Scalars['String']['output'];
  linkExpiresAt: Scalars['AWSDateTime']['output'];
  /** Without the header. */
  rows: Scalars['Float']['output'];
};

/** What jobs do. */
export type JobKind =
  /** `exportCsv`. */
  | 'EXPORT_CSV'
  /** `exportOriginal`. */
  | 'EXPORT_ORIGINAL'
  /** `importOriginal`. */
  | 'IMPORT_ORIGINAL'
  /** `loadDays`. */
  | 'LOAD_DAYS'
  /** `restoreDrill`. */
  | 'RESTORE_DRILL'
  /** A run of the archive; the job's id is the run's. */
  | 'RUN'
  /** `verifyArchive`. */
  | 'VERIFY';

/** The life of a run or a job: QUEUED → RUNNING → one of the others. */
export type JobStatus =
  /** Ended with an error. The archive is as it was. */
  | 'FAILED'
  /** Waits for its function. */
  | 'QUEUED'
  /** Is being worked on. */
  | 'RUNNING'
  /** Did what it was asked for. */
  | 'SUCCEEDED'
  /** Waits for somebody to look: what it would have done looks like a loss. The archive is as it was. */
  | 'SUSPECT'
  /** Found nothing to do. */
  | 'UNCHANGED';

/** What `loadDays` brought into the database. */
export type LoadedDays = {
  bytes: Scalars['Float']['output'];
  /** Days of which something was loaded. */
  days: Scalars['Int']['output'];
  /** The database now holds everything that the archive has. */
  isWhole: Scalars['Boolean']['output'];
  /** Objects of the archive that were read. */
  partitions: Scalars['Int']['output'];
  rows: Scalars['Float']['output'];
};

/** Languages of the summaries. */
export type Locale =
  /** English. */
  | 'EN'
  /** Vietnamese. */
  | 'VI';

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

/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type Mutation = {
  /**
   * Tells subscribers of a run whose record, `metadata/runs/<id>.json`, came into the bucket. Reads the record, and writes
   * nothing. For the bucket's notifications alone. Refuses with `BAD_KEY`, `ARCHIVE_RUN_NOT_FOUND`.
   */
  announceArchiveRun?: Maybe<ArchiveRun>;
  /**
   * Takes a person out of the data for ever. The name becomes `—`; e-mail address, phone number, birth date and notes are
   * cleared, so are descriptions, cancel reasons and meeting links of the customer's appointments, specialties that nobody
   * else has or asks for, comments of feedback, reasons and explanations of assignments, and what audit events tell of all
   * of these. Ids, times and ratings stay. The customer is disabled. What an archive holds already stays in it. Refuses
   * with `NOT_CONFIRMED` unless `confirm` is true, `HAS_FUTURE_APPOINTMENTS { count ids }` while pending or confirmed
   * appointments lie ahead, `DAY_NOT_LOADED { date }` while any day is in the archive only, `STALE_VERSION`,
   * `CUSTOMER_NOT_FOUND`.
   */
  anonymiseCustomer?: Maybe<Customer>;
  /**
   * Gives a pending or confirmed appointment to a consultant. Another one than before: a confirmed appointment becomes
   * PENDING again, unless `keepConfirmed`. The same one as before: succeeds and changes nothing. `reason` has at most 500
   * characters and is kept with the assignment. Refuses with `CONSULTANT_DISABLED`, `SLOT_TAKEN { alternatives }`,
   * `CUSTOMER_DISABLED`, `CUSTOMER_BUSY`, and, unless they are named in `overrides`, with `PAST_TIME`,
   * `OUTSIDE_SCHEDULE { alternatives }`, `SLOT_BLOCKED`, `DAY_FULL`, `SPECIALTY_MISMATCH`; also with
   * `ILLEGAL_TRANSITION { from to allowed }`, `STALE_VERSION`, `BAD_LENGTH`, `APPOINTMENT_NOT_FOUND`,
   * `CONSULTANT_NOT_FOUND`.
   */
  assignConsultant?: Maybe<Appointment>;
  /**
   * Gives an appointment that has no consultant to the best candidate, by `strategy`; the next one if that one was taken
   * meanwhile. A mismatching specialty is passed over, unless `overrides` names `SPECIALTY_MISMATCH`: then LEAST_LOADED
   * does not look at the specialty, and SPECIALTY_THEN_LOAD prefers it. With `dryRun` nothing is written, and the answer
   * says who it would be. Refuses with `NO_CANDIDATE { candidates { consultantId reason } }` when nobody can take it,
   * `ALREADY_ASSIGNED { consultantId }`, `ILLEGAL_TRANSITION { from to allowed }`, `STALE_VERSION`,
   * `APPOINTMENT_NOT_FOUND`.
   */
  autoAssignConsultant?: Maybe<AutoAssignment>;
  /**
   * Gives consultants to the unassigned pending appointments of a day: as many as can be assigned at all, with the least
   * highest load. SPECIALTY_THEN_LOAD rather leaves appointments out that require no specialty, if it must leave some out.
   * Nobody is given an appointment whose specialty they lack. What started already stays unassigned. Appointments that
   * somebody else changed meanwhile are skipped. With `dryRun` nothing is written; the same day gives the same plan.
   * Refuses with `BAD_DATE` and `DAY_NOT_LOADED { date }`; what is in the way of single appointments is in the answer.
   */
  autoAssignDay?: Maybe<DayPlan>;
  /**
   * Closes a slot that lies ahead to new bookings; one that it holds stays. Refuses with `PAST_TIME { date startTime }`,
   * `STALE_VERSION`, `TIMESLOT_NOT_FOUND`, `BAD_ID`, `BAD_VERSION`.
   */
  blockTimeslot?: Maybe<Timeslot>;
  /**
   * Calls an appointment off, for a reason of 1 to 500 characters: PENDING or CONFIRMED → CANCELLED. Refuses with
   * `BAD_LENGTH`, `ILLEGAL_TRANSITION { from to allowed }`, `STALE_VERSION`, `APPOINTMENT_NOT_FOUND`.
   */
  cancelAppointment?: Maybe<Appointment>;
  /**
   * Takes a registration back, which gives its place to somebody else: REGISTERED → CANCELLED. Refuses with
   * `ILLEGAL_TRANSITION { from to allowed }` when the customer attended, `PARTICIPANT_NOT_FOUND` when the customer never
   * registered, `BAD_ID`.
   */
  cancelParticipant?: Maybe<ProgramParticipant>;
  /**
   * Closes a confirmed appointment that has started, and says how it ended: CONFIRMED → COMPLETED. Refuses with
   * `NOT_STARTED { date startTime }`, `ILLEGAL_TRANSITION { from to allowed }`, also when it was completed with another
   * outcome, `STALE_VERSION`, `APPOINTMENT_NOT_FOUND`.
   */
  completeAppointment?: Maybe<Appointment>;
  /**
   * Says that a program is over and closes its registration: UPCOMING or ONGOING → COMPLETED. Registrations stay as they
   * are; attendance can still be marked. Refuses with `STALE_VERSION`, `PROGRAM_NOT_FOUND`.
   */
  completeProgram?: Maybe<Program>;
  /**
   * Agrees a pending appointment: PENDING → CONFIRMED. Refuses with `UNASSIGNED` without a consultant,
   * `CONSULTANT_DISABLED`, `ILLEGAL_TRANSITION { from to allowed }`, `STALE_VERSION`, `APPOINTMENT_NOT_FOUND`.
   */
  confirmAppointment?: Maybe<Appointment>;
  /**
   * Makes an appointment: PENDING, or with `confirm` CONFIRMED at once. It starts in the future, for an enabled customer
   * who is not busy then. With a consultant the whole of "free" holds: enabled, inside an open slot, not taken, below the
   * day's limit, with the required specialty. Reasons named in `overrides` do not count. Refuses with `PAST_TIME`,
   * `CUSTOMER_DISABLED`, `CUSTOMER_BUSY`, `CONSULTANT_DISABLED`, `OUTSIDE_SCHEDULE { alternatives }`, `SLOT_BLOCKED`,
   * `SLOT_TAKEN { alternatives }`, `DAY_FULL`, `SPECIALTY_MISMATCH`, `UNASSIGNED` for `confirm` without a consultant,
   * `CUSTOMER_NOT_FOUND`, `CONSULTANT_NOT_FOUND`, `BAD_DATE`, `BAD_TIME`, `BAD_DURATION`, `CROSSES_MIDNIGHT`, `BAD_URL`,
   * `BAD_LENGTH`, `DAY_NOT_LOADED { date }`, `TOKEN_REUSED`. `alternatives` are the three nearest free slots of the
   * consultant: `[{ timeslotId consultantId date startTime endTime }]`.
   */
  createAppointment?: Maybe<Appointment>;
  /**
   * Adds a consultant. Refuses with `EMAIL_TAKEN` when another enabled consultant has the e-mail address, `BAD_LENGTH`,
   * `BAD_EMAIL`, `BAD_URL`, `BAD_DATE`, `BAD_NUMBER`, each with its `field`, `TOKEN_REUSED`.
   */
  createConsultant?: Maybe<Consultant>;
  /**
   * Adds a customer. Refuses with `CUSTOMER_EXISTS` when the given id is somebody's, `BAD_ID`, `BAD_LENGTH`, `BAD_EMAIL`,
   * `BAD_DATE`, each with its `field`, `TOKEN_REUSED`.
   */
  createCustomer?: Maybe<Customer>;
  /**
   * Makes a place for a file in the original format, with a link to which it can be sent by PUT within a quarter of an
   * hour; `importOriginal` takes its key.
   */
  createImportUpload?: Maybe<ImportUpload>;
  /**
   * Announces a program, UPCOMING. Refuses with `BAD_LENGTH`, `BAD_DATE`, `BAD_URL`, `BAD_NUMBER`, each with its `field`,
   * `TOKEN_REUSED`.
   */
  createProgram?: Maybe<Program>;
  /**
   * Adds a slot of a consultant: 5 to 480 whole minutes inside one day. Refuses with `CONSULTANT_NOT_FOUND`,
   * `CONSULTANT_DISABLED`, `PAST_TIME { date startTime }` when it has started already, `SLOT_OVERLAP { timeslotIds }` when
   * it touches another slot of the consultant, `BAD_ID`, `BAD_DATE`, `BAD_TIME`, `BAD_DURATION`, `DAY_NOT_LOADED { date }`,
   * `BAD_LENGTH` of the token, `TOKEN_REUSED`, `TIMESLOT_NOT_FOUND` when the slot that the token stands for was removed.
   */
  createTimeslot?: Maybe<Timeslot>;
  /**
   * Removes a slot that lies ahead, and gives it as it was. Refuses with `SLOT_IN_USE { appointmentIds }` when an active
   * appointment of the consultant touches the slot, `PAST_TIME { date startTime }`, `STALE_VERSION`,
   * `TIMESLOT_NOT_FOUND`, also when it was removed already, `BAD_ID`, `BAD_VERSION`.
   */
  deleteTimeslot?: Maybe<Timeslot>;
  /**
   * Hides a consultant from lists and from new appointments; what was stays. Refuses with
   * `HAS_FUTURE_APPOINTMENTS { count ids }` while pending or confirmed appointments lie ahead (`ids`: the first 100 by
   * time), `DAY_NOT_LOADED { date }` while a day ahead is in the archive only, `STALE_VERSION`, `CONSULTANT_NOT_FOUND`.
   */
  disableConsultant?: Maybe<Consultant>;
  /**
   * Hides a customer from lists and from new appointments and registrations; what was stays. Refuses with
   * `HAS_FUTURE_APPOINTMENTS { count ids }` while pending or confirmed appointments lie ahead (`ids`: the first 100 by
   * time), `DAY_NOT_LOADED { date }` while a day ahead is in the archive only, `STALE_VERSION`, `CUSTOMER_NOT_FOUND`.
   */
  disableCustomer?: Maybe<Customer>;
  /**
   * Hides a program from lists and closes its registration; who takes part stays. Refuses with `STALE_VERSION`,
   * `PROGRAM_NOT_FOUND`.
   */
  disableProgram?: Maybe<Program>;
  /**
   * Lets a disabled consultant take appointments again. Refuses with `EMAIL_TAKEN` when another enabled consultant has the
   * e-mail address by now, `STALE_VERSION`, `CONSULTANT_NOT_FOUND`.
   */
  enableConsultant?: Maybe<Consultant>;
  /** Lets a disabled customer ask for appointments again. Refuses with `STALE_VERSION`, `CUSTOMER_NOT_FOUND`. */
  enableCustomer?: Maybe<Customer>;
  /** Shows a disabled program again. Refuses with `STALE_VERSION`, `PROGRAM_NOT_FOUND`. */
  enableProgram?: Maybe<Program>;
  /**
   * Writes a list as a CSV file, all of it, personal data included. The job has a link to it. Refuses with `CONTRADICTION`
   * for a filter of another list, `BAD_LENGTH`, `TOKEN_REUSED`, and with what the list itself refuses.
   */
  exportCsv?: Maybe<Job>;
  /**
   * Writes the seven files of the original format as the original itself would have, for a database that holds every day.
   * The job has links to them. Refuses with `BAD_LENGTH`, `TOKEN_REUSED`.
   */
  exportOriginal?: Maybe<Job>;
  /**
   * Adds the slots of a pattern for up to 20 consultants on up to 92 days, all in one transaction. What is there already,
   * what would touch another slot, and what has started are counted and left alone, so a second run creates nothing.
   * Refuses with `TOO_MANY { count most }` above 2,000 slots (and above 20 consultants or 288 grid entries),
   * `RANGE_TOO_LONG`, `RANGE_REVERSED`, `CONSULTANT_NOT_FOUND { ids }`, `CONSULTANT_DISABLED { ids }`, `EMPTY_LIST`,
   * `DUPLICATE` for a consultant or a day that is named twice, `CONTRADICTION` for a grid beside a uniform day,
   * `GRID_OVERLAP`, `BAD_ID`, `BAD_DATE`, `BAD_TIME`, `BAD_DURATION`, `DAY_NOT_LOADED { date }` for the first such day.
   */
  generateTimeslots?: Maybe<TimeslotGeneration>;
  /**
   * Imports files in the original format that were uploaded: all rows or none, and by default none, to see what would
   * happen. A second import of the same files changes nothing. The job fails with its report when rows cannot be taken.
   * Refuses with `EMPTY_LIST`, `DUPLICATE`, `BAD_KEY`, `BAD_LENGTH`, `TOKEN_REUSED`.
   */
  importOriginal?: Maybe<Job>;
  /**
   * Brings days that the database does not hold from the archive into it, both ends included, while others use it: all of
   * them or none. Days that it holds stay as they are. Refuses with `BAD_DATE`, `RANGE_REVERSED`, `BAD_LENGTH`,
   * `TOKEN_REUSED`.
   */
  loadDays?: Maybe<Job>;
  /**
   * Notes that registered customers came: REGISTERED → ATTENDED for all of them, or for none. Takes 1 to 500 ids; those
   * named twice count once, those who were marked before stay so. Possible from the program's date on, also when it is
   * completed. Refuses with `NOT_REGISTERED { customerIds }` naming those who are not registered, `NOT_STARTED { date }`,
   * `PROGRAM_NOT_FOUND`, `EMPTY_LIST`, `TOO_MANY { count most }`, `BAD_ID`.
   */
  markAttended?: Maybe<Program>;
  /**
   * Offers a slot that lies ahead again. Refuses with `CONSULTANT_DISABLED`, because nothing new is offered of somebody who
   * takes no appointments, `PAST_TIME { date startTime }`, `STALE_VERSION`, `TIMESLOT_NOT_FOUND`, `BAD_ID`, `BAD_VERSION`.
   */
  openTimeslot?: Maybe<Timeslot>;
  /**
   * Writes down what a customer said of a meeting, once: of a completed appointment to which the customer came. `rating` is
   * 0 to 5 in steps of a half, `comment` up to 2,000 characters. Refuses with `FEEDBACK_EXISTS`,
   * `NO_MEETING { status outcome }`, `BAD_RATING`, `BAD_LENGTH`, `APPOINTMENT_NOT_FOUND`, `BAD_ID`, `TOKEN_REUSED`.
   */
  recordFeedback?: Maybe<Feedback>;
  /**
   * Registers a customer for a program that is UPCOMING or ONGOING, enabled and below its capacity. Whoever takes part
   * already (registered or attended) stays as they are, also where registration has closed since. After a cancellation the
   * customer registers anew and comes last: `registeredAt` is now. Refuses with `PROGRAM_FULL { capacity }`,
   * `REGISTRATION_CLOSED { status isDisabled }`, `CUSTOMER_DISABLED`, `PROGRAM_NOT_FOUND`, `CUSTOMER_NOT_FOUND`, `BAD_ID`,
   * `BAD_LENGTH` of the token, `TOKEN_REUSED`.
   */
  registerParticipant?: Maybe<ProgramParticipant>;
  /**
   * Moves a pending or confirmed appointment to another time, which must be free as for a new one; its own old period does
   * not count. A confirmed one becomes PENDING again unless `keepConfirmed`. `durationMinutes` stays when left out.
   * Refuses with `ILLEGAL_TRANSITION { from to allowed }`, `PAST_TIME`, `CUSTOMER_DISABLED`, `CUSTOMER_BUSY`,
   * `CONSULTANT_DISABLED`, `OUTSIDE_SCHEDULE { alternatives }`, `SLOT_BLOCKED`, `SLOT_TAKEN { alternatives }`, `DAY_FULL`,
   * `SPECIALTY_MISMATCH`, `BAD_DATE`, `BAD_TIME`, `BAD_DURATION`, `CROSSES_MIDNIGHT`, `DAY_NOT_LOADED { date }`,
   * `STALE_VERSION { current }`, `APPOINTMENT_NOT_FOUND`.
   */
  rescheduleAppointment?: Maybe<Appointment>;
  /**
   * Restores the archive beside the database, where nobody sees it, compares, and takes it away again: how long it takes,
   * and how much would be lost. Refuses with `BAD_LENGTH`, `TOKEN_REUSED`.
   */
  restoreDrill?: Maybe<Job>;
  /**
   * Starts a run of the archive, and gives it QUEUED: `archiveRun` and `onArchiveRunChanged` tell how it goes on. CHANGED
   * reads what changed since the last run; FULL reads everything, and looks after every object in the bucket. A run that
   * would make a table smaller by more than 20 % ends SUSPECT and leaves the archive as it was, until it is asked for
   * again with `acceptShrink`, which only administrators may. Refuses with `RUN_IN_PROGRESS { runId }`, `BAD_LENGTH`, `TOKEN_REUSED`.
   */
  runArchive?: Maybe<ArchiveRun>;
  /**
   * Switches the schedule of the archive on or off. Switched on, the first run starts after one period. To ask for what is
   * so already changes nothing.
   */
  setArchiveSchedule?: Maybe<ArchiveSchedule>;
  /**
   * Says that a program has begun: UPCOMING → ONGOING. Refuses with `ILLEGAL_TRANSITION { from to allowed }`,
   * `STALE_VERSION`, `PROGRAM_NOT_FOUND`.
   */
  startProgram?: Maybe<Program>;
  /**
   * Takes a pending or confirmed appointment from its consultant; it becomes PENDING. Without a consultant it succeeds and
   * changes nothing. `reason` has at most 500 characters and is kept with the assignment. Refuses with
   * `ILLEGAL_TRANSITION { from to allowed }`, `STALE_VERSION`, `BAD_LENGTH`, `APPOINTMENT_NOT_FOUND`.
   */
  unassignConsultant?: Maybe<Appointment>;
  /**
   * Changes what is said of an appointment, whatever its status: people, time and status have mutations of their own.
   * Refuses with `BAD_URL`, `BAD_LENGTH`, `STALE_VERSION { current }`, `APPOINTMENT_NOT_FOUND`.
   */
  updateAppointment?: Maybe<Appointment>;
  /**
   * Changes what the input names. A `maxPerDay` below what is booked already is allowed and stands against further
   * bookings only. Refuses with `EMAIL_TAKEN`, `REQUIRED` when null would clear the name, `BAD_LENGTH`, `BAD_EMAIL`,
   * `BAD_URL`, `BAD_DATE`, `BAD_NUMBER`, each with its `field`, `STALE_VERSION`, `CONSULTANT_NOT_FOUND`.
   */
  updateConsultant?: Maybe<Consultant>;
  /**
   * Changes what the input names. Refuses with `REQUIRED` when null would clear the name, `BAD_LENGTH`, `BAD_EMAIL`,
   * `BAD_DATE`, each with its `field`, `STALE_VERSION`, `CUSTOMER_NOT_FOUND`.
   */
  updateCustomer?: Maybe<Customer>;
  /**
   * Changes what the input names, whatever the status. Refuses with `CAPACITY_BELOW_PARTICIPANTS { participants }`,
   * `REQUIRED` when null would clear name or date, `BAD_LENGTH`, `BAD_DATE`, `BAD_URL`, `BAD_NUMBER`, each with its `field`,
   * `STALE_VERSION`, `PROGRAM_NOT_FOUND`.
   */
  updateProgram?: Maybe<Program>;
  /**
   * Moves a slot that lies ahead, or makes it longer or shorter; what is left out stays. Refuses with
   * `SLOT_IN_USE { appointmentIds }` when an active appointment of the consultant touches the slot, `SLOT_OVERLAP
   * { timeslotIds }`, `PAST_TIME { date startTime }` when the slot has started or would have, `STALE_VERSION`,
   * `TIMESLOT_NOT_FOUND`, `BAD_ID`, `BAD_DATE`, `BAD_TIME`, `BAD_DURATION`, `DAY_NOT_LOADED { date }`,
   * `BAD_VERSION`, `REQUIRED` when null would clear what cannot be.
   */
  updateTimeslot?: Maybe<Timeslot>;
  /**
   * Compares the objects in the bucket with what the archive says of them, their bytes too with `deep`, and writes missing
   * and damaged ones anew where the database holds their rows. Refuses with `BAD_LENGTH`, `TOKEN_REUSED`.
   */
  verifyArchive?: Maybe<Job>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationAnnounceArchiveRunArgs = {
  key: Scalars['String']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationAnonymiseCustomerArgs = {
  confirm: Scalars['Boolean']['input'];
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationAssignConsultantArgs = {
  appointmentId: Scalars['ID']['input'];
  consultantId: Scalars['ID']['input'];
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  keepConfirmed?: InputMaybe<Scalars['Boolean']['input']>;
  overrides?: InputMaybe<Array<Override>>;
  reason?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationAutoAssignConsultantArgs = {
  appointmentId: Scalars['ID']['input'];
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  overrides?: InputMaybe<Array<Override>>;
  strategy?: InputMaybe<AutoAssignStrategy>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationAutoAssignDayArgs = {
  date: Scalars['AWSDate']['input'];
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  strategy?: InputMaybe<AutoAssignStrategy>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationBlockTimeslotArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCancelAppointmentArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCancelParticipantArgs = {
  customerId: Scalars['ID']['input'];
  programId: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCompleteAppointmentArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  outcome: AppointmentOutcome;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCompleteProgramArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationConfirmAppointmentArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateAppointmentArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: CreateAppointmentInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateConsultantArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: CreateConsultantInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateCustomerArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: CreateCustomerInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateImportUploadArgs = {
  file: OriginalFile;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateProgramArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: CreateProgramInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationCreateTimeslotArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: CreateTimeslotInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationDeleteTimeslotArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationDisableConsultantArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationDisableCustomerArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationDisableProgramArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationEnableConsultantArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationEnableCustomerArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationEnableProgramArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationExportCsvArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: ExportCsvInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationExportOriginalArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationGenerateTimeslotsArgs = {
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  input: GenerateTimeslotsInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationImportOriginalArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  input: ImportOriginalInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationLoadDaysArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationMarkAttendedArgs = {
  customerIds: Array<Scalars['ID']['input']>;
  programId: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationOpenTimeslotArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationRecordFeedbackArgs = {
  appointmentId: Scalars['ID']['input'];
  clientToken?: InputMaybe<Scalars['String']['input']>;
  comment?: InputMaybe<Scalars['String']['input']>;
  rating: Scalars['Float']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationRegisterParticipantArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  customerId: Scalars['ID']['input'];
  programId: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationRescheduleAppointmentArgs = {
  date: Scalars['AWSDate']['input'];
  durationMinutes?: InputMaybe<Scalars['Int']['input']>;
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  keepConfirmed?: InputMaybe<Scalars['Boolean']['input']>;
  overrides?: InputMaybe<Array<Override>>;
  startTime: Scalars['AWSTime']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationRestoreDrillArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationRunArchiveArgs = {
  acceptShrink?: InputMaybe<Scalars['Boolean']['input']>;
  clientToken?: InputMaybe<Scalars['String']['input']>;
  mode?: InputMaybe<ArchiveMode>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationSetArchiveScheduleArgs = {
  enabled: Scalars['Boolean']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationStartProgramArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUnassignConsultantArgs = {
  appointmentId: Scalars['ID']['input'];
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUpdateAppointmentArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: UpdateAppointmentInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUpdateConsultantArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: UpdateConsultantInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUpdateCustomerArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: UpdateCustomerInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUpdateProgramArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: UpdateProgramInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationUpdateTimeslotArgs = {
  expectedVersion?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  input: UpdateTimeslotInput;
};


/**
 * Changes. Each gives the changed entity, and writes an audit event in the same transaction. What is asked for again
 * succeeds and changes nothing. `expectedVersion`, where it is given, must be the entity's: else
 * `Conflict/STALE_VERSION` brings the entity as it is now (`errorInfo.current`). In updates, null clears a field and an
 * absent field is left alone. A `clientToken` makes a creation happen once: the same token with the same input gives the
 * first result, with another input `Conflict/TOKEN_REUSED`.
 *
 * Besides what it says itself, each refuses with `BAD_ID` for what can be nobody's id, `BAD_VERSION` for an
 * `expectedVersion` below 1, `NUL_CHARACTER` for text that holds that character, and `HALF_CHARACTER` for text that holds
 * half of one (a surrogate without the other).
 */
export type MutationVerifyArchiveArgs = {
  clientToken?: InputMaybe<Scalars['String']['input']>;
  deep?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The files of the original format. */
export type OriginalFile =
  /** Appointment.csv */
  | 'APPOINTMENT'
  /** AppointmentFeedback.csv */
  | 'APPOINTMENT_FEEDBACK'
  /** CommunityProgram.csv */
  | 'COMMUNITY_PROGRAM'
  /** Consultant.csv */
  | 'CONSULTANT'
  /** ConsultantSchedule.csv */
  | 'CONSULTANT_SCHEDULE'
  /** Customer.csv */
  | 'CUSTOMER'
  /** ProgramParticipant.csv */
  | 'PROGRAM_PARTICIPANT';

/** Whose two appointments overlap. */
export type OverlapOf =
  | 'CONSULTANT'
  | 'CUSTOMER';

/** Reasons against a booking that staff may pass over by naming them. */
export type Override =
  /** The consultant has as many appointments that day as they take. */
  | 'DAY_FULL'
  /** In no slot of the consultant. */
  | 'OUTSIDE_SCHEDULE'
  /** It has started, or is over. */
  | 'PAST_TIME'
  /** The planner closed the slot. */
  | 'SLOT_BLOCKED'
  /** The consultant lacks the required specialty. */
  | 'SPECIALTY_MISMATCH';

/** The start page. */
export type Overview = {
  appointments: AppointmentTotals;
  /** The clock reading that `today`, `upcoming` and `pendingOverdue` go by. */
  asOf: Scalars['AWSDateTime']['output'];
  /** The period by consultant, those with appointments or open slots in it, by name. */
  byConsultant: Array<ConsultantFigures>;
  /** The period by required specialty, most appointments first; case and accents do not matter. */
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
  /** Import, export, verify and restore, see jobs and files of the archive, and switch its schedule. */
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

/** An appointment and who is given it. */
export type PlannedAssignment = {
  appointment: Appointment;
  consultant: Consultant;
  /** Kept with the assignment. */
  explanation: Scalars['String']['output'];
};

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
  /** Who registered, first registered first; also those who cancelled, unless `statuses` leaves them out. */
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
  /**
   * One object of the archive, with a link that gives the file without signing in, for five minutes. TIMESLOT,
   * APPOINTMENT, FEEDBACK, ASSIGNMENT and AUDIT_EVENT are divided by `date`, CUSTOMER by `bucket` (0 to 63), the others are
   * whole and take neither. `NotFound` when the archive has no such object.
   */
  archiveObject?: Maybe<ArchiveObject>;
  /** One run of the archive. `NotFound` when there is none with this id. */
  archiveRun?: Maybe<ArchiveRun>;
  /**
   * Runs of the archive, latest first, at most the last 100: those that the bucket remembers, the one that is under way,
   * and those of this database that failed before they reached the bucket.
   */
  archiveRuns?: Maybe<Array<ArchiveRun>>;
  /** Whether the archive is brought up to date by itself, and how often. */
  archiveSchedule?: Maybe<ArchiveSchedule>;
  /**
   * What the archive in the bucket holds, table by table, how old it is, and how the last run ended. Whoever cannot be
   * told, because the bucket does not answer, gets `Internal`, never a `NONE`.
   */
  archiveStatus?: Maybe<ArchiveStatus>;
  /**
   * Who changed what and why, newest first: every change, whether the API made it, the chat bot, or somebody with
   * access to the database.
   */
  auditEvents?: Maybe<AuditEventPage>;
  /** One consultant, also a disabled one. `NotFound` when there is none with this id. */
  consultant?: Maybe<Consultant>;
  /**
   * Every enabled consultant, best first, for the period of this appointment: free or why not, load, specialty match.
   * `NotFound` when there is no such appointment.
   */
  consultantCandidates?: Maybe<Array<ConsultantCandidate>>;
  /** Figures of every consultant, by name, for a period as `overview` has it. */
  consultantStatistics?: Maybe<ConsultantStatistics>;
  /** Consultants by name; disabled ones only when the filter asks for them. */
  consultants?: Maybe<ConsultantPage>;
  /** One customer, also a disabled one. `NotFound` when there is none with this id. */
  customer?: Maybe<Customer>;
  /** Figures of the customers for a period as `overview` has it. */
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
  /**
   * Everything that always holds of the data (docs/domain.md), with what violates it now: nothing, or there is a defect
   * or somebody went past the rules of the database. Reads the whole database; one snapshot.
   */
  invariants?: Maybe<Array<InvariantCheck>>;
  /** One job. `NotFound` when there is none with this id. */
  job?: Maybe<Job>;
  /** Jobs, latest first, at most 100; of one kind, or all. */
  jobs?: Maybe<Array<Job>>;
  /** Who the caller is and what they may do. Open to every signed-in user, also one in no group. */
  me: Me;
  /**
   * The start page: totals of the whole database, and the figures of a period beside those of the period of the same
   * length before it. `from`–`to` is at most 366 days; by default the last 30 days, today included; with one end only, 30
   * days from it or up to it. One snapshot.
   */
  overview?: Maybe<Overview>;
  /** One community program, also a disabled one. `NotFound` when there is none with this id. */
  program?: Maybe<Program>;
  /** Figures of the programs held in a period as `overview` has it. */
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
export type QueryArchiveObjectArgs = {
  bucket?: InputMaybe<Scalars['Int']['input']>;
  date?: InputMaybe<Scalars['AWSDate']['input']>;
  table: ArchivedTable;
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
export type QueryArchiveRunArgs = {
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
export type QueryArchiveRunsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
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
export type QueryAuditEventsArgs = {
  filter?: InputMaybe<AuditFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
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
export type QueryJobArgs = {
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
export type QueryJobsArgs = {
  kind?: InputMaybe<JobKind>;
  limit?: InputMaybe<Scalars['Int']['input']>;
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
  /** 0 to 5, in hundredths; null without ratings. */
  average?: Maybe<Scalars['Float']['output']>;
  /** Number of ratings. */
  count: Scalars['Int']['output'];
};

/** How a `restoreDrill` went. */
export type RestoreDrill = {
  /** How old the archive was: so much would be lost at worst. */
  archiveAgeSeconds: Scalars['Float']['output'];
  /** Otherwise, in sentences, what is not; the first hundred. */
  differences: Array<Scalars['String']['output']>;
  /** What was restored is what was archived. */
  identical: Scalars['Boolean']['output'];
  rows: Scalars['Float']['output'];
  /** How long restoring everything took. */
  seconds: Scalars['Float']['output'];
};

/** What happened between the plan and its writing. */
export type SkipReason =
  /** Somebody gave the appointment to a consultant. */
  | 'ALREADY_ASSIGNED'
  /** The appointment was cancelled. */
  | 'CANCELLED'
  /** Something else about the appointment was changed. */
  | 'CHANGED'
  /** The consultant was disabled. */
  | 'CONSULTANT_DISABLED'
  | 'CUSTOMER_BUSY'
  | 'CUSTOMER_DISABLED'
  /** The consultant was given as many appointments that day as they take. */
  | 'DAY_FULL'
  /** The slot was moved or deleted. */
  | 'OUTSIDE_SCHEDULE'
  | 'PAST_TIME'
  /** The slot was blocked. */
  | 'SLOT_BLOCKED'
  /** The consultant was given another appointment then. */
  | 'SLOT_TAKEN'
  /** The consultant’s specialties were changed. */
  | 'SPECIALTY_MISMATCH';

/** An assignment of the plan that was not made. */
export type SkippedAssignment = {
  appointment: Appointment;
  consultant: Consultant;
  reason: SkipReason;
};

/** Appointments of a period that require a specialty. */
export type SpecialtyFigures = {
  appointments: Scalars['Int']['output'];
  cancelled: Scalars['Int']['output'];
  completed: Scalars['Int']['output'];
  confirmed: Scalars['Int']['output'];
  noShows: Scalars['Int']['output'];
  pending: Scalars['Int']['output'];
  /** As most of the appointments spell it. */
  specialty: Scalars['String']['output'];
};

/**
 * What happens, while it happens. Delivered is what the mutation selected: a field that it did not select is null, and a
 * subscription that wants a field which is never null gets an error instead of the appointment.
 */
export type Subscription = {
  /**
   * An appointment was made or changed by one of the mutations that return it; not by those that return something else
   * (`autoAssignConsultant`, `autoAssignDay`, `disableConsultant`, …). `consultantId` and `date` narrow it down to the
   * consultant and the day that the appointment has afterwards; null is as left out. The mutation must select `id`, for
   * `date` also `date`, and for `consultantId` also `consultant { id }`. `allowedActions` is what the mutation's caller may
   * do. Only for those who may see personal data, since the mutation's caller may. Refuses with `BAD_ID` and `BAD_DATE`.
   */
  onAppointmentChanged?: Maybe<Appointment>;
  /**
   * A run of the archive was started, or has ended; `runId` narrows it down to one run, null is as left out. The end is
   * told with every field; of a start, what the mutation selected, which must hold `id`.
   */
  onArchiveRunChanged?: Maybe<ArchiveRun>;
};


/**
 * What happens, while it happens. Delivered is what the mutation selected: a field that it did not select is null, and a
 * subscription that wants a field which is never null gets an error instead of the appointment.
 */
export type SubscriptionOnAppointmentChangedArgs = {
  consultantId?: InputMaybe<Scalars['ID']['input']>;
  date?: InputMaybe<Scalars['AWSDate']['input']>;
};


/**
 * What happens, while it happens. Delivered is what the mutation selected: a field that it did not select is null, and a
 * subscription that wants a field which is never null gets an error instead of the appointment.
 */
export type SubscriptionOnArchiveRunChangedArgs = {
  runId?: InputMaybe<Scalars['ID']['input']>;
};

/** What makes a run SUSPECT. */
export type SuspicionReason =
  /** An archive was written before, from this database or into this bucket, and the bucket holds none. */
  | 'ARCHIVE_MISSING'
  /** The archive in the bucket was last written by a run that this database does not know. */
  | 'FOREIGN_ARCHIVE'
  /** A table has no rows any more. */
  | 'TABLE_EMPTIED'
  /** A table lost more than a fifth of its rows. */
  | 'TABLE_SHRANK';

/** From `start` to `end`, 5 to 480 minutes inside one day. */
export type TimeRangeInput = {
  end: Scalars['AWSTime']['input'];
  start: Scalars['AWSTime']['input'];
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

/** What came of generating slots. The four numbers together are all slots of the pattern. */
export type TimeslotGeneration = {
  /** Slots that were added. */
  created: Scalars['Int']['output'];
  /** true: nothing was written, and the numbers say what would have been. */
  dryRun: Scalars['Boolean']['output'];
  /** Slots that were there already with the same beginning and end, open or closed. */
  existing: Scalars['Int']['output'];
  /** Slots that would have touched another one of the consultant. */
  overlapping: Scalars['Int']['output'];
  /** Slots that have started by now, whether they are there or not. */
  past: Scalars['Int']['output'];
  /** The first 100 of those added, by consultant and time; empty in a dry run. */
  timeslots: Array<Timeslot>;
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

/** As many slots of one length as fit between two times, with a break after each but the last. */
export type UniformDayInput = {
  /** 0 to 240. */
  breakMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** 10 to 240. */
  slotMinutes?: InputMaybe<Scalars['Int']['input']>;
  workEnd?: InputMaybe<Scalars['AWSTime']['input']>;
  workStart?: InputMaybe<Scalars['AWSTime']['input']>;
};

/** An appointment that the plan leaves without a consultant. */
export type UnplannedAppointment = {
  appointment: Appointment;
  reason: UnplannedReason;
};

/** Why a plan leaves an appointment without a consultant. */
export type UnplannedReason =
  /** The customer has another appointment then. */
  | 'CUSTOMER_BUSY'
  | 'CUSTOMER_DISABLED'
  /** Nobody who has the required specialty is free then. */
  | 'NOBODY_FREE'
  /** Those who could take it take others. */
  | 'NO_ROOM'
  /** It has started. */
  | 'PAST_TIME';

/** What may be said of an appointment at any time. Null clears, absent keeps. */
export type UpdateAppointmentInput = {
  /** At most 4,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** http:// or https://, at most 2,000 characters. */
  meetingUrl?: InputMaybe<Scalars['String']['input']>;
  /** At most 100 characters. */
  requiredSpecialty?: InputMaybe<Scalars['String']['input']>;
};

/** What to change of a consultant: null clears a field, an absent one is left alone. */
export type UpdateConsultantInput = {
  /** Up to 100 characters; belongs to one enabled consultant, whatever its case. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted; cannot be cleared. */
  fullName?: InputMaybe<Scalars['String']['input']>;
  /** Begins with http:// or https://; up to 2,000 characters. */
  imageUrl?: InputMaybe<Scalars['String']['input']>;
  joinDate?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Most appointments on one day, from 1; null for no limit. */
  maxPerDay?: InputMaybe<Scalars['Int']['input']>;
  /** Up to 20 characters, kept as given. */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Up to 4,000 characters. */
  qualifications?: InputMaybe<Scalars['String']['input']>;
  /** Takes the place of all that there were, as in `CreateConsultantInput`; null leaves none. */
  specialties?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What to change of a customer: null clears a field, an absent one is left alone. */
export type UpdateCustomerInput = {
  /** Today or earlier. */
  dateOfBirth?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Up to 100 characters. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted; cannot be cleared. */
  fullName?: InputMaybe<Scalars['String']['input']>;
  /** Up to 4,000 characters. */
  notes?: InputMaybe<Scalars['String']['input']>;
  /** Up to 20 characters, kept as given. */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
};

/** What to change of a program: null clears a field, an absent one is left alone. */
export type UpdateProgramInput = {
  /** Most participants, from as many as take part; null for no limit. */
  capacity?: InputMaybe<Scalars['Int']['input']>;
  /** Up to 20,000 characters. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** Cannot be cleared. */
  date?: InputMaybe<Scalars['AWSDate']['input']>;
  /** Up to 4,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, blanks around them not counted; cannot be cleared. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Up to 200 characters. */
  organizer?: InputMaybe<Scalars['String']['input']>;
  /** Begins with http:// or https://; up to 2,000 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** What changes of a slot; what is left out stays. Nothing of it can be cleared. */
export type UpdateTimeslotInput = {
  date?: InputMaybe<Scalars['AWSDate']['input']>;
  /** 5 to 480 minutes after the start, on the same day. */
  endTime?: InputMaybe<Scalars['AWSTime']['input']>;
  /** HH:MM or HH:MM:SS, without an offset, at a whole minute. */
  startTime?: InputMaybe<Scalars['AWSTime']['input']>;
};

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
