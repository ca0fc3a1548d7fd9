import { randomUUID } from 'node:crypto';
import { type Container, type ContainerOptions, type Ending } from './container.ts';
import { type Invocation } from './invocation.ts';
import { type Answer, type Failure } from './messages.ts';
import { startThread } from './thread-container.ts';

export interface FunctionOptions {
  readonly name: string;
  /** The bundled handler, an ES module. */
  readonly file: string;
  /** What it exports the handler as. Default `handler`. */
  readonly exportName?: string;
  /** What the handler sees as `process.env`, beside Lambda's own variables. */
  readonly env: Readonly<Record<string, string>>;
  /** How many calls run at the same time; the others wait in the order in which they came. Default 4. */
  readonly maxContainers?: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Told each line that the handler prints, and why a container died. Default: standard error. */
  readonly log?: (line: string) => void;
  /** What containers are. Default: threads of this process (`startThread`); `startProcess` is the other kind. */
  readonly startContainer?: (options: ContainerOptions) => Container;
}

/** A Lambda function on this machine: its handler in containers that start when they are needed and stay warm. */
export interface LambdaFunction {
  readonly name: string;
  /** Calls the function with a JSON text. Never rejects: what went wrong is in the invocation. */
  invoke(event: string): Promise<Invocation>;
  /** Starts the first container ahead of the first call. Rejects with a sentence when the handler does not load. */
  warm(): Promise<void>;
  /** Moves the handler's clock to `ms` after the machine's, in every container, from the next call on. */
  setClockOffset(ms: number): void;
  /** Ends every container; calls under way and calls that wait are answered `Runtime.ExitError`. */
  close(): Promise<void>;
}

/** The largest event of a synchronous call. Source: Lambda quotas, "Invocation payload". */
const LARGEST_EVENT_BYTES = 6_291_456;

export function startFunction(options: FunctionOptions): LambdaFunction {
  const { name, timeoutMs, maxContainers = 4, startContainer = startThread } = options;
  const containers = new Set<Container>();
  const idle: Container[] = [];
  const queue: Call[] = [];
  let starting = 0;
  let clockOffsetMs = 0;
  let closed = false;

  /** Adds a container. When the handler does not load, one waiting call learns why; the next one tries again. */
  async function start(): Promise<Ending | undefined> {
    starting += 1;
    const container = startContainer(containerOptions(options, clockOffsetMs));
    containers.add(container);
    const loaded = await container.ready;
    starting -= 1;
    const ending = loaded ? undefined : await container.ended;
    if (ending) {
      containers.delete(container);
      const call = queue.shift();
      if (call) call.resolve(unanswered(options, call, ending, 0));
    } else {
      idle.push(container);
      void container.ended.then(() => forget(container));
    }
    dispatch();
    return ending;
  }

  function dispatch(): void {
    while (queue.length > 0 && !closed) {
      const container = idle.pop();
      if (!container) {
        if (starting >= queue.length || containers.size >= maxContainers) return;
        void start();
        continue;
      }
      const call = queue.shift();
      if (call) void run(container, call);
    }
  }

  async function run(container: Container, call: Call): Promise<void> {
    const began = performance.now();
    const outcome = await container.invoke(call.requestId, call.event, timeoutMs);
    if (outcome.kind === 'answer') {
      idle.push(container);
      call.resolve(answered(name, outcome));
    } else {
      forget(container);
      call.resolve(unanswered(options, call, outcome, performance.now() - began));
    }
    dispatch();
  }

  function forget(container: Container): void {
    containers.delete(container);
    const place = idle.indexOf(container);
    if (place >= 0) idle.splice(place, 1);
  }

  return {
    name,
    invoke: event =>
      new Promise(resolve => {
        const call: Call = { requestId: randomUUID(), event, resolve };
        const refusal = refusalOf(event, closed);
        if (refusal) return resolve(failed(name, refusal, 0));
        queue.push(call);
        dispatch();
      }),
    async warm() {
      if (containers.size > 0) return;
      const ending = await start();
      if (ending) throw new Error(`The function ${name} does not start: ${reasonOf(ending)}`);
    },
    setClockOffset(ms) {
      clockOffsetMs = ms;
      for (const container of containers) container.setClockOffset(ms);
    },
    async close() {
      closed = true;
      for (const call of queue.splice(0)) {
        call.resolve(unanswered(options, call, { kind: 'exit', code: 0 }, 0));
      }
      await Promise.all([...containers].map(container => container.terminate()));
    },
  };
}

interface Call {
  readonly requestId: string;
  readonly event: string;
  readonly resolve: (invocation: Invocation) => void;
}

function containerOptions(
  { name, file, exportName, env, memoryMb, log }: FunctionOptions,
  offsetMs: number,
): ContainerOptions {
  return {
    functionName: name,
    file,
    ...(exportName !== undefined && { exportName }),
    memoryMb,
    clockOffsetMs: offsetMs,
    log: log ?? ((line: string) => console.error(line)),
    env: {
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_REGION: 'local',
      ...env,
    },
  };
}

function refusalOf(event: string, closed: boolean): Failure | undefined {
  if (closed) return { errorType: 'Runtime.ExitError', errorMessage: 'The function was stopped.' };
  const bytes = Buffer.byteLength(event);
  if (bytes <= LARGEST_EVENT_BYTES) return undefined;
  return {
    errorType: 'RequestEntityTooLargeException',
    errorMessage: `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${LARGEST_EVENT_BYTES} bytes)`,
  };
}

function answered(functionName: string, answer: Answer): Invocation {
  const { milliseconds, statements } = answer;
  return answer.ok
    ? { functionName, milliseconds, statements, ok: true, payload: answer.payload }
    : { ...failed(functionName, answer, milliseconds), statements };
}

function failed(functionName: string, failure: Failure, milliseconds: number): Invocation {
  const { errorType, errorMessage } = failure;
  return { functionName, milliseconds, statements: [], ok: false, errorType, errorMessage };
}

/** In the words of Lambda itself, which speaks where the handler no longer can. */
function unanswered(
  { name, timeoutMs }: FunctionOptions,
  { requestId }: Call,
  ending: Ending,
  milliseconds: number,
): Invocation {
  if (ending.kind === 'unloadable') return failed(name, ending, milliseconds);
  const errorType = ending.kind === 'timeout' ? 'Sandbox.Timedout' : 'Runtime.ExitError';
  const reason =
    ending.kind === 'timeout'
      ? `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
      : `Runtime exited with error: exit status ${ending.code}`;
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  return failed(name, { errorType, errorMessage }, milliseconds);
}

function reasonOf(ending: Ending): string {
  if (ending.kind === 'unloadable') return `${ending.errorType}: ${ending.errorMessage}`;
  return ending.kind === 'exit' ? `it ended with code ${ending.code}` : 'it timed out';
}
