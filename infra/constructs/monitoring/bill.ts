import { type Alarm } from 'aws-cdk-lib/aws-cloudwatch';

/** What of monitoring is paid for by the month, or would be beyond what is free in each account. */
export interface MonitoringBill {
  readonly alarms: number;
  /** CloudWatch charges for each metric that an alarm reads, and those of a computed number are several. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Keys of KMS: that of the topics. */
  readonly keys: 1;
}

export function billOf(alarms: readonly Alarm[], dashboards: number): MonitoringBill {
  const read = alarms.map(({ metric }) => {
    const { mathExpression } = metric.toMetricConfig();
    return mathExpression ? Object.keys(mathExpression.usingMetrics).length : 1;
  });
  return {
    alarms: alarms.length,
    alarmMetrics: read.reduce((sum, each) => sum + each, 0),
    ...{ dashboards, keys: 1 },
  };
}

/** As the stack's output tells it. */
export function billText({ alarms, alarmMetrics, dashboards }: MonitoringBill): string {
  const boards = dashboards === 1 ? '1 dashboard' : `${dashboards} dashboards`;
  return `${alarms} alarms over ${alarmMetrics} metrics, ${boards}, 1 key`;
}
