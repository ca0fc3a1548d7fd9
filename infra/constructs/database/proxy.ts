import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DatabaseProxy, DefaultAuthScheme, type ProxyTarget } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { sharedConnectionsPercent } from '../../config/instance-classes.ts';
import { type DatabaseEndpoint, type DatabaseUser, grantConnect } from './database.ts';
import { allowWithin, endpointOf, formerGroup, replaceable, ruled } from './server.ts';

export interface ConnectionProxyProps {
  readonly name: string;
  readonly vpc: IVpc;
  readonly target: ProxyTarget;
  /** The server's own endpoint, as the proxy reaches it. */
  readonly server: DatabaseEndpoint;
  /** The way in, which it shares with the server. */
  readonly securityGroup: ISecurityGroup;
  /** How many connections the server has; the proxy takes so many that some are left. */
  readonly maxConnections: number;
  /** As whom clients sign in. The proxy signs in as the same, with tokens of its own. */
  readonly user: DatabaseUser;
}

/** How long a statement waits for a connection. With the twenty seconds that it may take then it ends before the function. */
const BORROW_TIMEOUT = Duration.seconds(5);

/** RDS Proxy with IAM from end to end: it knows no password, and so needs no secret. */
export class ConnectionProxy extends Construct {
  readonly endpoint: DatabaseEndpoint;

  constructor(scope: Construct, id: string, props: ConnectionProxyProps) {
    super(scope, id);
    const { name, vpc, target, server, securityGroup, maxConnections, user } = props;
    const former = formerGroup(
      this,
      vpc,
      'The proxy of the database: in from functions, out to the database',
    );
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('rds.amazonaws.com') });
    grantConnect(this, role, server, user);
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/aws/rds/proxy/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    allowWithin(securityGroup);
    const proxy = new DatabaseProxy(this, 'Proxy', {
      dbProxyName: name,
      proxyTarget: target,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [ruled(this, 'Group', securityGroup), former],
      role,
      // Else it takes all of them, and jobs and people find none.
      maxConnectionsPercent: sharedConnectionsPercent(maxConnections),
      // Before the function gives up: what waits for longer is answered, and not done behind its back.
      borrowTimeout: BORROW_TIMEOUT,
      iamAuth: true,
      requireTLS: true,
      defaultAuthScheme: DefaultAuthScheme.IAM_AUTH,
    });
    // Else the service would make its log group, and keep everything for ever.
    proxy.node.addDependency(log);
    replaceable(proxy);
    this.endpoint = endpointOf(
      {
        host: proxy.endpoint,
        authorities: 'proxy',
        isProxy: true,
        resourceId: Fn.select(6, Fn.split(':', proxy.dbProxyArn)),
      },
      securityGroup,
    );
  }
}
