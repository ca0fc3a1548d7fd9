import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { type IUserPool, type IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IRule } from 'aws-cdk-lib/aws-events';
import { type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { type Construct } from 'constructs';
import { rules } from '../../build/rules.ts';
import { cacheEnvironment, environment } from '../../resolvers/manifest.ts';
import { type Artifacts } from '../artifacts.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { AdminApi } from '../constructs/admin-api.ts';
import { AnswerCache } from '../constructs/answer-cache.ts';
import { ApiFirewall } from '../constructs/api-firewall.ts';
import { ApiFunction } from '../constructs/api-function.ts';
import { type DatabaseEndpoint } from '../constructs/database/database.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { FunctionSource } from '../constructs/function-source.ts';
import { MutationRule } from '../constructs/mutation-rule.ts';
import { type NodeFunction } from '../constructs/node-function.ts';
import { ResolverSet } from '../constructs/resolver-set.ts';

export interface ApiStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly artifacts: Artifacts;
  readonly vpc: IVpc;
  /** The database as the API's function reaches it. */
  readonly database: DatabaseEndpoint;
  readonly bucket: IBucket;
  readonly userPool: IUserPool;
  readonly client: IUserPoolClient;
  /** Functions of the stacks below that resolve fields. */
  readonly sources: Readonly<Record<'archive' | 'loader' | 'schedule', IFunction>>;
}

/** Everything that can be replaced at any time: the GraphQL API, its resolvers, its function and what calls it. */
export class ApiStack extends Stack {
  readonly graphql: GraphqlApi;
  readonly log: ILogGroup;
  readonly api: NodeFunction;
  readonly rules: readonly IRule[];
  readonly deadLetters: IQueue;
  readonly webAclName: string;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    const { config, artifacts, vpc, database, bucket, userPool, client, sources, ...rest } = props;
    super(scope, id, { description: 'The administrators API of MeetAssist', ...rest });

    const { cache } = config.api;
    const { graphql, log } = new AdminApi(this, 'Api', {
      name: config.prefix,
      schemaFile: artifacts.schemaFile,
      userPool,
      client,
      introspection: config.api.introspection,
      ownerContact: config.api.ownerContact,
      environment: { ...environment, ...(cache && cacheEnvironment) },
    });
    if (cache) new AnswerCache(this, 'Cache', { api: graphql, config: cache });
    this.graphql = graphql;
    this.log = log;
    const api = new ApiFunction(this, 'Backend', {
      config,
      code: artifacts.folderOf.api,
      vpc,
      database,
    });
    this.api = api.function;
    const source = (id: string, name: string, lambda: IFunction) =>
      new FunctionSource(this, id, { api: graphql, name, lambda }).dataSource;
    new ResolverSet(this, 'Resolvers', {
      api: graphql,
      manifest: artifacts.manifest,
      ...(cache && { cacheFor: Duration.seconds(cache.ttlSeconds) }),
      dataSources: {
        api: source('ApiSource', 'api', api.entrance),
        archive: source('ArchiveSource', 'archive', sources.archive),
        loader: source('LoaderSource', 'loader', sources.loader),
        schedule: source('ScheduleSource', 'schedule', sources.schedule),
        none: graphql.addNoneDataSource('NoneSource', { name: 'none' }),
      },
    });
    this.deadLetters = new DeadLetterQueue(this, 'RuleDeadLetters').queue;
    acknowledge(this.deadLetters, {
      'AwsSolutions-SQS3':
        'It is where rules leave what they could not deliver; cdk-nag looks for queues of queues only.',
    });
    this.rules = rules.map(
      definition =>
        new MutationRule(this, definition.name, {
          api: graphql,
          definition,
          prefix: config.prefix,
          bucketName: bucket.bucketName,
          deadLetters: this.deadLetters,
        }).rule,
    );
    this.webAclName = `${config.prefix}-Api`;
    new ApiFirewall(this, 'Firewall', {
      name: this.webAclName,
      api: graphql,
      requestsPer5MinutesPerIp: config.api.requestsPer5MinutesPerIp,
    });
    new CfnOutput(this, 'GraphqlUrl', {
      value: graphql.graphqlUrl,
      description:
        'Where the API answers: POST with the token of a user in the header Authorization',
    });
  }
}
