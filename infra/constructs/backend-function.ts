import { Duration, type SecretValue } from 'aws-cdk-lib';
import {
  type IConnectable,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type FunctionDefinition } from '../../build/functions.ts';

/** A PostgreSQL as one role reaches it. Its `connections` are opened to the function and to nobody else. */
export interface RoleDatabase extends IConnectable {
  readonly host: string;
  /** Known only at deployment when a parameter or an attribute gives it. */
  readonly port: number;
  readonly databaseName: string;
  /** The role of the function, which may no more than the function needs. Never the master user. */
  readonly user: string;
  /** Fetched by CloudFormation when the function is deployed; the template holds a reference to it. */
  readonly password: SecretValue;
  /** Path inside the function of a PEM file: the authorities that the server's certificate must come from. */
  readonly caFile: string;
}

/** The bucket with the archive, and the way to it out of a network without internet. */
export interface DataBucket {
  readonly bucket: IBucket;
  /** Id of the prefix list of S3's gateway endpoint in the region. */
  readonly prefixListId: string;
}

export interface BackendFunctionProps {
  readonly definition: FunctionDefinition;
  /** Shown in the console of Lambda. */
  readonly description: string;
  /** Folder with the bundled handler, `<name>.mjs`. */
  readonly code: string;
  readonly vpc: IVpc;
  /** Where in the VPC. Left out: in its isolated subnets, for the function has no business in the internet. */
  readonly vpcSubnets?: SubnetSelection;
  readonly database: RoleDatabase;
  /** Left out: the function has no way to S3. What it may do there is granted beside. */
  readonly data?: DataBucket;
  /** IANA name of the business zone. Left out: the handler's own default, Asia/Ho_Chi_Minh. */
  readonly zone?: string;
}

/** A Lambda function of the back end, with a way to the database, to the bucket if it has one, and nowhere else. */
export class BackendFunction extends Construct {
  readonly lambda: Function;

  constructor(scope: Construct, id: string, props: BackendFunctionProps) {
    super(scope, id);
    const { definition, description, code, vpc, vpcSubnets, database, data } = props;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `The ${definition.name} function: out to the database${data ? ' and S3' : ''}, nothing in`,
      allowAllOutbound: false,
    });
    this.lambda = new Function(this, 'Lambda', {
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${definition.name}.handler`,
      code: Code.fromAsset(code),
      memorySize: definition.memoryMb,
      timeout: Duration.millis(definition.timeoutMs),
      vpc,
      vpcSubnets: vpcSubnets ?? { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
      environment: environmentOf(props),
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH }),
    });
    const { connections } = this.lambda;
    connections.allowTo(database, Port.tcp(database.port), `${definition.name} function`);
    if (data) connections.allowTo(Peer.prefixList(data.prefixListId), Port.HTTPS, 'S3');
  }
}

/** The variables that `services/handlers/config.ts` reads. */
function environmentOf({ database, data, zone }: BackendFunctionProps): Record<string, string> {
  return {
    NODE_OPTIONS: '--enable-source-maps',
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.databaseName,
    DATABASE_USER: database.user,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: database.password.unsafeUnwrap(),
    DATABASE_TLS: 'verify',
    DATABASE_CA_FILE: database.caFile,
    ...(data && { ARCHIVE_BUCKET: data.bucket.bucketName }),
    ...(zone !== undefined && { BUSINESS_ZONE: zone }),
  };
}
