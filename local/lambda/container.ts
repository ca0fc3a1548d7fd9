/**
 * The thread that stands for one Lambda container: it loads the handler once, then answers one call at a time. What
 * the handler keeps in its module (a connection) lives as long as the thread.
 */
import { subscribe } from 'node:diagnostics_channel';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { installClock, setClockOffset } from './container-clock.ts';
import { type TracedStatement } from './invocation.ts';
import {
  type Answer,
  type ContainerSetup,
  type Failure,
  type FromContainer,
  type InvokeMessage,
  type Outcome,
  type ToContainer,
} from './messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

/** The largest answer of a synchronous call. Source: Lambda quotas, "Invocation payload". */
const LARGEST_ANSWER_BYTES = 6_291_556;

const setup: ContainerSetup = workerData;
let statements: TracedStatement[] = [];

setClockOffset(setup.clockOffsetMs);
installClock();
subscribe('meetassist:statement', message => statements.push(message as TracedStatement));

const handler = await loadHandler();
if (handler) {
  parentPort?.on('message', (message: ToContainer) => {
    if (message.kind === 'clock') setClockOffset(message.offsetMs);
    else void answer(handler, message).then(send);
  });
  send({ kind: 'ready' });
}

async function loadHandler(): Promise<Handler | undefined> {
  try {
    const loaded: { handler?: Handler } = await import(pathToFileURL(setup.file).href);
    if (typeof loaded.handler === 'function') return loaded.handler;
    throw new Error(`${setup.file} exports no function named handler`);
  } catch (cause) {
    send({ kind: 'unloadable', ...described(cause) });
    return undefined;
  }
}

async function answer(handle: Handler, call: InvokeMessage): Promise<Answer> {
  statements = [];
  const started = performance.now();
  const outcome = await outcomeOf(handle, call, started);
  return { kind: 'answer', milliseconds: performance.now() - started, statements, ...outcome };
}

async function outcomeOf(
  handle: Handler,
  { event, requestId, timeoutMs }: InvokeMessage,
  started: number,
): Promise<Outcome> {
  try {
    return marshalled(await handle(JSON.parse(event), contextOf(requestId, started + timeoutMs)));
  } catch (cause) {
    return { ok: false, ...described(cause) };
  }
}

/** The `context` of Lambda's Node.js runtime. `deadline` is on the clock of `performance`. */
function contextOf(awsRequestId: string, deadline: number): object {
  const { functionName, memoryMb } = setup;
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

function send(message: FromContainer): void {
  parentPort?.postMessage(message);
}
