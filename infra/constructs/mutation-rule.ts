import { Duration } from 'aws-cdk-lib';
import { IamResource, type IGraphqlApi } from 'aws-cdk-lib/aws-appsync';
import {
  EventField,
  type EventPattern,
  Rule,
  RuleTargetInput,
  Schedule,
} from 'aws-cdk-lib/aws-events';
import { AppSync } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type EventRule, scheduleExpression } from '../../build/rules.ts';

export interface MutationRuleProps {
  readonly api: IGraphqlApi;
  readonly definition: EventRule;
  /** What the rule's name begins with; each deployment in an account has its own. */
  readonly prefix: string;
  /** Of whose objects a rule is told; the bucket sends its notifications to EventBridge. */
  readonly bucketName: string;
  /** Where calls end up that the API could not be brought to take. */
  readonly deadLetters: IQueue;
}

/** How often a call is tried again: the next one comes in five minutes anyway. */
const RETRIES = 2;

/**
 * A rule of EventBridge that calls one mutation, as a role that may call nothing else.
 *
 * Whether the rule is on is written when it is made. CloudFormation touches it again only when something of it changes
 * in the template: then what `setArchiveSchedule` had switched is undone, and shows as an alarm where it is expected on.
 */
export class MutationRule extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, props: MutationRuleProps) {
    super(scope, id);
    const { api, definition, prefix, bucketName, deadLetters } = props;
    const { name, description, enabled, target } = definition;
    const eventRole = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    api.grant(eventRole, IamResource.ofType('Mutation', target.mutation), 'appsync:GraphQL');
    const variables = Object.entries(target.variables).map(
      ([variable, place]) => [variable, EventField.fromPath(place)] as const,
    );
    this.rule = new Rule(this, 'Rule', {
      ruleName: `${prefix}-${name}`,
      description,
      enabled,
      ...(definition.kind === 'schedule'
        ? { schedule: Schedule.expression(scheduleExpression(definition)) }
        : { eventPattern: createdIn(bucketName, definition.keyPrefix) }),
      targets: [
        new AppSync(api, {
          graphQLOperation: target.document,
          variables: RuleTargetInput.fromObject(Object.fromEntries(variables)),
          eventRole,
          deadLetterQueue: deadLetters,
          retryAttempts: RETRIES,
          maxEventAge: Duration.minutes(5),
        }),
      ],
    });
  }
}

function createdIn(bucketName: string, keyPrefix: string): EventPattern {
  return {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [bucketName] }, object: { key: [{ prefix: keyPrefix }] } },
  };
}
