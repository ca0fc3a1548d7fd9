import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IUserPool } from 'aws-cdk-lib/aws-cognito';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type Construct } from 'constructs';
import { apiFunction, archiveFunction, loaderFunction } from '../../build/functions.ts';
import { archiveRunsRule, archiveScheduleRule } from '../../build/rules.ts';
import { type Artifacts } from '../artifacts.ts';
import { AdminApi } from '../constructs/admin-api.ts';
import {
  BackendFunction,
  type DataBucket,
  type RoleDatabase,
} from '../constructs/backend-function.ts';
import { MutationRule } from '../constructs/mutation-rule.ts';
import { ResolverSet } from '../constructs/resolver-set.ts';
import { ScheduleFunction } from '../constructs/schedule-function.ts';
import { grantArchive, grantLoader } from '../constructs/bucket-grants.ts';
import {
  existingBucket,
  existingDatabase,
  existingUserPool,
  existingVpc,
  type FunctionRole,
} from '../existing.ts';

export interface ApiStackProps extends StackProps {
  readonly artifacts: Artifacts;
  /** The network of the database, with isolated subnets. Left out: parameters of the template name one. */
  readonly vpc?: IVpc;
  /** The migrated database, as each role reaches it. Left out: parameters of the template say where it is. */
  readonly database?: Readonly<Record<FunctionRole, RoleDatabase>>;
  /** The bucket of the archive. Left out: parameters of the template name it. */
  readonly data?: DataBucket;
  /** Whose users may sign in. Left out: a parameter of the template names it. */
  readonly userPool?: IUserPool;
  /** What the names of rules begin with; of two deployments in one account one needs another. */
  readonly rulePrefix?: string;
}

/** Everything that can be replaced at any time: the GraphQL API, its resolvers and the functions behind them. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { artifacts, userPool, vpc: givenVpc, database: givenDatabase, ...rest } = props;
    const { data: givenData, rulePrefix, ...stackProps } = rest;
    super(scope, id, { description: 'The administrators API of MeetAssist', ...stackProps });

    const { graphql } = new AdminApi(this, 'Api', {
      name: this.stackName,
      schemaFile: artifacts.schemaFile,
      userPool: userPool ?? existingUserPool(this),
    });
    const vpc = givenVpc ?? existingVpc(this);
    const database = givenDatabase ?? existingDatabase(this);
    const data = givenData ?? existingBucket(this);
    const { lambda: api } = new BackendFunction(this, 'ApiFunction', {
      definition: apiFunction,
      description: 'Resolves the fields of the administrators API',
      code: artifacts.folderOf.api,
      vpc,
      database: database.api,
    });
    const { lambda: archive } = new BackendFunction(this, 'ArchiveFunction', {
      definition: archiveFunction,
      description: 'Archives the database, and resolves the fields that the bucket answers',
      code: artifacts.folderOf.archive,
      vpc,
      database: database.archive,
      data,
    });
    grantArchive(data.bucket, archive);
    const { lambda: loader } = new BackendFunction(this, 'LoaderFunction', {
      definition: loaderFunction,
      description: 'Loads days of the archive and imports files into the database',
      code: artifacts.folderOf.loader,
      vpc,
      database: database.owner,
      data,
    });
    grantLoader(data.bucket, loader);
    const shared = { api: graphql, prefix: rulePrefix, bucketName: data.bucket.bucketName };
    new MutationRule(this, archiveRunsRule.name, { ...shared, definition: archiveRunsRule });
    const { rule } = new MutationRule(this, archiveScheduleRule.name, {
      ...shared,
      definition: archiveScheduleRule,
    });
    const { lambda: schedule } = new ScheduleFunction(this, 'ScheduleFunction', {
      code: artifacts.folderOf.schedule,
      rule,
    });
    new ResolverSet(this, 'Resolvers', {
      api: graphql,
      manifest: artifacts.manifest,
      dataSources: {
        api: graphql.addLambdaDataSource('ApiDataSource', api, { name: 'api' }),
        archive: graphql.addLambdaDataSource('ArchiveDataSource', archive, { name: 'archive' }),
        loader: graphql.addLambdaDataSource('LoaderDataSource', loader, { name: 'loader' }),
        schedule: graphql.addLambdaDataSource('ScheduleDataSource', schedule, { name: 'schedule' }),
        none: graphql.addNoneDataSource('NoneDataSource', { name: 'none' }),
      },
    });

    new CfnOutput(this, 'GraphqlUrl', {
      value: graphql.graphqlUrl,
      description:
        'Where the API answers: POST with the token of a user in the header Authorization',
    });
  }
}
