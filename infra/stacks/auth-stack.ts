import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IUserPool, type IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { type Construct } from 'constructs';
import { type DeploymentConfig } from '../config/config.ts';
import { smallPrefix } from '../config/names.ts';
import { StaffPool } from '../constructs/staff-pool.ts';

export interface AuthStackProps extends StackProps {
  readonly config: DeploymentConfig;
  /** Where the console is: people sign in for it, and come back to it. */
  readonly consoleUrl: string;
}

/** Who may sign in. */
export class AuthStack extends Stack {
  readonly userPool: IUserPool;
  readonly client: IUserPoolClient;

  constructor(scope: Construct, id: string, { config, consoleUrl, ...props }: AuthStackProps) {
    super(scope, id, { description: 'The staff of MeetAssist and how they sign in', ...props });
    const { mfa, callbackUrls, logoutUrls } = config.auth;
    const staff = new StaffPool(this, 'Staff', {
      name: config.prefix,
      domainPrefix: `${smallPrefix(config)}-${Aws.ACCOUNT_ID}`,
      mfa,
      callbackUrls: [`${consoleUrl}/`, ...callbackUrls],
      logoutUrls: [`${consoleUrl}/`, ...logoutUrls],
      deletionProtection: config.database.deletionProtection,
    });
    this.userPool = staff.pool;
    this.client = staff.client;
    const outputs = {
      UserPoolId: ['The user pool of the staff', staff.pool.userPoolId],
      UserPoolClientId: ['The console as a client of the user pool', staff.client.userPoolClientId],
      SignInUrl: ['The hosted sign-in', staff.domain.baseUrl()],
    } as const;
    for (const [name, [description, value]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { description, value });
    }
  }
}
