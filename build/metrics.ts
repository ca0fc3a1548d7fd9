/** A number that functions write beside their log lines, in CloudWatch's embedded metric format. */
export interface MetricDefinition {
  readonly unit: 'Count' | 'Seconds';
  /** The names of its dimensions, in their order: one set, for each set is a metric that is paid for. */
  readonly dimensions: readonly MetricDimension[];
}

/** `Deployment` is the prefix of the deployment's names, `Function` the name of a function's definition. */
export type MetricDimension = 'Deployment' | 'Function';

const perDeployment = ['Deployment'] as const;
const perFunction = ['Deployment', 'Function'] as const;

const count = { unit: 'Count', dimensions: perDeployment } as const;
const countPerFunction = { unit: 'Count', dimensions: perFunction } as const;
const seconds = { unit: 'Seconds', dimensions: perDeployment } as const;

/** The namespace of every metric of this project. */
export const METRIC_NAMESPACE = 'MeetAssist';

/**
 * Every metric of this project. The functions have a list of their own (`services/telemetry`), which knows when each is
 * written: they import nothing from here, and a test compares the two.
 */
export const metricDefinitions = {
  InternalErrors: count,
  Conflicts: count,
  ColdStarts: countPerFunction,
  JobsFailed: countPerFunction,
  AppointmentsCreated: count,
  AppointmentsConfirmed: count,
  AppointmentsCompleted: count,
  AppointmentsCancelled: count,
  ConsultantsAssigned: count,
  ParticipantsRegistered: count,
  FeedbackRecorded: count,
  /** Runs that ended SUCCEEDED or UNCHANGED. */
  ArchiveRunsSucceeded: count,
  ArchiveRunsSuspect: count,
  ArchiveRunsFailed: count,
  /** Since the snapshot of the archive that is current after the run. */
  ArchiveAge: seconds,
  ArchiveSeconds: seconds,
  ArchiveRowsUploaded: count,
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof metricDefinitions;
