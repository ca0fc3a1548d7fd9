import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  PolicyDocument,
  PolicyStatement,
  AccountRootPrincipal,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { severities, type Severity } from './alarm.ts';

export interface AlarmTopicsProps {
  /** What the topics' names begin with. */
  readonly prefix: string;
  /** Who is written to. AWS asks each address once whether it wants to be. */
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
}

/** Who may publish: alarms on all topics, budgets where daily costs are told. */
const publishers = {
  critical: ['cloudwatch'],
  warning: ['cloudwatch', 'budgets'],
  info: ['cloudwatch'],
} as const satisfies Readonly<Record<Severity, readonly string[]>>;

/**
 * A topic for each severity. They have a key of their own, for services may not publish to a topic that is encrypted
 * with the key of SNS.
 */
export class AlarmTopics extends Construct {
  readonly bySeverity: Readonly<Record<Severity, Topic>>;

  constructor(scope: Construct, id: string, { prefix, emails }: AlarmTopicsProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: `Encrypts what the alarms of ${prefix} say`,
      enableKeyRotation: true,
      // Messages are delivered in seconds; nothing that lasts is encrypted with it.
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
      policy: new PolicyDocument({
        statements: [administration(), this.use('cloudwatch'), this.use('budgets')],
      }),
    });
    const topic = (severity: Severity): Topic => {
      const made = new Topic(this, severity, {
        topicName: `${prefix}-${severity}`,
        displayName: `${prefix} ${severity}`,
        masterKey: key,
        enforceSSL: true,
      });
      for (const service of publishers[severity]) {
        made.addToResourcePolicy(this.publish(service, made));
      }
      for (const email of emails[severity]) made.addSubscription(new EmailSubscription(email));
      return made;
    };
    const [critical, warning, info] = severities;
    this.bySeverity = {
      [critical]: topic(critical),
      [warning]: topic(warning),
      [info]: topic(info),
    };
  }

  private publish(service: Publisher, topic: Topic): PolicyStatement {
    return new PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
      resources: [topic.topicArn],
      conditions: this.ofThisAccount(),
    });
  }

  /** In the policy of a key, `*` is that key. */
  private use(service: Publisher): PolicyStatement {
    return new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
      resources: ['*'],
      conditions: this.ofThisAccount(),
    });
  }

  /** Nobody else's alarm may speak through a service that all accounts share. */
  private ofThisAccount() {
    return { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
  }
}

type Publisher = (typeof publishers)[Severity][number];

/**
 * Whom IAM permits in this account may manage the key; nobody may decrypt with it. In the policy of a key, `*` is that
 * key. Without `PutKeyPolicy` for somebody KMS would refuse the policy.
 */
function administration(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'kms:CancelKeyDeletion',
      'kms:DescribeKey',
      'kms:DisableKey',
      'kms:DisableKeyRotation',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateKeyDescription',
    ],
    principals: [new AccountRootPrincipal()],
    resources: ['*'],
  });
}
