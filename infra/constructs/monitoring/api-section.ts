import { type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { functions as definitions } from '../../../build/functions.ts';
import { apiMetric, dataSourceMetric, dataSources } from './appsync-metrics.ts';
import { lambdaMetric } from './lambda-metrics.ts';
import { type FunctionKey, metric, ownMetric } from './metrics.ts';
import { type DashboardSection, graph } from './widgets.ts';

export interface ApiSectionProps {
  readonly deployment: string;
  readonly api: IGraphqlApi;
  readonly functions: Readonly<Record<FunctionKey, IFunction>>;
  /** What gives out the console. */
  readonly distributionId: string;
}

/** How the API answers, and the functions behind it. */
export function apiSection(props: ApiSectionProps): DashboardSection {
  const { deployment, api, functions, distributionId } = props;
  const { apiId } = api;
  const keys = Object.keys(definitions) as FunctionKey[];
  const latency = (statistic: string) => apiMetric(apiId, 'Latency', statistic, statistic);
  const ofEach = (name: Parameters<typeof lambdaMetric>[1], statistic: string) =>
    keys.map(key => lambdaMetric(functions[key], name, statistic, { label: key }));
  return {
    name: 'API',
    rows: [
      [
        graph(
          'Requests',
          [apiMetric(apiId, 'Requests', 'Sum')],
          [apiMetric(apiId, 'TokensConsumed', 'Sum')],
        ),
        graph('Latency, ms', [latency('p50'), latency('p95'), latency('p99')]),
        graph('Failed', [
          ownMetric('InternalErrors', { deployment, label: 'Internal' }),
          ownMetric('Conflicts', { deployment, label: 'Conflict' }),
          apiMetric(apiId, '5XXError', 'Sum', 'HTTP 5xx'),
          apiMetric(apiId, '4XXError', 'Sum', 'HTTP 4xx'),
        ]),
      ],
      [
        graph(
          'Fields by data source',
          dataSources.map(name => dataSourceMetric(apiId, name, 'Request')),
        ),
        graph(
          'GraphQL errors by data source',
          dataSources.map(name => dataSourceMetric(apiId, name, 'GraphQLError')),
        ),
        graph(
          'Latency by data source, p95 in ms',
          dataSources.map(name => dataSourceMetric(apiId, name, 'Latency', 'p95')),
        ),
      ],
      [
        graph('Errors of functions', ofEach('Errors', 'Sum')),
        graph('Longest invocation, ms', ofEach('Duration', 'Maximum')),
        graph('Containers at once', ofEach('ConcurrentExecutions', 'Maximum')),
      ],
      [
        graph('Invocations', ofEach('Invocations', 'Sum')),
        graph('Throttled', ofEach('Throttles', 'Sum')),
        graph(
          'Cold starts',
          keys.map(key => ownMetric('ColdStarts', { deployment, function: key, label: key })),
        ),
      ],
      consoleRow(distributionId),
    ],
  };
}

/**
 * CloudFront keeps its metrics in us-east-1, whatever region a deployment is in: a graph may show them, an alarm reads
 * its own region only (docs/runbook/README.md).
 */
function consoleRow(distributionId: string): readonly IWidget[] {
  const each = (name: string, statistic: string, label?: string) =>
    metric({
      ...{ namespace: 'AWS/CloudFront', name, statistic, label, region: 'us-east-1' },
      dimensions: { DistributionId: distributionId, Region: 'Global' },
    });
  return [
    graph('Files of the console, requests', [each('Requests', 'Sum')]),
    graph('Files of the console that failed, %', [
      each('5xxErrorRate', 'Average', 'HTTP 5xx'),
      each('4xxErrorRate', 'Average', 'HTTP 4xx'),
    ]),
  ];
}
