/** A rule of EventBridge, wherever it runs: on this machine or at AWS. */
export type EventRule = ScheduledRule | NotifiedRule;

interface RuleParts {
  /** Behind the deployment's prefix: `MeetAssist-ArchiveSchedule`. */
  readonly name: string;
  readonly description: string;
  /** Whether it is on when it is made. */
  readonly enabled: boolean;
  readonly target: RuleTarget;
}

/** Goes off again and again. */
export interface ScheduledRule extends RuleParts {
  readonly kind: 'schedule';
  readonly everyMinutes: number;
}

/** Goes off when an object of the data bucket was created. */
export interface NotifiedRule extends RuleParts {
  readonly kind: 'object created';
  /** How the object's key begins. */
  readonly keyPrefix: string;
}

/** A mutation of this API, called with IAM by a role that may call nothing else. */
export interface RuleTarget {
  /** The field: `runArchive`. */
  readonly mutation: string;
  readonly document: string;
  /** Of the mutation, each with the place in the event that gives it: `$.detail.object.key`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What the rules' names begin with on this machine, and in the one production of an account. */
export const RULE_PREFIX = 'MeetAssist';

/** Brings the archive up to date. Off until an administrator switches it on (`setArchiveSchedule`). */
export const archiveScheduleRule: ScheduledRule = {
  kind: 'schedule',
  name: 'ArchiveSchedule',
  description: 'Starts runs of the archive; switched by setArchiveSchedule',
  everyMinutes: 5,
  enabled: false,
  target: {
    mutation: 'runArchive',
    document: 'mutation ScheduledRun { runArchive(mode: CHANGED) { id status } }',
    variables: {},
  },
};

/** Tells subscribers of a run whose record came into the bucket: with every field, for they get what is selected here. */
export const archiveRunsRule: NotifiedRule = {
  kind: 'object created',
  name: 'ArchiveRuns',
  description: 'Tells subscribers that a run of the archive has ended',
  keyPrefix: 'metadata/runs/',
  enabled: true,
  target: {
    mutation: 'announceArchiveRun',
    document: `mutation RunEnded($key: String!) { announceArchiveRun(key: $key) {
      id status mode trigger actor acceptShrink startedAt finishedAt snapshotAt totalRows uploaded
      tables { table rows partitions bytes uploaded skipped error }
      suspicions { reason table rowsBefore rowsNow }
      driftedPartitions { table partition }
      repaired error
    } }`,
    variables: { key: '$.detail.object.key' },
  },
};

/** Every rule of a deployment. */
export const rules: readonly EventRule[] = [archiveScheduleRule, archiveRunsRule];

/** The expression as EventBridge writes it: `rate(5 minutes)`. */
export function scheduleExpression({ everyMinutes }: ScheduledRule): string {
  return `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`;
}
