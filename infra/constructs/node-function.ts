import { CrossStackReferences, Duration, ReferenceStrength } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionDefinition } from '../../build/functions.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { acknowledge } from './acknowledge.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface NodeFunctionProps {
  readonly config: DeploymentConfig;
  readonly definition: FunctionDefinition;
  /** Shown in the console of Lambda. */
  readonly description: string;
  /** Folder with the bundled handler, `<name>.mjs`. */
  readonly code: string;
  /** What the handler reads, beside what every function gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where inside a VPC. Left out: outside, with a way to the services of AWS. */
  readonly inside?: { readonly vpc: IVpc; readonly securityGroup: ISecurityGroup };
  /** Whether it is sent events that nobody waits for; what it cannot do ends up in a queue. */
  readonly takesEvents?: boolean;
  /** After which time an event is too late for it. Left out: an hour where it takes events. */
  readonly maxEventAge?: Duration;
  readonly reservedConcurrency?: number;
}

/** How often Lambda tries an event again: a job that was interrupted is ended by the next attempt, or taken up. */
const RETRIES = 2;

/** A function on Node.js with a log of its own, and a role that says all it may do. */
export class NodeFunction extends Construct {
  readonly lambda: Function;
  readonly log: ILogGroup;
  readonly role: Role;
  /** What becomes of events that were tried in vain; there when it takes events. */
  readonly deadLetters?: IQueue;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { config, definition, description, code, environment, inside } = props;
    this.log = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH });
    // Not the role that comes with a function: that one may write to every log of the account.
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `The ${definition.name} function of ${config.prefix}`,
    });
    acknowledge(this.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray has no resources to name, nor have network interfaces before they are made; every other right names what it is for.',
    });
    this.log.grantWrite(this.role);
    if (inside) this.role.addToPolicy(networkInterfaces());
    if (props.takesEvents) {
      this.deadLetters = new DeadLetterQueue(this, 'DeadLetters').queue;
    }
    this.lambda = new Function(this, 'Lambda', {
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${definition.name}.handler`,
      code: Code.fromAsset(code),
      memorySize: definition.memoryMb,
      timeout: Duration.millis(definition.timeoutMs),
      reservedConcurrentExecutions: props.reservedConcurrency,
      role: this.role,
      environment: {
        DEPLOYMENT: config.prefix,
        BUSINESS_ZONE: config.zone,
        ...environment,
      },
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.log,
      // Brings the one right of tracing, on `*`: X-Ray knows no resources to name.
      tracing: Tracing.ACTIVE,
      ...(inside && {
        vpc: inside.vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
        securityGroups: [inside.securityGroup],
      }),
      ...(this.deadLetters && {
        deadLetterQueue: this.deadLetters,
        retryAttempts: RETRIES,
        maxEventAge: Duration.hours(1),
      }),
      ...(props.maxEventAge && { maxEventAge: props.maxEventAge }),
    });
    // A stack above takes the function that is there when it is deployed: it can be replaced without asking who uses it.
    CrossStackReferences.of(this.lambda).produce(ReferenceStrength.WEAK);
  }
}

/**
 * How Lambda puts a function into a VPC. On `*`: the interfaces have no names before they are made, describing takes no
 * resource, and Lambda asks for all of them when the function is made. Source: AWS Lambda Developer Guide, "Giving Lambda
 * functions access to resources in an Amazon VPC". The function itself has no way to EC2.
 */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
