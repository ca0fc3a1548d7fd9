import { createBucketSettings } from '../init/bucket-settings.ts';
import { createDeployment } from '../init/deployment.ts';
import { createLoaderInvocation } from '../init/loader-invocation.ts';
import { createMasterSecret } from '../init/master-secret.ts';
import { putAnswer } from '../init/put-answer.ts';
import { observerOf } from '../telemetry/environment.ts';
import { observed } from '../telemetry/observed.ts';
import { readDeploymentConfig } from './config.ts';

const { masterSecret, loader, region } = readDeploymentConfig(process.env);

/** Entry point of the deployment's function: answers CloudFormation for the prepared database and the settled bucket. */
export const handler = observed(
  observerOf('deployment', process.env),
  createDeployment({
    master: createMasterSecret(masterSecret, region),
    initialise: createLoaderInvocation(loader, region),
    settle: createBucketSettings(region),
    putAnswer: (url, answer) => putAnswer(url, answer),
  }),
);
