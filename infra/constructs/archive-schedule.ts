import { Duration } from 'aws-cdk-lib';
import { IamResource, type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { AppSync } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { scheduleFunction } from '../../build/functions.ts';
import { archiveScheduleRule, RULE_PREFIX, scheduleExpression } from '../../build/rules.ts';

export interface ArchiveScheduleProps {
  readonly api: IGraphqlApi;
  /** Folder with the bundled handler, `schedule.mjs`. */
  readonly code: string;
  /** What the rule's name begins with; of two deployments in one account one needs another. */
  readonly rulePrefix?: string;
}

/**
 * The rule that starts runs of the archive, and the function that switches it. The function is in no VPC: the database's
 * has no way to EventBridge, and the function none to the database.
 */
export class ArchiveSchedule extends Construct {
  readonly lambda: Function;

  constructor(scope: Construct, id: string, props: ArchiveScheduleProps) {
    super(scope, id);
    const { api, code, rulePrefix = RULE_PREFIX } = props;
    const { name, description, enabled, target } = archiveScheduleRule;
    const role = new Role(this, 'RuleRole', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    api.grant(role, IamResource.ofType('Mutation', target.mutation), 'appsync:GraphQL');
    const rule = new Rule(this, 'Rule', {
      ruleName: `${rulePrefix}-${name}`,
      description,
      enabled,
      schedule: Schedule.expression(scheduleExpression(archiveScheduleRule)),
      targets: [
        new AppSync(api, {
          graphQLOperation: target.document,
          variables: RuleTargetInput.fromObject(target.variables),
          eventRole: role,
        }),
      ],
    });
    this.lambda = new Function(this, 'Lambda', {
      description: 'Switches the schedule of the archive',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${scheduleFunction.name}.handler`,
      code: Code.fromAsset(code),
      memorySize: scheduleFunction.memoryMb,
      timeout: Duration.millis(scheduleFunction.timeoutMs),
      environment: { NODE_OPTIONS: '--enable-source-maps', SCHEDULE_RULE: rule.ruleName },
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH }),
    });
    this.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['events:DescribeRule', 'events:DisableRule', 'events:EnableRule'],
        resources: [rule.ruleArn],
      }),
    );
  }
}
