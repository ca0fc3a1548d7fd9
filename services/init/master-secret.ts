import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeploymentFailed, nameOf } from './deployment-failed.ts';
import { type Patience } from './patience.ts';

/** The user whom the database server came with. */
export interface MasterUser {
  readonly username: string;
  readonly password: string;
}

/**
 * What the secret of the master user holds now, read over the AWS SDK with the credentials of the environment. Errors:
 * {@link DeploymentFailed}, which quotes nothing of it.
 */
export function createMasterSecret(
  arn: string,
  region: string,
): (patience: Patience) => Promise<MasterUser> {
  const client = new SecretsManagerClient({ region });
  return async patience => {
    const { SecretString } = await patience
      .tried(() => client.send(new GetSecretValueCommand({ SecretId: arn })))
      .catch((error: unknown) => {
        throw new DeploymentFailed(
          `the secret of the master user cannot be read: ${nameOf(error)}`,
        );
      });
    const master = parsed(SecretString);
    if (!master) {
      throw new DeploymentFailed('the secret of the master user is not one of a database');
    }
    return master;
  };
}

/** The words of an error of `JSON.parse` would quote the secret. */
function parsed(text: string | undefined): MasterUser | undefined {
  try {
    const { username, password }: Partial<Record<string, unknown>> = JSON.parse(text ?? '');
    if (typeof username !== 'string' || typeof password !== 'string') return undefined;
    return { username, password };
  } catch {
    return undefined;
  }
}
