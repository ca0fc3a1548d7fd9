import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlarmDefinition } from './alarm.ts';
import { metric } from './metrics.ts';

export interface DeploymentFailuresProps {
  readonly deployment: string;
  /** Of the function that has the database prepared. */
  readonly log: ILogGroup;
}

/**
 * Counts deployments whose database could not be prepared. The function tells CloudFormation of the failure and ends
 * without an error of its own, so its log is counted; where there is nothing to count, nothing is paid.
 */
export class DeploymentFailures extends Construct {
  readonly alarm: AlarmDefinition;

  constructor(scope: Construct, id: string, { deployment, log }: DeploymentFailuresProps) {
    super(scope, id);
    // The filter has no dimensions to tell deployments apart, so the name does.
    const name = `${deployment}-DeploymentsFailed`;
    new MetricFilter(this, 'Filter', {
      logGroup: log,
      filterPattern: FilterPattern.any(
        FilterPattern.stringValue('$.status', '=', 'FAILED'),
        FilterPattern.stringValue('$.outcome', '=', 'FAILED'),
      ),
      metricNamespace: NAMESPACE,
      metricName: name,
      metricValue: '1',
    });
    this.alarm = {
      ...{ kind: 'DeploymentFailed', severity: 'warning', essential: true },
      metric: metric({ namespace: NAMESPACE, name, dimensions: {}, statistic: 'Sum' }),
      ...{ when: '>=', threshold: 1, periods: 1 },
      says: 'The database could not be prepared for a deployment, which is rolled back.',
    };
  }
}

const NAMESPACE = 'MeetAssist/Logs';
