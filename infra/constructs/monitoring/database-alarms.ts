import { type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { KEPT_CONNECTIONS } from '../../config/instance-classes.ts';
import { type AlarmDefinition } from './alarm.ts';
import { metric, zeroWhenSilent } from './metrics.ts';

/** A database as its metrics know it. */
export interface MonitoredDatabase {
  readonly kind: 'instance' | 'aurora';
  /** Of the instance, or of the cluster. */
  readonly identifier: string;
  readonly maxConnections: number;
  readonly memoryBytes: number;
  /** Of the instance's volume; of a cluster, which grows by itself, how much it is expected to hold. */
  readonly storageBytes: number;
  /** Left out: the API's function connects to the server itself. */
  readonly proxyName?: string;
}

export interface DatabaseAlarmsProps {
  readonly database: MonitoredDatabase;
  /** As the configuration names it: `t4g.micro`. */
  readonly instanceType: string;
}

export function databaseAlarms(props: DatabaseAlarmsProps): readonly AlarmDefinition[] {
  const { database, instanceType } = props;
  const { memoryBytes, maxConnections } = database;
  const shared = maxConnections - KEPT_CONNECTIONS;
  const credits = mostCredits(instanceType);
  return [
    {
      kind: 'DatabaseDown',
      severity: 'critical',
      metric: zeroWhenSilent(databaseMetric(database, 'CPUUtilization', 'SampleCount'), 'Heard of'),
      // RDS tells the load of a database that runs, each minute. Two periods are more than a restart takes.
      ...{ when: '<', threshold: 1, periods: 2, missing: 'wrong' },
      says: 'The database has told nothing of itself for ten minutes: it is down or stopped.',
    },
    {
      kind: 'DatabaseConnections',
      severity: 'warning',
      essential: true,
      metric: databaseMetric(database, 'DatabaseConnections', 'Maximum'),
      ...{ when: '>=', threshold: Math.floor(shared * 0.8), periods: 2 },
      says: `Four fifths of the ${shared} connections are taken that the API may have of the database's ${maxConnections}.`,
    },
    {
      kind: 'DatabaseCpu',
      severity: 'warning',
      metric: databaseMetric(database, 'CPUUtilization', 'Average'),
      ...{ when: '>=', threshold: 90, periods: 3 },
      says: 'The processor of the database has been busy for a quarter of an hour.',
    },
    ...(credits === undefined ? [] : [cpuCredits(database, credits)]),
    {
      kind: 'DatabaseMemory',
      severity: 'warning',
      metric: databaseMetric(database, 'FreeableMemory', 'Minimum'),
      // PostgreSQL leaves most of it to the cache of files, which counts as free; below this there is none left.
      ...{ when: '<=', threshold: Math.floor(memoryBytes * 0.05), periods: 3 },
      says: 'The database has had less than a twentieth of its memory left for a quarter of an hour.',
    },
    {
      kind: 'DatabaseSwap',
      severity: 'info',
      metric: databaseMetric(database, 'SwapUsage', 'Maximum'),
      ...{ when: '>=', threshold: Math.floor(memoryBytes * 0.25), periods: 3 },
      says: 'The database has swapped out as much as a quarter of its memory.',
    },
    ...(database.kind === 'aurora' ? clusterStorage(database) : instanceStorage(database)),
    {
      kind: 'DatabaseTransactionIds',
      severity: 'warning',
      metric: databaseMetric(database, 'MaximumUsedTransactionIDs', 'Maximum'),
      // PostgreSQL begins to freeze at 0.2 thousand millions, and stops writing at 2.1.
      ...{ when: '>=', threshold: 1_000_000_000, periods: 1 },
      says: 'The database is half way to running out of transaction ids: its tables are not vacuumed.',
    },
  ];
}

function cpuCredits(database: MonitoredDatabase, most: number): AlarmDefinition {
  return {
    kind: 'DatabaseCpuCredits',
    severity: 'warning',
    metric: databaseMetric(database, 'CPUCreditBalance', 'Minimum'),
    ...{ when: '<=', threshold: Math.floor(most * 0.1), periods: 2 },
    says: 'The database has used up nine tenths of its CPU credits; beyond them each hour costs.',
  };
}

function instanceStorage(database: MonitoredDatabase): readonly AlarmDefinition[] {
  const free = databaseMetric(database, 'FreeStorageSpace', 'Minimum');
  return [
    {
      ...{ kind: 'DatabaseStorageLow', severity: 'warning', essential: true, metric: free },
      ...{ when: '<=', threshold: Math.floor(database.storageBytes * 0.25), periods: 1 },
      says: 'A quarter of the storage of the database is left.',
    },
    {
      ...{ kind: 'DatabaseStorageFull', severity: 'critical', essential: true, metric: free },
      ...{ when: '<=', threshold: Math.floor(database.storageBytes * 0.1), periods: 1 },
      says: 'A tenth of the storage of the database is left; when it is full, the database stops.',
    },
  ];
}

/** What is stored grows without an end and is paid for; what sorts and drills write lies on a disk of the instance. */
function clusterStorage(database: MonitoredDatabase): readonly AlarmDefinition[] {
  return [
    {
      ...{ kind: 'DatabaseStorageLow', severity: 'warning', essential: true },
      metric: databaseMetric(database, 'VolumeBytesUsed', 'Maximum'),
      ...{ when: '>=', threshold: database.storageBytes, periods: 1 },
      says: 'The database holds more than it was expected to, which costs.',
    },
    {
      ...{ kind: 'DatabaseStorageFull', severity: 'critical', essential: true },
      metric: databaseMetric(database, 'FreeLocalStorage', 'Minimum'),
      ...{ when: '<=', threshold: 1024 ** 3, periods: 1 },
      says: 'The disk on which the database sorts has less than 1 GiB left; statements begin to fail.',
    },
  ];
}

/** A metric that RDS keeps of an instance, or of a whole cluster. */
export function databaseMetric(
  { kind, identifier }: MonitoredDatabase,
  name: string,
  statistic: string,
  label?: string,
): Metric {
  return metric({
    ...{ namespace: 'AWS/RDS', name, statistic, label },
    dimensions:
      kind === 'aurora'
        ? { DBClusterIdentifier: identifier }
        : { DBInstanceIdentifier: identifier },
  });
}

/** The most CPU credits that an instance of a burstable class can save: what it earns in a day. The others have none. */
function mostCredits(instanceType: string): number | undefined {
  const [family, size = ''] = instanceType.split('.');
  return family?.startsWith('t') ? (earnedInADay[size] ?? 288) : undefined;
}

const earnedInADay: Readonly<Record<string, number>> = {
  micro: 288,
  small: 576,
  medium: 576,
  large: 864,
  xlarge: 2_304,
  '2xlarge': 4_608,
};
