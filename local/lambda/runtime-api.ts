import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TracedStatement } from './invocation.ts';
import { type Answer, type Failure } from './messages.ts';

/** A call on its way to the runtime. */
export interface RuntimeCall {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly timeoutMs: number;
}

export interface RuntimeApiOptions {
  readonly functionArn: string;
  /** The runtime asks for its first call: the handler is loaded. */
  readonly onReady: () => void;
  /** The handler does not load. */
  readonly onInitError: (failure: Failure) => void;
  readonly onAnswer: (answer: Answer) => void;
  /** Milliseconds from the machine's clock to the one that the runtime is to show. */
  readonly clockOffsetMs: () => number;
}

/** The Runtime API of one container, as the service gives it to the process that runs a handler. */
export interface RuntimeApi {
  /** `127.0.0.1:<port>`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: Promise<string>;
  send(call: RuntimeCall): void;
  close(): void;
}

/** Source: AWS Lambda Developer Guide, "Using the Lambda runtime API". */
const INVOCATION = /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/;
const NEXT = '/2018-06-01/runtime/invocation/next';
const INIT_ERROR = '/2018-06-01/runtime/init/error';

/** Headers of ours, for what Lambda has nothing for: the stack's clock, and the statements for its trace. */
export const CLOCK_HEADER = 'meetassist-clock-offset-ms';
export const STATEMENTS_HEADER = 'meetassist-statements';

/** The names of the statements of a long job are many. */
const LONGEST_HEADERS_BYTES = 8 * 2 ** 20;

/** Serves one container, which has one call at a time. */
export function startRuntimeApi(options: RuntimeApiOptions): RuntimeApi {
  const { functionArn, onReady, onInitError, onAnswer, clockOffsetMs } = options;
  let asking: ServerResponse | undefined;
  let waiting: RuntimeCall | undefined;
  let current: { readonly requestId: string; readonly began: number } | undefined;

  function pass(): void {
    if (!asking || !waiting) return;
    const { requestId, event, timeoutMs } = waiting;
    asking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + clockOffsetMs() + timeoutMs),
      'lambda-runtime-invoked-function-arn': functionArn,
      [CLOCK_HEADER]: String(clockOffsetMs()),
    });
    asking.end(event);
    current = { requestId, began: performance.now() };
    asking = waiting = undefined;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    if (method === 'GET' && url === NEXT) {
      asking = response;
      onReady();
      return pass();
    }
    const body = await text(request);
    const [, requestId, what] = INVOCATION.exec(url) ?? [];
    if (method === 'POST' && url === INIT_ERROR) onInitError(failureIn(body));
    else if (method === 'POST' && current && requestId === current.requestId) {
      const milliseconds = performance.now() - current.began;
      const base = { kind: 'answer', milliseconds, statements: statementsIn(request) } as const;
      current = undefined;
      onAnswer(
        what === 'response'
          ? { ...base, ok: true, payload: body }
          : { ...base, ok: false, ...failureIn(body) },
      );
    } else return void response.writeHead(404).end();
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}\n');
  }

  const server = createServer({ maxHeaderSize: LONGEST_HEADERS_BYTES }, (request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  const address = new Promise<string>((resolve, reject) => {
    server
      .once('error', reject)
      .listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  return {
    address,
    send(call) {
      waiting = call;
      pass();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function failureIn(body: string): Failure {
  const { errorType, errorMessage } = JSON.parse(body) as Partial<Failure>;
  return { errorType: String(errorType), errorMessage: String(errorMessage) };
}

function statementsIn({ headers }: IncomingMessage): readonly TracedStatement[] {
  const header = headers[STATEMENTS_HEADER];
  return typeof header === 'string'
    ? (JSON.parse(decodeURIComponent(header)) as TracedStatement[])
    : [];
}
