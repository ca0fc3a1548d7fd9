/** Where a field's data comes from: the API's function, the archive's, the loader's, the schedule's, or nowhere but its own code. */
export type DataSourceName = 'api' | 'archive' | 'loader' | 'schedule' | 'none';

/** A field that is resolved by code of its own, `resolvers/<typeName>.<fieldName>.ts`. */
export type ResolverEntry = UnitEntry | PipelineEntry;

/** One question to one data source. */
export interface UnitEntry {
  readonly typeName: string;
  readonly fieldName: string;
  readonly dataSource: DataSourceName;
  /** Set on fields of list items: how many objects one invocation resolves at most. */
  readonly maxBatchSize?: number;
  /**
   * Set on fields that a deployment with a cache may keep for a while: the names of all arguments. The cache knows neither
   * who asks nor what was selected, so these hold no personal data, are the same for every group, and are asked for whole
   * (`askWhole`).
   */
  readonly cachedBy?: readonly string[];
  readonly functions?: never;
}

/** Several questions, one after the other; the field's own code is what runs before the first and after the last. */
export interface PipelineEntry {
  readonly typeName: string;
  readonly fieldName: string;
  /** Names of {@link functions}, at most ten, in their order. */
  readonly functions: readonly string[];
  readonly dataSource?: never;
  readonly maxBatchSize?: never;
  readonly cachedBy?: never;
}

/** A step of pipelines, `resolvers/functions/<name>.ts`. */
export interface FunctionEntry {
  readonly name: string;
  readonly dataSource: DataSourceName;
  /** As for resolvers. */
  readonly maxBatchSize?: number;
}

/** A page holds at most 100 objects, so one invocation serves a whole page. */
const WHOLE_PAGE = 100;

const query = (fieldName: string): ResolverEntry => ({
  typeName: 'Query',
  fieldName,
  dataSource: 'api',
});
/** Kept, where there is a cache, under these arguments: all that it has. */
const cacheable = (fieldName: string, cachedBy: readonly string[]): ResolverEntry => ({
  typeName: 'Query',
  fieldName,
  dataSource: 'api',
  cachedBy,
});
const mutation = (fieldName: string): ResolverEntry => ({
  typeName: 'Mutation',
  fieldName,
  dataSource: 'api',
});
/** Answered by EventBridge. */
const scheduled = (typeName: string, fieldName: string): ResolverEntry => ({
  typeName,
  fieldName,
  dataSource: 'schedule',
});
/** Answered from the bucket. */
const archived = (typeName: string, fieldName: string): ResolverEntry => ({
  typeName,
  fieldName,
  dataSource: 'archive',
});
/** Writes a job and tells the function that does it. */
const job = (fieldName: string, invoke: string): ResolverEntry => ({
  typeName: 'Mutation',
  fieldName,
  functions: ['startJob', invoke],
});
const subscription = (fieldName: string): ResolverEntry => ({
  typeName: 'Subscription',
  fieldName,
  dataSource: 'none',
});
const nested = (typeName: string, fieldName: string): ResolverEntry => ({
  typeName,
  fieldName,
  dataSource: 'api',
  maxBatchSize: WHOLE_PAGE,
});

/** Every resolver of the API. Data only: the local stack and the deployment both read it, so they cannot drift. */
export const resolvers: readonly ResolverEntry[] = [
  query('me'),
  query('appointments'),
  query('appointment'),
  query('consultants'),
  query('consultant'),
  query('customers'),
  query('customer'),
  query('timeslots'),
  query('programs'),
  query('program'),
  query('feedback'),
  query('consultantCandidates'),
  query('overview'),
  cacheable('dailySummaries', ['from', 'to']),
  query('consultantStatistics'),
  query('customerStatistics'),
  query('programStatistics'),
  query('databaseTables'),
  query('databaseTable'),
  query('auditEvents'),
  query('invariants'),
  scheduled('Query', 'archiveSchedule'),
  archived('Query', 'archiveStatus'),
  archived('Query', 'archiveRuns'),
  archived('Query', 'archiveRun'),
  archived('Query', 'archiveObject'),
  archived('Query', 'job'),
  archived('Query', 'jobs'),
  mutation('createAppointment'),
  mutation('updateAppointment'),
  mutation('rescheduleAppointment'),
  mutation('confirmAppointment'),
  mutation('completeAppointment'),
  mutation('cancelAppointment'),
  mutation('createConsultant'),
  mutation('updateConsultant'),
  mutation('disableConsultant'),
  mutation('enableConsultant'),
  mutation('createCustomer'),
  mutation('updateCustomer'),
  mutation('disableCustomer'),
  mutation('enableCustomer'),
  mutation('anonymiseCustomer'),
  mutation('createTimeslot'),
  mutation('generateTimeslots'),
  mutation('updateTimeslot'),
  mutation('blockTimeslot'),
  mutation('openTimeslot'),
  mutation('deleteTimeslot'),
  mutation('assignConsultant'),
  mutation('unassignConsultant'),
  mutation('autoAssignConsultant'),
  mutation('autoAssignDay'),
  mutation('createProgram'),
  mutation('updateProgram'),
  mutation('startProgram'),
  mutation('completeProgram'),
  mutation('disableProgram'),
  mutation('enableProgram'),
  mutation('registerParticipant'),
  mutation('cancelParticipant'),
  mutation('markAttended'),
  mutation('recordFeedback'),
  scheduled('Mutation', 'setArchiveSchedule'),
  job('runArchive', 'invokeArchive'),
  archived('Mutation', 'announceArchiveRun'),
  job('verifyArchive', 'invokeArchive'),
  job('loadDays', 'invokeLoader'),
  job('restoreDrill', 'invokeLoader'),
  archived('Mutation', 'createImportUpload'),
  job('importOriginal', 'invokeLoader'),
  job('exportOriginal', 'invokeArchive'),
  job('exportCsv', 'invokeArchive'),
  subscription('onAppointmentChanged'),
  subscription('onArchiveRunChanged'),
  nested('Consultant', 'appointments'),
  nested('Consultant', 'timeslots'),
  nested('Consultant', 'workload'),
  nested('Customer', 'appointments'),
  nested('Customer', 'programs'),
  nested('Program', 'participants'),
  nested('AuditEvent', 'summary'),
];

/** Every function that a pipeline above names. */
export const functions: readonly FunctionEntry[] = [
  { name: 'startJob', dataSource: 'api' },
  { name: 'invokeArchive', dataSource: 'archive' },
  { name: 'invokeLoader', dataSource: 'loader' },
];

/** What resolvers find in `ctx.env`: up to 50 variables of up to 512 characters each, no secrets. */
export const environment: Readonly<Record<string, string>> = {};

/** What is added where AppSync keeps answers of fields that are `cachedBy` something. */
export const cacheEnvironment: Readonly<Record<string, string>> = { CACHE: 'on' };

/** Settings of the API that both read as well. */
export const limits = {
  /** Levels of a query, leaves included. Deeper fields answer `QueryDepthLimitReached`. */
  queryDepth: 12,
  /** Resolvers that one request may run. */
  resolverCount: 1_000,
} as const;
