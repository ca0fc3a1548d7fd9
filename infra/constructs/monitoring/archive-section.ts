import { type IRule } from 'aws-cdk-lib/aws-events';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { queueMetric, ruleMetric } from './event-alarms.ts';
import { labelOf, ownMetric } from './metrics.ts';
import { type DashboardSection, graph } from './widgets.ts';

export interface ArchiveSectionProps {
  readonly deployment: string;
  readonly rules: readonly IRule[];
  readonly deadLetters: readonly IQueue[];
}

/** Runs of the archive, what starts them, and jobs that came to nothing. */
export function archiveSection(props: ArchiveSectionProps): DashboardSection {
  const { deployment, rules, deadLetters } = props;
  const ofEach = (name: Parameters<typeof ruleMetric>[1]) =>
    rules.map(rule => ruleMetric(rule.ruleName, name, { label: labelOf(rule) }));
  return {
    name: 'Archive',
    rows: [
      [
        graph('Age after a run, s', [
          ownMetric('ArchiveAge', { deployment, statistic: 'Maximum', label: 'Age' }),
        ]),
        graph('Runs', [
          ownMetric('ArchiveRunsSucceeded', { deployment, label: 'Succeeded or unchanged' }),
          ownMetric('ArchiveRunsSuspect', { deployment, label: 'Suspect' }),
          ownMetric('ArchiveRunsFailed', { deployment, label: 'Failed' }),
        ]),
        graph(
          'Longest run, s, and rows uploaded',
          [ownMetric('ArchiveSeconds', { deployment, statistic: 'Maximum', label: 'Seconds' })],
          [ownMetric('ArchiveRowsUploaded', { deployment, label: 'Rows' })],
        ),
      ],
      [
        graph('Rules that went off', ofEach('TriggeredRules')),
        graph('Mutations that rules could not call', ofEach('FailedInvocations')),
        graph(
          'Dead letters and failed jobs',
          deadLetters.map(queue => queueMetric(queue.queueName, labelOf(queue))),
          (['archive', 'loader', 'deployment'] as const).map(key =>
            ownMetric('JobsFailed', { deployment, function: key, label: `Failed: ${key}` }),
          ),
        ),
      ],
    ],
  };
}
