import {
  CrossStackReferences,
  Duration,
  ReferenceStrength,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import {
  InstanceType,
  type ISecurityGroup,
  type IVpc,
  Port,
  SecurityGroup,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CaCertificate, type IEngine, ParameterGroup, SubnetGroup } from 'aws-cdk-lib/aws-rds';
import { type Construct, type IConstruct } from 'constructs';
import { type DeploymentConfig } from '../../config/config.ts';
import { instanceClasses } from '../../config/instance-classes.ts';
import { smallPrefix } from '../../config/names.ts';
import { type DatabaseEndpoint } from './database.ts';
import { serverParameters } from './parameters.ts';

export interface ServerProps {
  readonly config: DeploymentConfig;
  readonly vpc: IVpc;
  /** The way in, which is there before any server. */
  readonly securityGroup: ISecurityGroup;
}

/** What a server of either kind is put together from. */
export interface ServerParts {
  readonly identifier: string;
  /** There before the server. */
  readonly log: LogGroup;
  readonly instanceType: InstanceType;
  readonly vpc: IVpc;
  readonly subnetGroup: SubnetGroup;
  readonly parameterGroup: ParameterGroup;
  /** Left standing where it is protected, else a last snapshot is taken: rows are never lost with a stack. */
  readonly removalPolicy: RemovalPolicy;
  readonly settings: typeof settings;
}

/** The same for every server. Its master user is the service's own affair: secret, rotation and all. */
const settings = {
  iamAuthentication: true,
  manageMasterUserPassword: true,
  storageEncrypted: true,
  copyTagsToSnapshot: true,
  caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
  cloudwatchLogsExports: ['postgresql'],
  autoMinorVersionUpgrade: true,
  // UTC: the small hours of a Sunday in the office, behind the day's backup.
  preferredMaintenanceWindow: 'sat:19:30-sat:20:30',
};

/** When the day's backup is taken, in UTC. */
export const BACKUP_WINDOW = '18:30-19:30';

/** PostgreSQL's port. */
const PORT = 5432;

/** Makes what surrounds a server. `kind` is how the service calls it in the name of its log. */
export function serverParts(
  scope: Construct,
  { config, vpc }: Pick<ServerProps, 'config' | 'vpc'>,
  engine: IEngine,
  kind: 'instance' | 'cluster',
): ServerParts {
  const { database } = config;
  const identifier = `${smallPrefix(config)}-database`;
  const kept = keptWithServer(config);
  const log = new LogGroup(scope, 'Log', {
    logGroupName: `/aws/rds/${kind}/${identifier}/postgresql`,
    retention: RetentionDays.ONE_MONTH,
    // The next deployment takes it over by its name: a server that is left writes on, and would make it again.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const { maxConnections = 0 } = instanceClasses[database.instanceType] ?? {};
  return {
    identifier,
    log,
    instanceType: new InstanceType(database.instanceType),
    vpc,
    subnetGroup: new SubnetGroup(scope, 'Subnets', {
      description: 'Isolated subnets of the database',
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      removalPolicy: kept,
    }),
    parameterGroup: new ParameterGroup(scope, 'Parameters', {
      engine,
      description: 'No rows in the log, no connection without TLS',
      parameters: serverParameters(maxConnections),
      removalPolicy: kept,
    }),
    removalPolicy: database.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.SNAPSHOT,
    settings,
  };
}

/** What a server hangs on stays with it. */
function keptWithServer({ database }: DeploymentConfig): RemovalPolicy {
  return database.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/**
 * The way into the database. It is the one thing of a server that stacks above hold on to, and the same for each server
 * and for the proxy: so one may take the place of another.
 */
export function databaseGroup(
  scope: Construct,
  { config, vpc }: Pick<ServerProps, 'config' | 'vpc'>,
): SecurityGroup {
  const group = inwardGroup(scope, vpc, 'The database: in from functions, nothing out');
  group.applyRemovalPolicy(keptWithServer(config));
  return group;
}

/**
 * A group that a version before had stacks above hold on to. CloudFormation does not take it away from under them: it
 * stays, and nothing new refers to it. `server` is what becomes of a server that has it.
 */
export function formerGroup(
  scope: Construct,
  vpc: IVpc,
  description: string,
  server?: RemovalPolicy,
): ISecurityGroup {
  const group = inwardGroup(scope, vpc, description);
  if (server === RemovalPolicy.RETAIN) group.applyRemovalPolicy(server);
  Stack.of(scope).exportValue(group.securityGroupId);
  return ruled(scope, 'Former', group);
}

/**
 * A group as a server or a proxy is given it, whose constructs would add rules over the port of one server. The rules
 * are the same for each, or EC2 would refuse those of the next as made twice.
 */
export function ruled(scope: Construct, id: string, group: ISecurityGroup): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(scope, id, group.securityGroupId, { mutable: false });
}

/** Lets what has the group reach what has the group: a proxy its server. */
export function allowWithin(group: ISecurityGroup): void {
  group.connections.allowInternally(Port.tcp(PORT), 'the proxy');
}

function inwardGroup(scope: Construct, vpc: IVpc, description: string): SecurityGroup {
  return new SecurityGroup(scope, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
}

/**
 * What is said of a server or a proxy to the stacks above (address, id, secret) they read when they are deployed: it may
 * be another one by then. Still exported as well, for whoever imports it by a version before.
 */
export function replaceable(construct: IConstruct): void {
  CrossStackReferences.of(construct).produce(ReferenceStrength.BOTH);
}

/** How long the service keeps backups. */
export function backupRetention({ database }: DeploymentConfig): Duration {
  return Duration.days(database.backupDays);
}

/** An endpoint over a security group. */
export function endpointOf(
  place: Omit<DatabaseEndpoint, 'port' | 'connections'>,
  securityGroup: ISecurityGroup,
): DatabaseEndpoint {
  return { ...place, port: PORT, connections: securityGroup.connections };
}
