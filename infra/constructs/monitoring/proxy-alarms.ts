import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition } from './alarm.ts';
import { computed, metric } from './metrics.ts';

/** What shows that containers wait for the connections that they share. */
export function proxyAlarms(proxyName: string): readonly AlarmDefinition[] {
  const severity = 'warning';
  return [
    {
      ...{ kind: 'ProxyWaiting', severity, essential: true },
      metric: proxyMetric(proxyName, 'DatabaseConnectionsBorrowLatency', 'Average'),
      // Microseconds. A free connection is lent within one or two milliseconds.
      ...{ when: '>=', threshold: 500_000, periods: 2 },
      says: 'Whoever asks the proxy for a connection has waited half a second for it, for ten minutes.',
    },
    {
      ...{ kind: 'ProxyConnections', severity },
      metric: computed(
        'IF(FILL(allowed, 0) > 0, 100 * FILL(borrowed, 0) / allowed, 0)',
        {
          borrowed: proxyMetric(proxyName, 'DatabaseConnectionsCurrentlyBorrowed', 'Sum'),
          allowed: proxyMetric(proxyName, 'MaxDatabaseConnectionsAllowed', 'Sum'),
        },
        { label: 'Connections that are lent, %' },
      ),
      ...{ when: '>=', threshold: 80, periods: 2 },
      says: 'Four fifths of the connections that the proxy may have are lent at the same time.',
    },
  ];
}

/** A metric that RDS keeps of a proxy: of each of its machines, so sums and averages are over all of them. */
export function proxyMetric(
  proxyName: string,
  name: string,
  statistic: string,
  label?: string,
): Metric {
  return metric({
    ...{ namespace: 'AWS/RDS', name, statistic, label },
    dimensions: { ProxyName: proxyName },
  });
}
