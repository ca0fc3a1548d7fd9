import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  InstanceType,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CaCertificate, type IEngine, ParameterGroup, SubnetGroup } from 'aws-cdk-lib/aws-rds';
import { type Construct } from 'constructs';
import { type DeploymentConfig } from '../../config/config.ts';
import { instanceClasses } from '../../config/instance-classes.ts';
import { smallPrefix } from '../../config/names.ts';
import { type DatabaseEndpoint } from './database.ts';
import { serverParameters } from './parameters.ts';

export interface ServerProps {
  readonly config: DeploymentConfig;
  readonly vpc: IVpc;
}

/** What a server of either kind is put together from. */
export interface ServerParts {
  readonly identifier: string;
  /** There before the server. */
  readonly log: LogGroup;
  readonly instanceType: InstanceType;
  readonly vpc: IVpc;
  readonly subnetGroup: SubnetGroup;
  readonly securityGroup: ISecurityGroup;
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
  { config, vpc }: ServerProps,
  engine: IEngine,
  kind: 'instance' | 'cluster',
): ServerParts {
  const { database } = config;
  const identifier = `${smallPrefix(config)}-database`;
  const removalPolicy = database.deletionProtection ? RemovalPolicy.RETAIN : RemovalPolicy.SNAPSHOT;
  // What a server hangs on stays with it.
  const kept =
    removalPolicy === RemovalPolicy.RETAIN ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  const log = new LogGroup(scope, 'Log', {
    logGroupName: `/aws/rds/${kind}/${identifier}/postgresql`,
    retention: RetentionDays.ONE_MONTH,
    // The next deployment takes it over by its name: a server that is left writes on, and would make it again.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const securityGroup = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: 'The database: in from functions, nothing out',
    allowAllOutbound: false,
  });
  securityGroup.applyRemovalPolicy(kept);
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
    securityGroup,
    parameterGroup: new ParameterGroup(scope, 'Parameters', {
      engine,
      description: 'No rows in the log, no connection without TLS',
      parameters: serverParameters(maxConnections),
      removalPolicy: kept,
    }),
    removalPolicy,
    settings,
  };
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
