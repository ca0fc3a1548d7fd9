import { Aws } from 'aws-cdk-lib';
import {
  AuroraPostgresEngineVersion,
  type CfnDBCluster,
  ClusterInstance,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { type Database, DATABASE_NAME, type DatabaseEndpoint } from './database.ts';
import {
  BACKUP_WINDOW,
  backupRetention,
  endpointOf,
  formerGroup,
  replaceable,
  ruled,
  serverParts,
  type ServerProps,
} from './server.ts';

/** Aurora PostgreSQL on Graviton: a writer, and a reader in the other zone if so configured. */
export class AuroraCluster extends Construct implements Database {
  readonly kind = 'aurora';
  readonly endpoint: DatabaseEndpoint;
  readonly identifier: string;
  readonly masterSecretArn: string;
  readonly cluster: DatabaseCluster;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { securityGroup, config, vpc } = props;
    const { database } = config;
    const engine = DatabaseClusterEngine.auroraPostgres({
      version: AuroraPostgresEngineVersion.VER_18_4,
    });
    const { identifier, log, settings, instanceType, ...parts } = serverParts(
      this,
      props,
      engine,
      'cluster',
    );
    const { caCertificate, autoMinorVersionUpgrade, ...ofCluster } = settings;
    const machine = {
      instanceType,
      caCertificate,
      autoMinorVersionUpgrade,
      publiclyAccessible: false,
    };
    this.cluster = new DatabaseCluster(this, 'Cluster', {
      ...parts,
      ...ofCluster,
      engine,
      clusterIdentifier: identifier,
      securityGroups: [
        ruled(this, 'Group', securityGroup),
        formerGroup(this, vpc, 'The database: in from functions, nothing out', parts.removalPolicy),
      ],
      defaultDatabaseName: DATABASE_NAME,
      writer: ClusterInstance.provisioned('Writer', machine),
      readers: database.multiAz ? [ClusterInstance.provisioned('Reader', machine)] : [],
      backup: { retention: backupRetention(props.config), preferredWindow: BACKUP_WINDOW },
      deletionProtection: database.deletionProtection,
    });
    // Else the service would make its log group, and keep everything for ever.
    this.cluster.node.addDependency(log);
    replaceable(this.cluster);
    const resource = this.cluster.node.defaultChild as CfnDBCluster;
    this.identifier = identifier;
    this.masterSecretArn = resource.attrMasterUserSecretSecretArn;
    this.endpoint = endpointOf(
      {
        host: resource.attrEndpointAddress,
        authorities: Aws.REGION,
        resourceId: resource.attrDbClusterResourceId,
      },
      securityGroup,
    );
  }
}
