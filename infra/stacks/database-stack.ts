import { Stack, type StackProps } from 'aws-cdk-lib';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { type Construct } from 'constructs';
import { loaderFunction } from '../../build/functions.ts';
import { type Artifacts } from '../artifacts.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { dataBucketName } from '../config/names.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { grantLoader } from '../constructs/bucket-grants.ts';
import { type BucketSettings } from '../constructs/data-bucket.ts';
import { DatabaseInitialisation } from '../constructs/database-initialisation.ts';
import { type Database, databaseUsers } from '../constructs/database/database.ts';
import { type NodeFunction } from '../constructs/node-function.ts';

export interface DatabaseStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly artifacts: Artifacts;
  readonly vpc: IVpc;
  readonly database: Database;
  readonly bucket: IBucket;
  readonly bucketSettings: BucketSettings;
}

/** What is in the database: the function that writes it as the owner, and its preparation at each deployment. */
export class DatabaseStack extends Stack {
  readonly loader: NodeFunction;
  readonly deployment: NodeFunction;

  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    const { config, artifacts, vpc, database, bucket, bucketSettings, ...rest } = props;
    super(scope, id, { description: 'Users, tables and rows of MeetAssist', ...rest });
    const loader = new BackendFunction(this, 'Loader', {
      config,
      definition: loaderFunction,
      description: 'Prepares the database, loads days of the archive, imports files',
      code: artifacts.folderOf.loader,
      vpc,
      database: database.endpoint,
      user: databaseUsers.owner,
      bucket,
      takesEvents: true,
    });
    this.loader = loader.function;
    grantLoader(dataBucketName(config), this.loader.role);
    this.deployment = new DatabaseInitialisation(this, 'Initialisation', {
      config,
      code: artifacts.folderOf.deployment,
      loader,
      loaderCode: artifacts.folderOf.loader,
      masterSecretArn: database.masterSecretArn,
      bucketArn: bucket.bucketArn,
      bucketSettings,
    }).function;
  }
}
