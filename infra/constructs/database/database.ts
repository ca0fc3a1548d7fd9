import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IConnectable } from 'aws-cdk-lib/aws-ec2';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Construct } from 'constructs';

/** The database that functions use. RDS makes it, or an init function that finds none. */
export const DATABASE_NAME = 'meetassist';

/** The users of the database that functions sign in as; the master user is none of them. */
export const databaseUsers = {
  owner: 'meetassist_owner',
  api: 'meetassist_api',
  archive: 'meetassist_archive',
} as const;
export type DatabaseUser = (typeof databaseUsers)[keyof typeof databaseUsers];

/** Where a PostgreSQL takes connections. Its `connections` are opened to those who use it and to nobody else. */
export interface DatabaseEndpoint extends IConnectable {
  readonly host: string;
  /** Known only at deployment when an attribute gives it. */
  readonly port: number;
  /** By which policies name it: `db-…`, `cluster-…` or `prx-…`. */
  readonly resourceId: string;
  /** The file of `rds-ca/` with the authorities of its certificate, without `.pem`. */
  readonly authorities: string;
  /** Whether RDS Proxy answers there, which takes no settings of a session. */
  readonly isProxy?: boolean;
}

/** A database server as stacks above it see it. */
export interface Database {
  readonly kind: 'instance' | 'aurora';
  readonly endpoint: DatabaseEndpoint;
  /** The name that its metrics have. */
  readonly identifier: string;
  /** ARN of the master user's secret, which the service makes and changes by itself. */
  readonly masterSecretArn: string;
}

/** Lets a role sign in as one user, with tokens of IAM. */
export function grantConnect(
  scope: Construct,
  role: IRole,
  { resourceId }: DatabaseEndpoint,
  user: DatabaseUser,
): void {
  const resourceName = `${resourceId}/${user}`;
  const arn = Stack.of(scope).formatArn({
    service: 'rds-db',
    resource: 'dbuser',
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['rds-db:connect'], resources: [arn] }));
}
