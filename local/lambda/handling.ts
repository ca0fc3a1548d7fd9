import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { type TracedStatement } from './invocation.ts';
import { type Answer, type ContainerSetup, type Failure, type Outcome } from './messages.ts';

/** What a handler is, inside a container of any kind. */
export type Handler = (event: unknown, context: unknown) => unknown;

/** What the context of a call tells of its function. */
export type FunctionPlace = Pick<ContainerSetup, 'functionName' | 'memoryMb'>;

export interface HandlerCall {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly timeoutMs: number;
}

/** The largest answer of a synchronous call. Source: Lambda quotas, "Invocation payload". */
const LARGEST_ANSWER_BYTES = 6_291_556;

/** The function that the module exports under this name; what is wrong with it otherwise. */
export async function loadHandler(
  file: string,
  exportName = 'handler',
): Promise<Handler | Failure> {
  try {
    const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
    const handler = loaded[exportName];
    if (typeof handler === 'function') return handler as Handler;
    throw new Error(`${path.basename(file)} exports no function named ${exportName}`);
  } catch (cause) {
    return described(cause);
  }
}

/** Calls the handler as Lambda does; `statements` is what it ran meanwhile. */
export async function handled(
  handler: Handler,
  call: HandlerCall,
  place: FunctionPlace,
  statements: () => readonly TracedStatement[],
): Promise<Answer> {
  const started = performance.now();
  const outcome = await outcomeOf(handler, call, place, started);
  return {
    kind: 'answer',
    milliseconds: performance.now() - started,
    statements: statements(),
    ...outcome,
  };
}

async function outcomeOf(
  handle: Handler,
  { event, requestId, timeoutMs }: HandlerCall,
  place: FunctionPlace,
  started: number,
): Promise<Outcome> {
  try {
    const context = contextOf(requestId, place, started + timeoutMs);
    return marshalled(await handle(JSON.parse(event), context));
  } catch (cause) {
    return { ok: false, ...described(cause) };
  }
}

/** The `context` of Lambda's Node.js runtime. `deadline` is on the clock of `performance`. */
function contextOf(
  awsRequestId: string,
  { functionName, memoryMb }: FunctionPlace,
  deadline: number,
): object {
  return {
    awsRequestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

function marshalled(result: unknown): Outcome {
  const payload = stringified(result);
  if (payload === undefined) {
    const errorMessage = 'Unable to stringify response body';
    return { ok: false, errorType: 'Runtime.MarshalError', errorMessage };
  }
  if (Buffer.byteLength(payload) > LARGEST_ANSWER_BYTES) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER_BYTES} bytes).`;
    return { ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage };
  }
  return { ok: true, payload };
}

/** A handler that returns nothing answers `null`. Undefined for what JSON cannot say. */
function stringified(result: unknown): string | undefined {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    return undefined;
  }
}

/** As Lambda's Node.js runtime reports what was thrown. */
function described(thrown: unknown): Failure {
  return types.isNativeError(thrown)
    ? { errorType: thrown.name, errorMessage: thrown.message }
    : { errorType: typeof thrown, errorMessage: String(thrown) };
}
