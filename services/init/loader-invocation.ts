import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { DeploymentFailed, nameOf } from './deployment-failed.ts';
import { type Initialised, type InitialiseEvent } from './initialise-event.ts';

/** Longer than the loader takes at most, shorter than the function lives that waits for it. */
const PATIENCE_MS = 840_000;
/** Between the network's signs of life: paths on which nothing passes are closed after some minutes. */
const KEEP_ALIVE_MS = 30_000;
/** How long a loader that does not take the event is asked again. */
const ATTEMPTS = 24;
const PAUSE_MS = 5_000;

/** It did not begin: the function works on something else, or is just being made. */
const NOT_BEGUN = [
  'TooManyRequestsException',
  'ResourceConflictException',
  'ResourceNotReadyException',
];

/**
 * Has the loader prepare the database, and waits for it. The event travels in this one request and is kept nowhere; it
 * is never sent twice, unless the first was not begun. Errors: {@link DeploymentFailed} with the loader's own words.
 */
export function createLoaderInvocation(
  functionName: string,
  region: string,
  pause: (ms: number) => Promise<unknown> = ms => sleep(ms),
): (event: InitialiseEvent) => Promise<Initialised> {
  const client = new LambdaClient({
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 10_000,
      requestTimeout: PATIENCE_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS },
      httpsAgent: { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS },
    },
  });

  async function invoked(event: InitialiseEvent): Promise<InvokeCommandOutput> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await client.send(
          new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
        );
      } catch (error) {
        const name = nameOf(error);
        if (attempt === ATTEMPTS || !NOT_BEGUN.includes(name)) {
          throw new DeploymentFailed(`the loader cannot be called: ${name}`);
        }
        await pause(PAUSE_MS);
      }
    }
  }

  return async event => {
    const { FunctionError, Payload } = await invoked(event);
    const answer: unknown = parsed(Payload?.transformToString());
    if (FunctionError === undefined) return answer as Initialised;
    throw new DeploymentFailed(wordsOf(answer));
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new DeploymentFailed('the loader gave an answer that cannot be read');
  }
}

/** Of errors that are not its own only the kind is told. */
function wordsOf(answer: unknown): string {
  const { errorType, errorMessage } = (answer ?? {}) as Record<string, unknown>;
  if (errorType === DeploymentFailed.name) return String(errorMessage);
  return `the loader failed: ${String(errorType)}`;
}
