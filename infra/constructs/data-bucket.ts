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
      lifecycleRules: [
        // The archive replaces one object at each run; what it was a month ago is in the records of runs.
        { id: 'Replaced', noncurrentVersionExpiration: Duration.days(30) },
        { id: 'Unfinished', abortIncompleteMultipartUploadAfter: Duration.days(2) },
        { id: 'Exports', prefix: 'exports/', expiration: Duration.days(7) },
        { id: 'Uploads', prefix: 'data/uploads/', expiration: Duration.days(30) },
      ],
      cors:
        origins.length === 0
          ? []
          : [
              {
                allowedOrigins: [...origins],
                allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
                allowedHeaders: ['content-md5', 'content-type', 'if-none-match'],
                exposedHeaders: ['etag'],
                maxAge: 3_600,
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
  }
}
