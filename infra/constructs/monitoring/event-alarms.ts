import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IRule } from 'aws-cdk-lib/aws-events';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { type AlarmDefinition } from './alarm.ts';
import { labelOf, metric, sumOf } from './metrics.ts';

export interface EventAlarmsProps {
  readonly rules: readonly IRule[];
  readonly deadLetters: readonly IQueue[];
}

/** What was to happen and did not: rules whose target was not reached, events that nobody could work on. */
export function eventAlarms({ rules, deadLetters }: EventAlarmsProps): readonly AlarmDefinition[] {
  return [
    ...rules.map((rule): AlarmDefinition => ({
      ...{ kind: 'FailedInvocations', subject: labelOf(rule), severity: 'warning' },
      essential: true,
      metric: ruleMetric(rule.ruleName, 'FailedInvocations'),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `EventBridge could not call the mutation of the rule ${labelOf(rule)}.`,
    })),
    {
      kind: 'EventsLost',
      severity: 'warning',
      metric: sumOf(
        rules.map(({ ruleName }) => ruleMetric(ruleName, 'InvocationsFailedToBeSentToDlq')),
        'Events that are lost',
      ),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: 'EventBridge could neither call a mutation nor put the event into the queue of dead letters.',
    },
    ...deadLetters.map((queue): AlarmDefinition => ({
      ...{ kind: 'DeadLetters', subject: labelOf(queue), severity: 'warning', essential: true },
      metric: queueMetric(queue.queueName),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: `An event lies in the queue of dead letters ${labelOf(queue)}: what it asked for was not done.`,
    })),
  ];
}

/** A metric that EventBridge keeps of one rule. */
export function ruleMetric(
  ruleName: string,
  name: 'TriggeredRules' | 'Invocations' | 'FailedInvocations' | 'InvocationsFailedToBeSentToDlq',
  read: { readonly minutes?: number; readonly label?: string } = {},
): Metric {
  return metric({
    ...{ namespace: 'AWS/Events', name, statistic: 'Sum', ...read },
    dimensions: { RuleName: ruleName },
  });
}

/** How many messages lie in a queue. */
export function queueMetric(queueName: string, label?: string): Metric {
  return metric({
    namespace: 'AWS/SQS',
    name: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queueName },
    ...{ statistic: 'Maximum', label },
  });
}
