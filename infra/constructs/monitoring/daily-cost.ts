import { Aws } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { type ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface DailyCostProps {
  /** What the budget's name begins with. */
  readonly prefix: string;
  readonly usd: number;
  readonly topic: ITopic;
}

/**
 * Tells when a day of the account has cost more than it should. Of the whole account, not of this deployment: costs can
 * be told apart by tags only after somebody has switched that on for the account, and until then would come to nothing.
 * A budget without actions is free.
 */
export class DailyCost extends Construct {
  constructor(scope: Construct, id: string, { prefix, usd, topic }: DailyCostProps) {
    super(scope, id);
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        // Budgets are in no region: the same copy may be in several.
        budgetName: `${prefix}-DailyCost-${Aws.REGION}`,
        budgetType: 'COST',
        timeUnit: 'DAILY',
        budgetLimit: { amount: usd, unit: 'USD' },
      },
      notificationsWithSubscribers: [
        {
          notification: {
            notificationType: 'ACTUAL',
            comparisonOperator: 'GREATER_THAN',
            thresholdType: 'PERCENTAGE',
            threshold: 100,
          },
          subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
        },
      ],
    });
    // Whoever is to be told lets the budget in before it is made.
    budget.node.addDependency(topic);
  }
}
