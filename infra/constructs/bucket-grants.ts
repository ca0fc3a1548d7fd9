import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge, wildcard } from './acknowledge.ts';

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
export function grantArchive(bucketName: string, role: Role): void {
  grant(bucketName, role, {
    read: ['archive', 'metadata', 'exports'],
    write: ['archive', 'metadata', 'athena', 'data/uploads', 'exports'],
  });
}

/** What the loader's function does: it reads the archive and what people uploaded. */
export function grantLoader(bucketName: string, role: Role): void {
  grant(bucketName, role, { read: ['archive', 'metadata', 'data'], write: [] });
}

/** ARN of a bucket, whose name alone says where it is. */
export function bucketArnOf(bucketName: string): string {
  return `arn:${Aws.PARTITION}:s3:::${bucketName}`;
}

interface Folders {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

function grant(bucketName: string, role: Role, { read, write }: Folders): void {
  const bucketArn = bucketArnOf(bucketName);
  const under = (folders: readonly string[]): string[] =>
    folders.map(folder => `${bucketArn}/${folder}/*`);
  const statements = [
    { actions: ['s3:ListBucket'], resources: [bucketArn] },
    { actions: ['s3:GetObject'], resources: under(read) },
    ...(write.length > 0
      ? [{ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: under(write) }]
      : []),
  ];
  for (const statement of statements) {
    role.addToPolicy(new PolicyStatement(statement));
  }
  for (const folder of new Set([...read, ...write])) {
    acknowledge(role, {
      [wildcard(role, `${bucketArn}/${folder}/*`)]:
        'Objects get their names when they are written; the folder is as near as a policy can come.',
    });
  }
}
