import {
  AuthorizationType,
  type CfnGraphQLApi,
  DataSourceLevelMetricsBehavior,
  Definition,
  FieldLogLevel,
  GraphqlApi,
  IntrospectionConfig,
  OperationLevelMetricsConfig,
  ResolverLevelMetricsBehavior,
  UserPoolDefaultAction,
} from 'aws-cdk-lib/aws-appsync';
import { type IUserPool, type IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { limits } from '../../resolvers/manifest.ts';
import { acknowledge } from './acknowledge.ts';

export interface AdminApiProps {
  /** Shown in the console of AppSync; need not be unique. */
  readonly name: string;
  /** A file with the schema as AppSync takes it; its text becomes part of the template. */
  readonly schemaFile: string;
  /** Whose users may sign in. Their groups arrive as the claim `cognito:groups`, which the schema's directives read. */
  readonly userPool: IUserPool;
  /** The one client of the pool whose tokens are taken. */
  readonly client: IUserPoolClient;
  /** Whether clients may read the schema from the endpoint. */
  readonly introspection: boolean;
  /** Who answers for the API. */
  readonly ownerContact: string;
  /** What resolvers find in `ctx.env`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The GraphQL API without its data sources: who may ask, how much at once, and what is logged. */
export class AdminApi extends Construct {
  readonly graphql: GraphqlApi;
  readonly log: ILogGroup;

  constructor(scope: Construct, id: string, props: AdminApiProps) {
    super(scope, id);
    const { name, schemaFile, userPool, client, introspection, ownerContact } = props;
    this.graphql = new GraphqlApi(this, 'Graphql', {
      name,
      definition: Definition.fromFile(schemaFile),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.USER_POOL,
          // Not DENY: it is not certain that the service takes it beside a second mode. Each root field says who may
          // call it, which a test of the template demands.
          userPoolConfig: {
            userPool,
            appIdClientRegex: client.userPoolClientId,
            defaultAction: UserPoolDefaultAction.ALLOW,
          },
        },
        additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
      },
      introspectionConfig: introspection
        ? IntrospectionConfig.ENABLED
        : IntrospectionConfig.DISABLED,
      ownerContact,
      xrayEnabled: true,
      // By data source: errors of GraphQL come with the status 200, and show nowhere else. By resolver they would cost
      // some eighty times as much.
      enhancedMetricsConfig: {
        dataSourceLevelMetricsBehavior: DataSourceLevelMetricsBehavior.PER_DATA_SOURCE_METRICS,
        operationLevelMetricsConfig: OperationLevelMetricsConfig.DISABLED,
        resolverLevelMetricsBehavior: ResolverLevelMetricsBehavior.PER_RESOLVER_METRICS,
      },
      queryDepthLimit: limits.queryDepth,
      resolverCountLimit: limits.resolverCount,
      environmentVariables: { ...props.environment },
    });
    this.log = this.logFailures();
  }

  /**
   * Failing fields are logged for 30 days, without their verbose content, which is headers and answers: tokens and
   * personal data. Not by the construct's `logConfig`, which brings a function that may set the retention of any group.
   */
  private logFailures(): ILogGroup {
    const role = new Role(this, 'LogRole', {
      assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
    });
    const group = new LogGroup(this, 'Log', {
      logGroupName: `/aws/appsync/apis/${this.graphql.apiId}`,
      retention: RetentionDays.ONE_MONTH,
    });
    // All that AppSync asks for; the right comes when the group is there, so AppSync cannot make it first, and keep it for
    // ever. Source: AppSync Developer Guide, the policy AWSAppSyncPushToCloudWatchLogs.
    group.grant(role, 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents');
    const resource = this.graphql.node.defaultChild as CfnGraphQLApi;
    resource.logConfig = {
      cloudWatchLogsRoleArn: role.roleArn,
      fieldLogLevel: FieldLogLevel.ERROR,
      excludeVerboseContent: true,
    };
    acknowledge(this.graphql, {
      'AwsSolutions-ASC3':
        'Failing requests are logged; the rule asks for their verbose content, which is tokens and personal data.',
    });
    return group;
  }
}
