import { type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { databaseMetric, type MonitoredDatabase } from './database-alarms.ts';
import { proxyMetric } from './proxy-alarms.ts';
import { type DashboardSection, graph } from './widgets.ts';

/** What the database does and what it has left. */
export function databaseSection(database: MonitoredDatabase): DashboardSection {
  const each = (name: string, statistic: string, label?: string) =>
    databaseMetric(database, name, statistic, label);
  const storage =
    database.kind === 'aurora'
      ? [
          each('VolumeBytesUsed', 'Maximum', 'Used'),
          each('FreeLocalStorage', 'Minimum', 'Free locally'),
        ]
      : [each('FreeStorageSpace', 'Minimum', 'Free')];
  return {
    name: 'Database',
    rows: [
      [
        graph(
          'Processor, %, and credits',
          [each('CPUUtilization', 'Average')],
          [each('CPUCreditBalance', 'Minimum')],
        ),
        graph('Connections', [each('DatabaseConnections', 'Maximum')]),
        graph('Memory, bytes', [
          each('FreeableMemory', 'Minimum', 'Free'),
          each('SwapUsage', 'Maximum', 'Swapped out'),
        ]),
      ],
      [
        graph('Storage, bytes', storage),
        graph('Seconds per read and write', [
          each('ReadLatency', 'Average', 'Read'),
          each('WriteLatency', 'Average', 'Write'),
        ]),
        graph(
          'Reads and writes in a second, and how many wait',
          [each('ReadIOPS', 'Average', 'Reads'), each('WriteIOPS', 'Average', 'Writes')],
          [each('DiskQueueDepth', 'Average', 'Waiting')],
        ),
      ],
      ...(database.proxyName === undefined ? [] : [proxyRow(database.proxyName)]),
    ],
  };
}

function proxyRow(proxyName: string): readonly IWidget[] {
  const each = (name: string, statistic: string, label: string) =>
    proxyMetric(proxyName, name, statistic, label);
  return [
    graph('Waiting for the proxy, µs', [
      each('DatabaseConnectionsBorrowLatency', 'Average', 'On average'),
      each('DatabaseConnectionsBorrowLatency', 'Maximum', 'At most'),
    ]),
    graph('Connections of the proxy', [
      each('DatabaseConnectionsCurrentlyBorrowed', 'Maximum', 'Lent'),
      each('DatabaseConnections', 'Maximum', 'Open'),
      each('MaxDatabaseConnectionsAllowed', 'Maximum', 'Allowed'),
    ]),
  ];
}
