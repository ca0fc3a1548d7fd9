import { Duration, type SecretValue } from 'aws-cdk-lib';
import {
  type IConnectable,
  type IVpc,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { apiFunction } from '../../build/functions.ts';

/** A PostgreSQL as the API function reaches it. Its `connections` are opened to the function and to nobody else. */
export interface ApiDatabase extends IConnectable {
  readonly host: string;
  /** Known only at deployment when a parameter or an attribute gives it. */
  readonly port: number;
  readonly databaseName: string;
  /** The role of the API: reads and writes rows, changes no tables. Never the owner or the master user. */
  readonly user: string;
  /** Fetched by CloudFormation when the function is deployed; the template holds a reference to it. */
  readonly password: SecretValue;
  /** Path inside the function of a PEM file: the authorities that the server's certificate must come from. */
  readonly caFile: string;
}

export interface ApiFunctionProps {
  /** Folder with the bundled handler, `api.mjs`. */
  readonly code: string;
  readonly vpc: IVpc;
  /** Where in the VPC. Left out: in its isolated subnets, for the function speaks to the database only. */
  readonly vpcSubnets?: SubnetSelection;
  readonly database: ApiDatabase;
  /** IANA name of the business zone. Left out: the handler's own default, Asia/Ho_Chi_Minh. */
  readonly zone?: string;
}

/** The Lambda function behind every resolver, with a way to the database and nowhere else. */
export class ApiFunction extends Construct {
  readonly lambda: Function;

  constructor(
    scope: Construct,
    id: string,
    { code, vpc, vpcSubnets, database, zone }: ApiFunctionProps,
  ) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'The API function: out to the database, nothing in',
      allowAllOutbound: false,
    });
    this.lambda = new Function(this, 'Lambda', {
      description: 'Resolves the fields of the administrators API',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${apiFunction.name}.handler`,
      code: Code.fromAsset(code),
      memorySize: apiFunction.memoryMb,
      timeout: Duration.millis(apiFunction.timeoutMs),
      vpc,
      vpcSubnets: vpcSubnets ?? { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
      environment: environmentOf(database, zone),
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH }),
    });
    this.lambda.connections.allowTo(database, Port.tcp(database.port), 'API function');
  }
}

/** The variables that `services/handlers/config.ts` reads. */
function environmentOf(database: ApiDatabase, zone: string | undefined): Record<string, string> {
  return {
    NODE_OPTIONS: '--enable-source-maps',
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.databaseName,
    DATABASE_USER: database.user,
    DATABASE_PASSWORD: database.password.unsafeUnwrap(),
    DATABASE_TLS: 'verify',
    DATABASE_CA_FILE: database.caFile,
    ...(zone !== undefined && { BUSINESS_ZONE: zone }),
  };
}
