import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * What the archive's function does in the bucket: it reads and writes the archive, and takes nothing away. The right to
 * list is also what tells an object that is not there (404) from one that may not be read (403).
 */
export function grantArchive(bucket: IBucket, { grantPrincipal }: IGrantable): void {
  const under = (...folders: readonly string[]): string[] =>
    folders.map(folder => bucket.arnForObjects(`${folder}/*`));
  const statements = [
    { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    { actions: ['s3:GetObject'], resources: under('archive', 'metadata') },
    { actions: ['s3:PutObject'], resources: under('archive', 'metadata', 'athena') },
  ];
  for (const statement of statements) {
    grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  }
}
