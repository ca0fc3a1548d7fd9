import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  DATABASE_NAME,
  type DatabaseEndpoint,
  type DatabaseUser,
  grantConnect,
} from './database/database.ts';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';

export interface BackendFunctionProps extends Omit<NodeFunctionProps, 'environment' | 'inside'> {
  readonly vpc: IVpc;
  readonly database: DatabaseEndpoint;
  /** As whom it signs in: who may no more than the function needs. */
  readonly user: DatabaseUser;
  /** Left out: the function has no way to S3. What it may do there is granted beside. */
  readonly bucket?: IBucket;
}

/** A function with a way to the database, to the bucket if it has one, and nowhere else. */
export class BackendFunction extends Construct {
  readonly function: NodeFunction;

  constructor(scope: Construct, id: string, props: BackendFunctionProps) {
    super(scope, id);
    const { vpc, database, user, bucket, ...rest } = props;
    const { name } = props.definition;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `The ${name} function: out to the database${bucket ? ' and S3' : ''}, nothing in`,
      allowAllOutbound: false,
    });
    const port = Port.tcp(database.port);
    securityGroup.connections.allowTo(database, port, `${name} function`);
    if (bucket) {
      // To any address, for the template cannot know those of S3 in its region. From the isolated subnets there is one
      // way only: the gateway endpoint, which lets through this one bucket.
      securityGroup.connections.allowTo(Peer.anyIpv4(), Port.HTTPS, 'S3');
    }
    this.function = new NodeFunction(this, 'Function', {
      ...rest,
      inside: { vpc, securityGroup },
      environment: {
        ...connectionVariables(database, user),
        ...(bucket && { ARCHIVE_BUCKET: bucket.bucketName }),
      },
    });
    grantConnect(this, this.function.role, database, user);
  }
}

/** The variables by which `services/handlers/config.ts` finds the database: no password among them. */
function connectionVariables(
  { host, port, authorities, isProxy }: DatabaseEndpoint,
  user: DatabaseUser,
): Record<string, string> {
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME,
    DATABASE_USER: user,
    DATABASE_AUTH: 'iam',
    DATABASE_TLS: 'verify',
    // Beside the handler: the authorities of each region, and those of the proxy.
    DATABASE_CA_FILE: `/var/task/rds-ca/${authorities}.pem`,
    ...(isProxy && { DATABASE_PROXY: 'on' }),
  };
}
