import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IBucket } from 'aws-cdk-lib/aws-s3';

/** Everything that any function does in the bucket. */
export const bucketActions = [
  's3:ListBucket',
  's3:GetObject',
  's3:PutObject',
  's3:AbortMultipartUpload',
] as const;

/**
 * What the archive's function does in the bucket: it reads and writes the archive, writes exports, signs links to them
 * and links by which files are uploaded, and takes nothing away but parts of what it did not finish. The right to list
 * is also what tells an object that is not there (404) from one that may not be read (403).
 */
export function grantArchive(bucket: IBucket, grantee: IGrantable): void {
  grant(bucket, grantee, {
    read: ['archive', 'metadata', 'exports'],
    write: ['archive', 'metadata', 'athena', 'data/uploads', 'exports'],
  });
}

/** What the loader's function does: it reads the archive and what people uploaded. */
export function grantLoader(bucket: IBucket, grantee: IGrantable): void {
  grant(bucket, grantee, { read: ['archive', 'metadata', 'data'], write: [] });
}

interface Folders {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

function grant(bucket: IBucket, { grantPrincipal }: IGrantable, { read, write }: Folders): void {
  const under = (folders: readonly string[]): string[] =>
    folders.map(folder => bucket.arnForObjects(`${folder}/*`));
  const statements = [
    { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    { actions: ['s3:GetObject'], resources: under(read) },
    ...(write.length > 0
      ? [{ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: under(write) }]
      : []),
  ];
  for (const statement of statements) {
    grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  }
}
