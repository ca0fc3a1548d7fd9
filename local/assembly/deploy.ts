import { CannotStart } from '../cannot-start.ts';
import { type LocalCredentials } from '../identity/sigv4.ts';
import { type LambdaFunction } from '../lambda/function.ts';
import { type MasterUser } from '../rds/master.ts';
import { startDeploymentServices, type ResourceAnswer } from './deployment-services.ts';

export interface DeployOptions {
  /** Properties of the custom resource, intrinsics put in. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Its function, started with the endpoints that it is given. */
  readonly provider: (endpoints: Readonly<Record<string, string>>) => LambdaFunction;
  readonly credentials: LocalCredentials;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  readonly master: MasterUser;
  readonly clock: () => Date;
}

/**
 * Has the functions prepare the database as CloudFormation does: by the event of the custom resource. Throws
 * {@link CannotStart} with the reason that CloudFormation is told.
 */
export async function deployDatabase(options: DeployOptions): Promise<ResourceAnswer> {
  const { properties, provider, credentials, functions, master, clock } = options;
  const services = await startDeploymentServices({
    ...{ credentials, clock, master },
    invoke: (name, event) => functions[name]?.invoke(event),
  });
  const lambda = provider({
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services.url,
    AWS_ENDPOINT_URL_LAMBDA: services.url,
  });
  try {
    const event = {
      // Preparing may be repeated, so each start may be the first.
      RequestType: 'Create',
      ResponseURL: services.answerUrl,
      StackId: 'arn:aws:cloudformation:local',
      RequestId: 'local',
      LogicalResourceId: 'PreparedDatabase',
      ResourceType: 'Custom::PreparedDatabase',
      ResourceProperties: properties,
    };
    const invocation = await lambda.invoke(JSON.stringify(event));
    const answer = services.answer();
    if (invocation.ok && answer?.Status === 'SUCCESS') return answer;
    const said = invocation.ok ? answer?.Reason : invocation.errorMessage;
    throw new CannotStart(
      `The deployment fails: ${said ?? 'CloudFormation was not told anything'}`,
    );
  } finally {
    await lambda.close();
    await services.close();
  }
}
