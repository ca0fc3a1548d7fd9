import { Aws } from 'aws-cdk-lib';
import {
  type CfnDBInstance,
  DatabaseInstance,
  DatabaseInstanceEngine,
  PostgresEngineVersion,
  StorageType,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type Database, DATABASE_NAME, type DatabaseEndpoint } from './database.ts';
import {
  BACKUP_WINDOW,
  backupRetention,
  endpointOf,
  replaceable,
  ruled,
  serverParts,
  type ServerProps,
} from './server.ts';

/** How far storage grows by itself before somebody must look. */
const LARGEST_GROWTH = 5;

/** PostgreSQL of RDS on one Graviton machine, and a standby if so configured. */
export class PostgresInstance extends Construct implements Database {
  readonly kind = 'instance';
  readonly endpoint: DatabaseEndpoint;
  readonly identifier: string;
  readonly masterSecretArn: string;
  readonly instance: DatabaseInstance;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { securityGroup, config } = props;
    const { database } = config;
    // The major version only: the service chooses the minor one, and upgrades it by itself.
    const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_18 });
    const { identifier, log, settings, ...parts } = serverParts(this, props, engine, 'instance');
    this.instance = new DatabaseInstance(this, 'Instance', {
      ...parts,
      ...settings,
      engine,
      instanceIdentifier: identifier,
      securityGroups: [ruled(this, 'Group', securityGroup)],
      databaseName: DATABASE_NAME,
      storageType: StorageType.GP3,
      allocatedStorage: database.storageGb,
      maxAllocatedStorage: database.storageGb * LARGEST_GROWTH,
      multiAz: database.multiAz,
      publiclyAccessible: false,
      backupRetention: backupRetention(props.config),
      preferredBackupWindow: BACKUP_WINDOW,
      deleteAutomatedBackups: false,
      deletionProtection: database.deletionProtection,
    });
    acknowledge(this.instance, {
      'AwsSolutions-RDS11':
        'The port is no secret: who may connect is said by security groups, and there is no way in from outside.',
      ...(!database.multiAz && {
        'AwsSolutions-RDS3':
          'A standby doubles the price of the server: a setting, for who cannot wait for a restore.',
      }),
      ...(!database.deletionProtection && {
        'AwsSolutions-RDS10':
          'A profile for trying things out is taken away with its stacks; a last snapshot stays.',
      }),
    });
    // Else the service would make its log group, and keep everything for ever.
    this.instance.node.addDependency(log);
    replaceable(this.instance);
    const resource = this.instance.node.defaultChild as CfnDBInstance;
    this.identifier = identifier;
    this.masterSecretArn = resource.attrMasterUserSecretSecretArn;
    this.endpoint = endpointOf(
      {
        host: resource.attrEndpointAddress,
        authorities: Aws.REGION,
        resourceId: resource.attrDbiResourceId,
      },
      securityGroup,
    );
  }
}
