import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { archiveScheduleRule } from '../../../build/rules.ts';
import { type AlarmDefinition } from './alarm.ts';
import { ruleMetric } from './event-alarms.ts';
import { computed, ownMetric, zeroWhenSilent } from './metrics.ts';

export interface ArchiveAlarmsProps {
  readonly deployment: string;
  /** Whether the rule that starts runs is meant to be on. */
  readonly scheduleExpected: boolean;
}

/** The archive is what lasts: every way in which it can stand still is told. */
export function archiveAlarms(props: ArchiveAlarmsProps): readonly AlarmDefinition[] {
  const { deployment, scheduleExpected } = props;
  const schedule = `${deployment}-${archiveScheduleRule.name}`;
  const minutes = archiveScheduleRule.everyMinutes * 3;
  const triggered = ruleMetric(schedule, 'TriggeredRules', { minutes });
  return [
    scheduleExpected ? ageWhileExpected(deployment, minutes) : ageAfterRuns(deployment),
    {
      kind: 'ArchiveSuspect',
      severity: 'critical',
      essential: true,
      metric: ownMetric('ArchiveRunsSuspect', { deployment }),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: 'A run of the archive is SUSPECT: data look lost, or the bucket is not the one it was. Nothing is committed until an administrator decides.',
    },
    {
      kind: 'ArchiveFailed',
      severity: 'warning',
      essential: true,
      metric: ownMetric('ArchiveRunsFailed', { deployment }),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: 'A run of the archive has FAILED; the next one makes up for it.',
    },
    {
      kind: 'ArchiveNotSucceeding',
      severity: 'critical',
      essential: true,
      metric: computed(
        // Twice at least: the run of a rule that has only just been switched on may still be under way.
        'IF(FILL(triggered, 0) >= 2 AND FILL(succeeded, 0) < 1, 1, 0)',
        { triggered, succeeded: ownMetric('ArchiveRunsSucceeded', { deployment, minutes }) },
        { label: 'The rule goes off and no run succeeds', minutes },
      ),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `The rule goes off, and no run of the archive has succeeded for ${minutes} minutes.`,
    },
    ...(scheduleExpected ? [scheduleSilent(triggered, minutes)] : []),
  ];
}

/** Only runs tell it: an old archive stays old while there are none. */
function ageAfterRuns(deployment: string): AlarmDefinition {
  return {
    kind: 'ArchiveAge',
    severity: 'critical',
    essential: true,
    metric: ownMetric('ArchiveAge', { deployment, statistic: 'Maximum' }),
    ...{ when: '>=', threshold: AN_HOUR_S, periods: 1, missing: 'as before' },
    says: 'After a run the archive was older than an hour: newer changes are in the database alone.',
  };
}

/**
 * Where runs are meant to come, silence makes the archive old as well: it is an hour old when in each part of an hour no
 * run has told that it is younger than that part.
 */
function ageWhileExpected(deployment: string, minutes: number): AlarmDefinition {
  const age = ownMetric('ArchiveAge', { deployment, statistic: 'Minimum', minutes });
  return {
    kind: 'ArchiveAge',
    severity: 'critical',
    essential: true,
    metric: computed(
      `FILL(age, ${AN_HOUR_S})`,
      { age },
      { label: 'The youngest archive', minutes },
    ),
    ...{ when: '>=', threshold: minutes * 60, periods: AN_HOUR_S / (minutes * 60) },
    missing: 'wrong',
    says: 'The archive is older than an hour, or nothing has run for that long: newer changes are in the database alone.',
  };
}

const AN_HOUR_S = 3_600;

/** Off is how a deployment begins, so this goes off until an administrator has switched the schedule on. */
function scheduleSilent(triggered: Metric, minutes: number): AlarmDefinition {
  return {
    kind: 'ScheduleSilent',
    severity: 'critical',
    essential: true,
    metric: zeroWhenSilent(triggered, 'The rule goes off', minutes),
    ...{ when: '<', threshold: 1, periods: 1, missing: 'wrong' },
    says: `The schedule of the archive should be on, and has not gone off for ${minutes} minutes.`,
  };
}
