import { type App, Tags } from 'aws-cdk-lib';
import { type Artifacts } from './artifacts.ts';
import { type DeploymentConfig } from './config/config.ts';
import { instanceClasses } from './config/instance-classes.ts';
import { proxyName } from './config/names.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { ArchiveStack } from './stacks/archive-stack.ts';
import { AuthStack } from './stacks/auth-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { DatabaseStack } from './stacks/database-stack.ts';
import { MonitoringStack } from './stacks/monitoring-stack.ts';
import { NetworkStack } from './stacks/network-stack.ts';
import { WebStack } from './stacks/web-stack.ts';

/** The stacks of a deployment, each above those that it needs. */
export interface Deployment {
  readonly network: NetworkStack;
  readonly web: WebStack;
  readonly data: DataStack;
  readonly database: DatabaseStack;
  readonly auth: AuthStack;
  readonly archive: ArchiveStack;
  readonly api: ApiStack;
  readonly monitoring: MonitoringStack;
}

/**
 * Makes the stacks of one deployment, by lifetime: what lies below is kept for years, what lies above may be replaced any
 * day. They name no account and no region, so the same templates serve all of them.
 */
export function createDeployment(
  app: App,
  config: DeploymentConfig,
  artifacts: Artifacts,
): Deployment {
  const id = (name: string): string => `${config.prefix}-${name}`;
  // What is kept for years cannot be deleted by mistake where the database is protected.
  const lasting = { config, terminationProtection: config.database.deletionProtection };

  const network = new NetworkStack(app, id('Network'), lasting);
  const { vpc } = network;
  const web = new WebStack(app, id('Web'), { config });
  const { consoleUrl } = web;
  const data = new DataStack(app, id('Data'), { ...lasting, vpc, consoleUrl });
  const { bucket } = data;
  const inside = { config, artifacts, vpc, bucket };
  const database = new DatabaseStack(app, id('Database'), {
    ...inside,
    database: data.database,
    bucketSettings: data.bucketSettings,
  });
  const auth = new AuthStack(app, id('Auth'), { ...lasting, consoleUrl });
  const archive = new ArchiveStack(app, id('Archive'), { ...inside, database: data.database });
  const api = new ApiStack(app, id('Api'), {
    ...inside,
    database: data.apiEndpoint,
    userPool: auth.userPool,
    client: auth.client,
    sources: {
      archive: archive.archive.lambda,
      loader: database.loader.lambda,
      schedule: archive.schedule.lambda,
    },
  });
  // Code that asks for a table comes after the migration that makes it.
  archive.addStackDependency(database, 'the archive reads tables');
  api.addStackDependency(database, 'the API reads tables');

  const functions = {
    api: api.api,
    archive: archive.archive,
    loader: database.loader,
    schedule: archive.schedule,
    deployment: database.deployment,
  };
  const monitoring = new MonitoringStack(app, id('Monitoring'), {
    config,
    api: api.graphql,
    apiLog: api.log,
    functions: eachOf(functions, ({ lambda }) => lambda),
    functionLogs: eachOf(functions, ({ log }) => log),
    database: { ...data.database, ...sizeOf(config) },
    signIn: { userPoolId: auth.userPool.userPoolId, clientId: auth.client.userPoolClientId },
    distributionId: web.distributionId,
    rules: api.rules,
    deadLetters: [
      ...Object.values(functions).flatMap(({ deadLetters }) => deadLetters ?? []),
      api.deadLetters,
    ],
    webAclName: api.webAclName,
  });

  Tags.of(app).add('Deployment', config.prefix);
  return { network, web, data, database, auth, archive, api, monitoring };
}

function eachOf<Key extends string, From, To>(
  values: Readonly<Record<Key, From>>,
  take: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(values).map(([key, value]) => [key, take(value)] as const);
  return Object.fromEntries(entries) as Record<Key, To>;
}

const GIB = 1024 ** 3;

/** How much the database has of what runs out. */
function sizeOf(config: DeploymentConfig) {
  const { instanceType, storageGb, proxy } = config.database;
  const found = instanceClasses[instanceType];
  if (!found) throw new Error(`no database class ${instanceType}`);
  const { maxConnections, memoryGiB } = found;
  return {
    ...{ maxConnections, memoryBytes: memoryGiB * GIB, storageBytes: storageGb * GIB },
    ...(proxy && { proxyName: proxyName(config) }),
  };
}
