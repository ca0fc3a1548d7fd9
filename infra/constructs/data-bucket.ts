import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface DataBucketProps {
  readonly name: string;
  /** Whose pages may use links to the bucket. */
  readonly origins: readonly string[];
}

/**
 * The bucket that lasts: the archive, what people upload, and exports. Its name is fixed and it is kept whatever becomes
 * of the stack; a deployment with `--import-existing-resources` takes over the one that is there.
 */
export class DataBucket extends Construct {
  readonly bucket: Bucket;
  readonly settings: BucketSettings;

  constructor(scope: Construct, id: string, { name, origins }: DataBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: name,
      removalPolicy: RemovalPolicy.RETAIN,
      versioned: true,
      // Not KMS: the archive compares an object's ETag with the MD5 of its bytes, and only here they are the same.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: lifecycle.map(({ id, prefix, replaced, unfinished, after }) => ({
        id,
        ...(prefix && { prefix }),
        ...(replaced && { noncurrentVersionExpiration: Duration.days(replaced) }),
        ...(unfinished && { abortIncompleteMultipartUploadAfter: Duration.days(unfinished) }),
        ...(after && { expiration: Duration.days(after) }),
      })),
      cors: [
        {
          allowedOrigins: [...origins],
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          ...cors,
        },
      ],
    });
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Two functions and signed links reach it, which log each run and each link; versions keep what was replaced. Access logs would need a bucket of their own.',
    });
    // Not the construct's `eventBridgeEnabled`, which brings a function that may change any bucket's notifications.
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    this.settings = settingsOf(this.bucket.bucketName, origins);
  }
}

/** How a bucket is to be, as the function `deployment` reads it: rules of S3's API. */
export interface BucketSettings {
  readonly bucket: string;
  readonly lifecycle: readonly object[];
  readonly cors: readonly object[];
}

/** What goes after how many days, and of what. */
const lifecycle: readonly {
  readonly id: string;
  readonly prefix?: string;
  readonly replaced?: number;
  readonly unfinished?: number;
  readonly after?: number;
}[] = [
  // The archive replaces one object at each run; what it was a month ago is in the records of runs.
  { id: 'Replaced', replaced: 30 },
  { id: 'Unfinished', unfinished: 2 },
  { id: 'Exports', prefix: 'exports/', after: 7 },
  { id: 'Uploads', prefix: 'data/uploads/', after: 30 },
];

const cors = {
  allowedHeaders: ['content-md5', 'content-type', 'if-none-match'],
  exposedHeaders: ['etag'],
  maxAge: 3_600,
};

/** The same once more, as S3 takes it: CloudFormation leaves a bucket that it takes over as it is. */
function settingsOf(bucket: string, origins: readonly string[]): BucketSettings {
  return {
    bucket,
    lifecycle: lifecycle.map(({ id, prefix = '', replaced, unfinished, after }) => ({
      ID: id,
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      ...(replaced && { NoncurrentVersionExpiration: { NoncurrentDays: replaced } }),
      ...(unfinished && {
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: unfinished },
      }),
      ...(after && { Expiration: { Days: after } }),
    })),
    cors: [
      {
        AllowedOrigins: [...origins],
        AllowedMethods: ['GET', 'PUT'],
        AllowedHeaders: cors.allowedHeaders,
        ExposeHeaders: cors.exposedHeaders,
        MaxAgeSeconds: cors.maxAge,
      },
    ],
  };
}
