import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeploymentFailed, nameOf } from './deployment-failed.ts';
import { type Initialised, type InitialiseEvent } from './initialise-event.ts';
import { type Patience } from './patience.ts';

/** Between the network's signs of life: paths on which nothing passes are closed after some minutes. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Has the loader prepare the database, and waits for it. The event travels in this one request and is kept nowhere; it
 * is never sent twice, unless the first was not begun. Errors: {@link DeploymentFailed} with the loader's own words.
 */
export function createLoaderInvocation(
  functionName: string,
  region: string,
): (event: InitialiseEvent, patience: Patience) => Promise<Initialised> {
  const client = new LambdaClient({
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 10_000,
      httpAgent: { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS },
      httpsAgent: { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS },
    },
  });

  return async (event, patience) => {
    const call = { FunctionName: functionName, Payload: JSON.stringify(event) };
    const { FunctionError, Payload } = await patience
      .tried(() =>
        client.send(new InvokeCommand(call), {
          abortSignal: AbortSignal.timeout(patience.leftMs),
        }),
      )
      .catch((error: unknown) => {
        throw new DeploymentFailed(reasonOf(nameOf(error)));
      });
    const answer: unknown = parsed(Payload?.transformToString());
    if (FunctionError === undefined) return answer as Initialised;
    throw new DeploymentFailed(wordsOf(answer));
  };
}

/** What was begun goes on without anybody who waits: it ends as a whole, or leaves everything as it was. */
function reasonOf(name: string): string {
  if (name !== 'AbortError') return `the loader cannot be called: ${name}`;
  return 'the loader has not ended in time; the next deployment goes on from what it came to';
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
