import { Stack, type StackProps } from 'aws-cdk-lib';
import { type IVpc } from 'aws-cdk-lib/aws-ec2';
import { type Construct } from 'constructs';
import { type DeploymentConfig } from '../config/config.ts';
import { dataBucketName } from '../config/names.ts';
import { PrivateNetwork } from '../constructs/private-network.ts';

export interface NetworkStackProps extends StackProps {
  readonly config: DeploymentConfig;
}

/** Where the database and the functions live that use it. */
export class NetworkStack extends Stack {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, { config, ...props }: NetworkStackProps) {
    super(scope, id, { description: 'The network of MeetAssist, without internet', ...props });
    const { cidr } = config.network;
    this.vpc = new PrivateNetwork(this, 'Network', {
      cidr,
      bucketName: dataBucketName(config),
    }).vpc;
  }
}
