import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { scheduleFunction } from '../../build/functions.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { scheduleRuleName } from '../config/names.ts';
import { NodeFunction } from './node-function.ts';

export interface ScheduleFunctionProps {
  readonly config: DeploymentConfig;
  /** Folder with the bundled handler, `schedule.mjs`. */
  readonly code: string;
}

/**
 * The function that switches the rule which starts runs of the archive. It is in no VPC: the database's has no way to
 * EventBridge, and the function none to the database. It knows the rule by name, for the rule lies in a stack above.
 */
export class ScheduleFunction extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, { config, code }: ScheduleFunctionProps) {
    super(scope, id);
    const rule = scheduleRuleName(config);
    this.function = new NodeFunction(this, 'Function', {
      config,
      definition: scheduleFunction,
      description: 'Switches the schedule of the archive',
      code,
      environment: { SCHEDULE_RULE: rule },
    });
    this.function.role.addToPolicy(
      new PolicyStatement({
        actions: ['events:DescribeRule', 'events:DisableRule', 'events:EnableRule'],
        resources: [
          Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: rule }),
        ],
      }),
    );
  }
}
