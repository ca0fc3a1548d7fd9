import {
  GetBucketNotificationConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type CORSRule,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { DeploymentFailed, nameOf } from './deployment-failed.ts';
import { type Patience } from './patience.ts';

/** How the data bucket is to be, beside what holds for each: `infra/constructs/data-bucket.ts` says it. */
export interface BucketSettings {
  readonly bucket: string;
  readonly lifecycle: readonly LifecycleRule[];
  readonly cors: readonly CORSRule[];
}

/**
 * Gives the bucket the settings that its template says. CloudFormation does so with a bucket that it makes; one that it
 * takes over it leaves as it is. Same settings again change nothing; objects are never touched. Errors:
 * {@link DeploymentFailed} with the setting that was refused.
 */
export function createBucketSettings(
  region: string,
): (settings: BucketSettings, patience: Patience) => Promise<void> {
  const client = new S3Client({ region, maxAttempts: 5 });
  return async ({ bucket: Bucket, lifecycle, cors }, patience) => {
    const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
      [
        'its privacy',
        () =>
          client.send(
            new PutPublicAccessBlockCommand({
              Bucket,
              PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
              },
            }),
          ),
      ],
      [
        'its ownership',
        () =>
          client.send(
            new PutBucketOwnershipControlsCommand({
              Bucket,
              OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
            }),
          ),
      ],
      [
        'its encryption',
        () =>
          client.send(
            new PutBucketEncryptionCommand({
              Bucket,
              ServerSideEncryptionConfiguration: {
                Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
              },
            }),
          ),
      ],
      [
        'its versions',
        () =>
          client.send(
            new PutBucketVersioningCommand({
              Bucket,
              VersioningConfiguration: { Status: 'Enabled' },
            }),
          ),
      ],
      [
        'its lifecycle',
        () =>
          client.send(
            new PutBucketLifecycleConfigurationCommand({
              Bucket,
              LifecycleConfiguration: { Rules: [...lifecycle] },
            }),
          ),
      ],
      [
        'its origins',
        () =>
          client.send(
            new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [...cors] } }),
          ),
      ],
      ['its notifications', () => notify(client, Bucket)],
    ];
    for (const [what, put] of steps) {
      await patience.tried(put).catch((error: unknown) => {
        throw new DeploymentFailed(`the bucket does not take ${what}: ${nameOf(error)}`);
      });
    }
  };
}

/** To EventBridge, beside whoever is told already: a new configuration takes the place of the whole former one. */
async function notify(client: S3Client, Bucket: string): Promise<void> {
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, ...rest } =
    await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  if (rest.EventBridgeConfiguration) return;
  await client.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        TopicConfigurations,
        QueueConfigurations,
        LambdaFunctionConfigurations,
        EventBridgeConfiguration: {},
      },
    }),
  );
}
