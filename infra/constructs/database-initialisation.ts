import { CustomResource, Duration, FileSystem, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deploymentFunction } from '../../build/functions.ts';
import { type DeploymentConfig } from '../config/config.ts';
import { instanceClasses } from '../config/instance-classes.ts';
import { type BackendFunction } from './backend-function.ts';
import { type BucketSettings } from './data-bucket.ts';
import { NodeFunction } from './node-function.ts';

export interface DatabaseInitialisationProps {
  readonly config: DeploymentConfig;
  /** Folder with the bundled handler, `deployment.mjs`. */
  readonly code: string;
  /** The function that works inside the network, as the owner. */
  readonly loader: BackendFunction;
  /** Folder with what the loader runs, migrations among it: when it changes, the database is prepared anew. */
  readonly loaderCode: string;
  readonly masterSecretArn: string;
  readonly bucketArn: string;
  readonly bucketSettings: BucketSettings;
}

/** What gives a bucket its settings, and reads who is told of its objects. */
const settlingActions = [
  's3:GetBucketNotification',
  's3:PutBucketCORS',
  's3:PutBucketNotification',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
];

/** How long CloudFormation waits for a bucket's settings. */
const SETTLED_WITHIN = Duration.minutes(5);

/**
 * Prepares the database while the stack is deployed: users, migrations and, when it is empty, the restore from the
 * bucket, which gets its settings first, for one that was taken over has those of before. When that fails the deployment fails, and is rolled back; nothing is ever dropped.
 */
export class DatabaseInitialisation extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: DatabaseInitialisationProps) {
    super(scope, id);
    const { config, code, loader, loaderCode, masterSecretArn, bucketArn, bucketSettings } = props;
    this.function = new NodeFunction(this, 'Function', {
      config,
      definition: deploymentFunction,
      description: 'Has the database prepared, and tells CloudFormation',
      code,
      // Not hours later, over what another deployment has made since. No queue: whoever reads an event may answer it.
      maxEventAge: SETTLED_WITHIN,
      environment: {
        MASTER_SECRET_ARN: masterSecretArn,
        LOADER_FUNCTION: loader.function.lambda.functionName,
      },
    });
    const { role } = this.function;
    for (const [action, resource] of [
      ['secretsmanager:GetSecretValue', masterSecretArn],
      ['lambda:InvokeFunction', loader.function.lambda.functionArn],
    ] as const) {
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    }
    role.addToPolicy(new PolicyStatement({ actions: settlingActions, resources: [bucketArn] }));
    const settled = new CustomResource(this, 'Settled', {
      resourceType: 'Custom::SettledBucket',
      serviceToken: this.function.lambda.functionArn,
      serviceTimeout: SETTLED_WITHIN,
      properties: { Settings: Stack.of(this).toJsonString(bucketSettings) },
    });
    settled.node.addDependency(this.function);
    const prepared = new CustomResource(this, 'Prepared', {
      resourceType: 'Custom::PreparedDatabase',
      serviceToken: this.function.lambda.functionArn,
      // A little more than the function's longest: the stack does not wait an hour for an answer that never comes.
      serviceTimeout: Duration.millis(deploymentFunction.timeoutMs + 60_000),
      properties: {
        Loader: FileSystem.fingerprint(loaderCode),
        Zone: config.zone,
        // Another server has another secret, and is to be prepared as well.
        Database: masterSecretArn,
        // Of which the API's role gets a share.
        Connections: instanceClasses[config.database.instanceType]?.maxConnections,
      },
    });
    // The roles with their policies, and the way into the database.
    prepared.node.addDependency(this.function, loader, settled);
  }
}
