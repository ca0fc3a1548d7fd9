import { functions } from '../../build/functions.ts';
import { metricDefinitions } from '../../build/metrics.ts';

/** A resource of a template. */
export interface PricedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What of a deployment is paid for, as its templates say. */
export interface Quantities {
  /** Database servers by class, readers and standbys with them: `db.t4g.micro`, `Aurora db.t4g.medium`. */
  readonly servers: Readonly<Record<string, number>>;
  /** GB of storage of instances, the standby's with them; none of Aurora, which takes what it needs. */
  readonly storageGb: number;
  readonly hasAurora: boolean;
  readonly proxies: number;
  readonly secrets: number;
  readonly keys: number;
  /** Size of AppSync's cache, if there is one. */
  readonly cache?: string;
  /** GB of memory of containers that are kept warm. */
  readonly warmGb: number;
  readonly webAcls: number;
  readonly webAclRules: number;
  readonly alarms: number;
  /** Those that alarms read: what an alarm costs. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** At most: the functions' own, and three of each data source that AppSync measures. */
  readonly ownMetrics: number;
  readonly logGroups: number;
}

/** Functions that do jobs, and so count those that failed. */
const WITH_JOBS = 2;
const METRICS_OF_A_DATA_SOURCE = 3;

export function quantitiesOf(resources: readonly PricedResource[]): Quantities {
  const of = (type: string): Readonly<Record<string, unknown>>[] =>
    resources.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const instances = of('AWS::RDS::DBInstance');
  const isAurora = (each: Readonly<Record<string, unknown>>): boolean =>
    'DBClusterIdentifier' in each;
  const machines = instances.map(each => ({
    name: `${isAurora(each) ? 'Aurora ' : ''}${String(each['DBInstanceClass'])}`,
    count: each['MultiAZ'] === true ? 2 : 1,
    storageGb: isAurora(each) ? 0 : Number(each['AllocatedStorage']),
  }));
  const servers: Record<string, number> = {};
  for (const { name, count } of machines) servers[name] = (servers[name] ?? 0) + count;
  const [cache] = of('AWS::AppSync::ApiCache');
  const measured = of('AWS::AppSync::DataSource').filter(
    ({ MetricsConfig }) => MetricsConfig === 'ENABLED',
  ).length;
  const alarms = of('AWS::CloudWatch::Alarm');
  return {
    servers,
    storageGb: machines.reduce((sum, { count, storageGb }) => sum + count * storageGb, 0),
    hasAurora: instances.some(isAurora),
    proxies: of('AWS::RDS::DBProxy').length,
    secrets:
      of('AWS::SecretsManager::Secret').length +
      [...instances, ...of('AWS::RDS::DBCluster')].filter(
        each => each['ManageMasterUserPassword'] === true,
      ).length,
    keys: of('AWS::KMS::Key').length,
    ...(cache && { cache: String(cache['Type']) }),
    warmGb: of('AWS::Lambda::Alias').reduce(
      (sum, alias) => sum + (warmContainers(alias) * functions.api.memoryMb) / 1024,
      0,
    ),
    webAcls: of('AWS::WAFv2::WebACL').length,
    webAclRules: of('AWS::WAFv2::WebACL').reduce(
      (sum, { Rules }) => sum + (Rules as readonly unknown[]).length,
      0,
    ),
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    ownMetrics: ownMetrics() + measured * METRICS_OF_A_DATA_SOURCE,
    logGroups: of('AWS::Logs::LogGroup').length,
  };
}

function warmContainers({
  ProvisionedConcurrencyConfig: config,
}: Readonly<Record<string, unknown>>) {
  const { ProvisionedConcurrentExecutions: count = 0 } = (config ?? {}) as Record<string, number>;
  return count;
}

/** An alarm over an expression is paid for each metric in it. */
function metricsOf({ Metrics }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter(each => 'MetricStat' in (each as object)).length;
}

function ownMetrics(): number {
  const count = Object.keys(functions).length;
  return Object.entries(metricDefinitions).reduce((sum, [name, { dimensions }]) => {
    if (dimensions.length === 1) return sum + 1;
    return sum + (name === 'JobsFailed' ? WITH_JOBS : count);
  }, 0);
}
