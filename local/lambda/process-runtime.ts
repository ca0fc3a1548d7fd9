/**
 * The program that runs a handler as a process of its own, in the place of Lambda's runtime for Node.js: it takes calls
 * from the Runtime API and gives it the answers, and knows nothing but Lambda's environment variables.
 * `node process-runtime.ts [<clock offset in milliseconds>]`
 */
import { subscribe } from 'node:diagnostics_channel';
import { Agent, request as requestHttp, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { installClock, setClockOffset } from './container-clock.ts';
import { type Handler, handled, loadHandler } from './handling.ts';
import { type TracedStatement } from './invocation.ts';
import { CLOCK_HEADER, STATEMENTS_HEADER } from './runtime-api.ts';

const {
  AWS_LAMBDA_RUNTIME_API: host = '',
  _HANDLER: handlerName = '',
  LAMBDA_TASK_ROOT: taskRoot = '',
  AWS_LAMBDA_FUNCTION_NAME: functionName = '',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memory = '128',
} = process.env;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const place = { functionName, memoryMb: Number(memory) };
let statements: TracedStatement[] = [];

setClockOffset(Number(process.argv[2] ?? 0));
installClock();
subscribe('meetassist:statement', message => statements.push(message as TracedStatement));

const [module = '', exportName] = handlerName.split('.');
const handler = await loadHandler(path.join(taskRoot, `${module}.mjs`), exportName);
if (typeof handler === 'function') await serve(handler);
else {
  await send('/init/error', handler);
  process.exit(1);
}

/** Answers one call after the other. */
async function serve(handle: Handler): Promise<never> {
  // Whoever started it is gone, also in the midst of a call; and a handler that waits for nothing is given its time.
  process.stdin.once('end', () => process.exit(0)).resume();
  for (;;) {
    const next = await ask('GET', '/invocation/next').catch(() => process.exit(0));
    const requestId = String(next.headers['lambda-runtime-aws-request-id']);
    setClockOffset(Number(next.headers[CLOCK_HEADER] ?? 0));
    const timeoutMs = Number(next.headers['lambda-runtime-deadline-ms']) - Date.now();
    statements = [];
    const call = { requestId, event: await text(next), timeoutMs };
    const { ok, ...answer } = await handled(handle, call, place, () => statements);
    const what = ok ? 'response' : 'error';
    const body = 'payload' in answer ? answer.payload : answer;
    await send(`/invocation/${requestId}/${what}`, body).catch(() => process.exit(0));
  }
}

async function send(target: string, body: unknown): Promise<void> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    [STATEMENTS_HEADER]: encodeURIComponent(JSON.stringify(statements)),
  };
  const answer = await ask('POST', target, sent, headers);
  answer.resume();
}

function ask(
  method: string,
  target: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':');
    const url = `/2018-06-01/runtime${target}`;
    requestHttp({ agent, method, hostname, port, path: url, headers })
      .once('error', reject)
      .once('response', resolve)
      .end(body);
  });
}
