interface MetricDefinition {
  readonly unit: 'Count' | 'Seconds';
  /** Names of its dimensions. Each set of values is a metric that is paid for, so there is one set. */
  readonly dimensions: readonly MetricDimension[];
}

/** `Deployment` is what the names of a deployment begin with, `Function` one of its functions: `api`. */
export type MetricDimension = 'Deployment' | 'Function';

const count = { unit: 'Count', dimensions: ['Deployment'] } as const;
const countPerFunction = { unit: 'Count', dimensions: ['Deployment', 'Function'] } as const;
const seconds = { unit: 'Seconds', dimensions: ['Deployment'] } as const;

/** Every number that functions count. One is written only by an invocation that has something to count. */
export const metrics = {
  /** Requests that were answered `Internal`. */
  InternalErrors: count,
  Conflicts: count,
  /** Invocations that found no container warm. */
  ColdStarts: countPerFunction,
  /** Attempts at jobs that ended FAILED, and other work of a function that failed. */
  JobsFailed: countPerFunction,
  AppointmentsCreated: count,
  AppointmentsConfirmed: count,
  AppointmentsCompleted: count,
  AppointmentsCancelled: count,
  ConsultantsAssigned: count,
  ParticipantsRegistered: count,
  FeedbackRecorded: count,
  /** Runs of the archive that ended SUCCEEDED or UNCHANGED. */
  ArchiveRunsSucceeded: count,
  ArchiveRunsSuspect: count,
  ArchiveRunsFailed: count,
  /** Since the snapshot of the archive that is current after a run. */
  ArchiveAge: seconds,
  /** How long a run took. */
  ArchiveSeconds: seconds,
  ArchiveRowsUploaded: count,
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof metrics;

/**
 * What the changes of a mutation count as. Changes are those that were made and committed: what is repeated, refused,
 * only tried, or already so is none (`Scope.notes`). An appointment that is created confirmed, or with a consultant,
 * counts as created alone; what the chat bot writes by itself is not seen here.
 */
export const metricOf: Readonly<Record<string, MetricName>> = {
  'Mutation.createAppointment': 'AppointmentsCreated',
  'Mutation.confirmAppointment': 'AppointmentsConfirmed',
  'Mutation.completeAppointment': 'AppointmentsCompleted',
  'Mutation.cancelAppointment': 'AppointmentsCancelled',
  'Mutation.assignConsultant': 'ConsultantsAssigned',
  'Mutation.autoAssignConsultant': 'ConsultantsAssigned',
  'Mutation.autoAssignDay': 'ConsultantsAssigned',
  'Mutation.registerParticipant': 'ParticipantsRegistered',
  'Mutation.recordFeedback': 'FeedbackRecorded',
};
