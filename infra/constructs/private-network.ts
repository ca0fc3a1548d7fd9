import { Aws, CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { bucketActions, bucketArnOf } from './bucket-grants.ts';

export interface PrivateNetworkProps {
  readonly cidr: string;
  /** The one bucket that can be reached from inside. */
  readonly bucketName: string;
}

/**
 * A network without a way to the internet, in the two zones that a database asks for. Its one way out is the gateway
 * endpoint of S3, which costs nothing and lets through one bucket: what runs inside can carry data nowhere else.
 */
export class PrivateNetwork extends Construct {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string, { cidr, bucketName }: PrivateNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
      // Closing it takes a function that may change any security group; nothing here is in the default one.
      restrictDefaultSecurityGroup: false,
    });
    acknowledge(this.vpc, {
      'AwsSolutions-VPC7':
        'There is no way in or out but to one bucket: flow logs would tell only that functions ask their database, at a price per GB.',
    });
    // Whatever the command line says of references: what lies in a network would be made anew if it were not held.
    for (const part of [this.vpc, ...this.vpc.isolatedSubnets]) {
      CrossStackReferences.of(part).produce(ReferenceStrength.STRONG);
    }
    const endpoint = new GatewayVpcEndpoint(this, 'S3', {
      vpc: this.vpc,
      service: GatewayVpcEndpointAwsService.S3,
    });
    const bucketArn = bucketArnOf(bucketName);
    endpoint.addToPolicy(
      new PolicyStatement({
        // An endpoint takes no other principal; who may is left to the roles of this account.
        principals: [new AnyPrincipal()],
        actions: [...bucketActions],
        resources: [bucketArn, `${bucketArn}/*`],
        conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
