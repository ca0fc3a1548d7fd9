import { type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type AlarmDefinition } from './alarm.ts';
import { apiMetric, dataSourceMetric, dataSources } from './appsync-metrics.ts';
import { lambdaMetric } from './lambda-metrics.ts';
import { computed, metric, ownMetric, sumOf } from './metrics.ts';

export interface ApiAlarmsProps {
  readonly deployment: string;
  readonly region: string;
  readonly api: IGraphqlApi;
  /** The function that answers most fields. */
  readonly apiFunction: IFunction;
  /** The name under which the firewall counts. */
  readonly webAclName: string;
}

/** What people notice who use the API. Errors of GraphQL come with HTTP 200, so they have metrics of their own. */
export function apiAlarms(props: ApiAlarmsProps): readonly AlarmDefinition[] {
  const { deployment, region, api, apiFunction, webAclName } = props;
  const { apiId } = api;
  return [
    {
      kind: 'InternalErrors',
      severity: 'critical',
      essential: true,
      metric: ownMetric('InternalErrors', { deployment }),
      // One is told by FunctionErrors; five in five minutes are no single unlucky request.
      ...{ when: '>=', threshold: 5, periods: 1 },
      says: 'Fields of the API fail with Internal: a fault of ours or of something that we need.',
    },
    {
      kind: 'FieldsFailing',
      severity: 'critical',
      essential: true,
      metric: computed(
        'IF(FILL(errors, 0) >= 10, 100 * errors / requests, 0)',
        {
          errors: dataSourceMetric(apiId, 'api', 'GraphQLError'),
          requests: dataSourceMetric(apiId, 'api', 'Request'),
        },
        { label: 'Fields that fail, %' },
      ),
      // Refusals of rules are errors, too: on a bad day of planning every tenth, never every second.
      ...{ when: '>=', threshold: 50, periods: 2 },
      says: 'Half of all fields of the API end in an error: most likely the API cannot be used.',
    },
    {
      kind: 'GraphqlErrors',
      severity: 'warning',
      metric: sumOf(
        dataSources.map(name => dataSourceMetric(apiId, name, 'GraphQLError')),
        'GraphQL errors',
      ),
      // More than a room full of administrators can be refused.
      ...{ when: '>=', threshold: 50, periods: 3 },
      says: 'Many fields have ended in an error for a quarter of an hour, refusals of rules among them.',
    },
    {
      kind: 'ServerErrors',
      severity: 'critical',
      essential: true,
      metric: apiMetric(apiId, '5XXError', 'Sum'),
      ...{ when: '>=', threshold: 5, periods: 1 },
      says: 'AppSync itself answers whole requests with HTTP 5xx.',
    },
    {
      kind: 'ClientErrors',
      severity: 'info',
      metric: apiMetric(apiId, '4XXError', 'Sum'),
      ...{ when: '>=', threshold: 100, periods: 2 },
      says: 'Many requests are answered with HTTP 4xx: bad or expired tokens, or too many requests.',
    },
    {
      kind: 'LatencyP95',
      severity: 'warning',
      metric: apiMetric(apiId, 'Latency', 'p95'),
      // A page takes some 50 ms, a cold start about a second: one in twenty slower than this is no cold start.
      ...{ when: '>=', threshold: 1_500, periods: 3 },
      says: 'One in twenty requests has taken longer than 1.5 s for a quarter of an hour.',
    },
    {
      kind: 'LatencyP99',
      severity: 'warning',
      metric: apiMetric(apiId, 'Latency', 'p99'),
      ...{ when: '>=', threshold: 5_000, periods: 3 },
      says: 'One in a hundred requests has taken longer than 5 s for a quarter of an hour.',
    },
    {
      kind: 'ColdStartRate',
      severity: 'info',
      metric: computed(
        'IF(FILL(invocations, 0) >= 200, 100 * FILL(starts, 0) / invocations, 0)',
        {
          starts: ownMetric('ColdStarts', { deployment, function: 'api', minutes: 15 }),
          invocations: lambdaMetric(apiFunction, 'Invocations', 'Sum', { minutes: 15 }),
        },
        { label: 'Cold starts, %', minutes: 15 },
      ),
      ...{ when: '>=', threshold: 10, periods: 2 },
      says: 'One in ten invocations of the api function starts a new container.',
    },
    {
      kind: 'FirewallBlocks',
      severity: 'warning',
      metric: metric({
        namespace: 'AWS/WAFV2',
        name: 'BlockedRequests',
        dimensions: { WebACL: webAclName, Region: region, Rule: 'ALL' },
        statistic: 'Sum',
      }),
      ...{ when: '>=', threshold: 100, periods: 1 },
      says: 'The firewall blocks many requests: an attack, or a rule that hits our own people.',
    },
  ];
}
