import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type DataSourceName, functions as steps, resolvers } from '../../../resolvers/manifest.ts';
import { metric } from './metrics.ts';

const NAMESPACE = 'AWS/AppSync';

/** Every data source by which a field is resolved, in the order of the alphabet. */
export const dataSources: readonly DataSourceName[] = [
  ...new Set(
    [...resolvers, ...steps].flatMap(({ dataSource }) => (dataSource ? [dataSource] : [])),
  ),
].sort();

/** A metric of the whole API. */
export function apiMetric(
  apiId: string,
  name: '4XXError' | '5XXError' | 'Latency' | 'Requests' | 'TokensConsumed',
  statistic: string,
  label?: string,
): Metric {
  return metric({
    namespace: NAMESPACE,
    name,
    dimensions: { GraphQLAPIId: apiId },
    ...{ statistic, label },
  });
}

/** An enhanced metric of one data source. The API's dimension has another name in these. */
export function dataSourceMetric(
  apiId: string,
  dataSource: DataSourceName,
  name: 'GraphQLError' | 'Request' | 'Latency',
  statistic = 'Sum',
): Metric {
  return metric({
    namespace: NAMESPACE,
    name,
    dimensions: { API_Id: apiId, Datasource: dataSource },
    ...{ statistic, label: dataSource },
  });
}
