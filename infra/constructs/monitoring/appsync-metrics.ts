import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type DataSourceName, functions as steps, resolvers } from '../../../resolvers/manifest.ts';
import { metric } from './metrics.ts';

const NAMESPACE = 'AWS/AppSync';

/** A data source with a function behind it. Only of these AppSync keeps metrics, for each is paid for. */
export type MeteredSource = Exclude<DataSourceName, 'none'>;

/** All of them, in the order of the alphabet. */
export const dataSources: readonly MeteredSource[] = [
  ...new Set([...resolvers, ...steps].map(({ dataSource }) => dataSource).filter(isMetered)),
].sort();

function isMetered(name: DataSourceName | undefined): name is MeteredSource {
  return name !== undefined && name !== 'none';
}

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
  dataSource: MeteredSource,
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
