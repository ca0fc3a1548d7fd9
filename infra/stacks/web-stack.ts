import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type Construct } from 'constructs';
import { type DeploymentConfig } from '../config/config.ts';
import { dataBucketName, smallPrefix } from '../config/names.ts';
import { AdminConsole } from '../constructs/admin-console.ts';

export interface WebStackProps extends StackProps {
  readonly config: DeploymentConfig;
}

/**
 * Where the console is served from. It lies below the others, which have to know its address: sign-ins come back to it,
 * and its pages use links to the bucket.
 */
export class WebStack extends Stack {
  /** `https://…`, without a slash at the end. */
  readonly consoleUrl: string;
  readonly distributionId: string;

  constructor(scope: Construct, id: string, { config, ...props }: WebStackProps) {
    super(scope, id, { description: 'The console of MeetAssist, as files', ...props });
    const signIn = `${smallPrefix(config)}-${Aws.ACCOUNT_ID}`;
    const console = new AdminConsole(this, 'Console', {
      prefix: config.prefix,
      domain: config.web.domain,
      connectTo: [
        // The API's own name is not known down here; a page may narrow this to it.
        `https://*.appsync-api.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        `wss://*.appsync-realtime-api.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        `https://${signIn}.auth.${Aws.REGION}.amazoncognito.com`,
        `https://${dataBucketName(config)}.s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      ],
    });
    this.consoleUrl = console.url;
    this.distributionId = console.distributionId;
    const outputs = {
      ConsoleUrl: ['Where the console answers', console.url],
      ConsoleBucketName: ['The bucket of the files of the console', console.bucket.bucketName],
    } as const;
    for (const [name, [description, value]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { description, value });
    }
  }
}
