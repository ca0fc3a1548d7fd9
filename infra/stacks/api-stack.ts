import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IUserPool } from 'aws-cdk-lib/aws-cognito';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type Construct } from 'constructs';
import { type Artifacts } from '../artifacts.ts';
import { AdminApi } from '../constructs/admin-api.ts';
import { type ApiDatabase, ApiFunction } from '../constructs/api-function.ts';
import { ArchiveSchedule } from '../constructs/archive-schedule.ts';
import { ResolverSet } from '../constructs/resolver-set.ts';
import { existingDatabase, existingUserPool, existingVpc } from '../existing.ts';

export interface ApiStackProps extends StackProps {
  readonly artifacts: Artifacts;
  /** The network of the database, with isolated subnets. Left out: parameters of the template name one. */
  readonly vpc?: IVpc;
  /** The migrated database. Left out: parameters of the template say where it is. */
  readonly database?: ApiDatabase;
  /** Whose users may sign in. Left out: a parameter of the template names it. */
  readonly userPool?: IUserPool;
  /** What the names of rules begin with; of two deployments in one account one needs another. */
  readonly rulePrefix?: string;
}

/** Everything that can be replaced at any time: the GraphQL API, its resolvers and the function behind them. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { artifacts, vpc, database, userPool, rulePrefix, ...stackProps } = props;
    super(scope, id, { description: 'The administrators API of MeetAssist', ...stackProps });

    const { graphql } = new AdminApi(this, 'Api', {
      name: this.stackName,
      schemaFile: artifacts.schemaFile,
      userPool: userPool ?? existingUserPool(this),
    });
    const { lambda } = new ApiFunction(this, 'ApiFunction', {
      code: artifacts.apiFolder,
      vpc: vpc ?? existingVpc(this),
      database: database ?? existingDatabase(this),
    });
    const schedule = new ArchiveSchedule(this, 'ArchiveSchedule', {
      api: graphql,
      code: artifacts.scheduleFolder,
      rulePrefix,
    });
    new ResolverSet(this, 'Resolvers', {
      api: graphql,
      manifest: artifacts.manifest,
      dataSources: {
        api: graphql.addLambdaDataSource('ApiDataSource', lambda, { name: 'api' }),
        schedule: graphql.addLambdaDataSource('ScheduleDataSource', schedule.lambda, {
          name: 'schedule',
        }),
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
