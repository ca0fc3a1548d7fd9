import { Annotations, CfnParameter, Fn, SecretValue, type Stack } from 'aws-cdk-lib';
import { type IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type DataBucket, type RoleDatabase } from './constructs/backend-function.ts';

/** A VPC that is there already, with two isolated subnets. Asks for `VpcId`, `SubnetA` and `SubnetB`. */
export function existingVpc(stack: Stack): IVpc {
  const subnet = (letter: string): string =>
    parameter(
      stack,
      `Subnet${letter}`,
      'AWS::EC2::Subnet::Id',
      `Isolated subnet ${letter} of the VPC, in a zone of its own, with a way to the database.`,
    );
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: parameter(stack, 'VpcId', 'AWS::EC2::VPC::Id', 'The VPC of the database.'),
    // Zones are not used by functions, but the construct wants one per subnet.
    availabilityZones: [0, 1].map(index => Fn.select(index, Fn.getAzs())),
    isolatedSubnetIds: [subnet('A'), subnet('B')],
  });
  Annotations.of(vpc).acknowledgeWarning(
    '@aws-cdk/aws-ec2:noSubnetRouteTableId',
    'Functions are put into the subnets; nothing changes their routes.',
  );
  return vpc;
}

/** A user pool that is there already. Asks for `UserPoolId`. */
export function existingUserPool(stack: Stack): IUserPool {
  const id = parameter(
    stack,
    'UserPoolId',
    'String',
    'The Cognito user pool with the groups admin, scheduler and analyst.',
    '^[a-z0-9-]+_[A-Za-z0-9]+$',
  );
  return UserPool.fromUserPoolId(stack, 'UserPool', id);
}

/** The roles of the database that functions of the API stack have. */
export type FunctionRole = 'api' | 'archive' | 'owner';

/**
 * A PostgreSQL that is there already, migrated, as each role reaches it. Asks for where it is, its security group (which
 * is opened to the functions) and the secret of each role: JSON with `username` and `password`.
 */
export function existingDatabase(stack: Stack): Readonly<Record<FunctionRole, RoleDatabase>> {
  const secretArn = (name: string, role: string): string =>
    parameter(
      stack,
      name,
      'String',
      `ARN of the secret of the ${role} role (not of the master user): JSON with username and password.`,
      '^arn:aws[a-z-]*:secretsmanager:.+$',
    );
  const port = new CfnParameter(stack, 'DatabasePort', {
    type: 'Number',
    default: 5432,
    minValue: 1,
    maxValue: 65_535,
    description: 'Port of the database server.',
  }).valueAsNumber;
  const securityGroup = SecurityGroup.fromSecurityGroupId(
    stack,
    'DatabaseSecurityGroup',
    parameter(
      stack,
      'DatabaseSecurityGroupId',
      'AWS::EC2::SecurityGroup::Id',
      'Security group of the database; it gets rules that let the functions in.',
    ),
  );
  const place = {
    host: parameter(stack, 'DatabaseHost', 'String', 'Host name of the database server.', '^.+$'),
    port,
    databaseName: parameter(stack, 'DatabaseName', 'String', 'Name of the database.', '^.+$'),
    caFile: parameter(
      stack,
      'DatabaseCaFile',
      'String',
      'PEM file inside the functions with the authorities of the certificate of the database.',
      '^/.+$',
      '/var/runtime/ca-cert.pem',
    ),
    connections: securityGroup.connections,
  };
  const as = (arn: string): RoleDatabase => ({
    ...place,
    user: SecretValue.secretsManager(arn, { jsonField: 'username' }).unsafeUnwrap(),
    password: SecretValue.secretsManager(arn, { jsonField: 'password' }),
  });
  return {
    api: as(secretArn('DatabaseCredentialsArn', 'API')),
    archive: as(secretArn('ArchiveCredentialsArn', 'archive')),
    owner: as(secretArn('OwnerCredentialsArn', 'owner')),
  };
}

/**
 * A bucket that is there already, in the region of the stack. Asks for its name, and for the prefix list of the gateway
 * endpoint by which functions in the VPC reach it.
 */
export function existingBucket(stack: Stack): DataBucket {
  const name = parameter(
    stack,
    'DataBucketName',
    'String',
    'The bucket of the archive, of uploads and exports.',
    '^[a-z0-9][a-z0-9.-]+$',
  );
  return {
    bucket: Bucket.fromBucketName(stack, 'DataBucket', name),
    prefixListId: parameter(
      stack,
      'S3PrefixListId',
      'String',
      'Id of the prefix list of S3 in this region; the VPC has a gateway endpoint for it.',
      '^pl-[0-9a-f]+$',
    ),
  };
}

/** Declares a parameter under its own name; whoever deploys gives its value. */
function parameter(
  stack: Stack,
  name: string,
  type: string,
  description: string,
  allowedPattern?: string,
  standard?: string,
): string {
  return new CfnParameter(stack, name, { type, description, allowedPattern, default: standard })
    .valueAsString;
}
