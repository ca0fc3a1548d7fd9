import { Duration } from 'aws-cdk-lib';
import { type Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { scheduleFunction } from '../../build/functions.ts';

export interface ScheduleFunctionProps {
  /** Folder with the bundled handler, `schedule.mjs`. */
  readonly code: string;
  /** What it reads and switches. */
  readonly rule: Rule;
}

/**
 * The function that switches the rule which starts runs of the archive. It is in no VPC: the database's has no way to
 * EventBridge, and the function none to the database.
 */
export class ScheduleFunction extends Construct {
  readonly lambda: Function;

  constructor(scope: Construct, id: string, { code, rule }: ScheduleFunctionProps) {
    super(scope, id);
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
