import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { ProxyTarget } from 'aws-cdk-lib/aws-rds';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type DeploymentConfig } from '../config/config.ts';
import { instanceClasses } from '../config/instance-classes.ts';
import { dataBucketName, proxyName } from '../config/names.ts';
import { type BucketSettings, DataBucket } from '../constructs/data-bucket.ts';
import { AuroraCluster } from '../constructs/database/aurora.ts';
import {
  type Database,
  type DatabaseEndpoint,
  databaseUsers,
} from '../constructs/database/database.ts';
import { PostgresInstance } from '../constructs/database/instance.ts';
import { ConnectionProxy } from '../constructs/database/proxy.ts';
import { databaseGroup } from '../constructs/database/server.ts';

export interface DataStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly vpc: IVpc;
  /** Where the console is: its pages use links to the bucket. */
  readonly consoleUrl: string;
}

/** What lasts: the database and the bucket of its archive. */
export class DataStack extends Stack {
  readonly bucket: IBucket;
  /** How the bucket is to be, also when it was there before. */
  readonly bucketSettings: BucketSettings;
  readonly database: Database;
  /** Where the API's function reaches the database: through the proxy, if there is one. */
  readonly apiEndpoint: DatabaseEndpoint;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { config, vpc, consoleUrl, ...rest } = props;
    super(scope, id, { description: 'The database and the bucket of MeetAssist', ...rest });
    const data = new DataBucket(this, 'Data', {
      name: dataBucketName(config),
      origins: [consoleUrl, ...config.api.corsOrigins],
    });
    this.bucket = data.bucket;
    this.bucketSettings = data.settings;
    // Called after the server that is usual; 'Default' is left out of names.
    const usual = new Construct(this, 'Postgres');
    const securityGroup = databaseGroup(usual, { config, vpc });
    const inside = { config, vpc, securityGroup };
    const server =
      config.database.engine === 'aurora'
        ? new AuroraCluster(this, 'Aurora', inside)
        : new PostgresInstance(usual, 'Default', inside);
    // What can be refused is made first: a protected server would stay behind, in a network that goes.
    (server.kind === 'aurora' ? server.cluster : server.instance).node.addDependency(data);
    this.database = server;
    this.apiEndpoint = config.database.proxy
      ? new ConnectionProxy(this, 'Proxy', {
          name: proxyName(config),
          vpc,
          target:
            server.kind === 'aurora'
              ? ProxyTarget.fromCluster(server.cluster)
              : ProxyTarget.fromInstance(server.instance),
          server: server.endpoint,
          securityGroup,
          maxConnections: instanceClasses[config.database.instanceType]?.maxConnections ?? 0,
          user: databaseUsers.api,
        }).endpoint
      : server.endpoint;
    new CfnOutput(this, 'DataBucketName', {
      value: this.bucket.bucketName,
      description: 'The bucket of the archive, of uploads and exports',
    });
  }
}
