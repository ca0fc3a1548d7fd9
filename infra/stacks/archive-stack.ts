import { Stack, type StackProps } from 'aws-cdk-lib';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { type Construct } from 'constructs';
import { archiveFunction } from '../../build/functions.ts';
import { type Artifacts } from '../artifacts.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { dataBucketName } from '../config/names.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { grantArchive } from '../constructs/bucket-grants.ts';
import { type Database, databaseUsers } from '../constructs/database/database.ts';
import { type NodeFunction } from '../constructs/node-function.ts';
import { ScheduleFunction } from '../constructs/schedule-function.ts';

export interface ArchiveStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly artifacts: Artifacts;
  readonly vpc: IVpc;
  readonly database: Database;
  readonly bucket: IBucket;
}

/** The functions that archive the database and switch the schedule on which they do. */
export class ArchiveStack extends Stack {
  readonly archive: NodeFunction;
  readonly schedule: NodeFunction;

  constructor(scope: Construct, id: string, props: ArchiveStackProps) {
    const { config, artifacts, vpc, database, bucket, ...rest } = props;
    super(scope, id, { description: 'The archive of MeetAssist', ...rest });
    this.archive = new BackendFunction(this, 'Archive', {
      config,
      definition: archiveFunction,
      description: 'Archives the database, and resolves the fields that the bucket answers',
      code: artifacts.folderOf.archive,
      vpc,
      database: database.endpoint,
      user: databaseUsers.archive,
      bucket,
      takesEvents: true,
    }).function;
    grantArchive(dataBucketName(config), this.archive.role);
    this.schedule = new ScheduleFunction(this, 'Schedule', {
      config,
      code: artifacts.folderOf.schedule,
    }).function;
  }
}
