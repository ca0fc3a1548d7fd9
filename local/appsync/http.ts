import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Authenticate } from '../identity/authenticate.ts';
import { type AppSyncApi } from './api.ts';
import { type BodyResult, parseBody, parseQueryString, readBody } from './body.ts';
import { type CallError } from './errors.ts';
import { traced } from './request-id.ts';
import { traceHeader } from './trace.ts';

export interface HttpOptions {
  readonly api: Pick<AppSyncApi, 'execute'>;
  readonly authenticate: Authenticate;
}

/** Answers one request of the GraphQL endpoint, whatever its method. The path is the caller's matter. */
export type GraphqlHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The endpoint as the service has it. Gates in their order: body (400), sign-in (401, 403), document and variables
 * (200), execution (200).
 */
export function createGraphqlHandler(options: HttpOptions): GraphqlHandler {
  return async (request, response) => {
    try {
      await handle(options, request, response);
    } catch (cause) {
      console.error('The GraphQL endpoint failed:', cause);
      const message = 'The request could not be answered.';
      if (response.headersSent) response.destroy();
      else sendError(response, 500, { errorType: 'InternalFailure', message });
    }
  };
}

async function handle(
  { api, authenticate }: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  if (method === 'OPTIONS') {
    send(response, 200, '', PREFLIGHT);
    return;
  }
  if (method !== 'POST' && method !== 'GET') {
    const message = `The endpoint answers POST, GET and OPTIONS, not ${method}.`;
    sendError(response, 405, { errorType: 'MalformedHttpRequestException', message }, ALLOW);
    return;
  }
  const body = method === 'POST' ? await readBody(request) : NO_BODY;
  if (!body.ok) {
    const { status, error } = body;
    return sendError(response, status, error, { connection: 'close' }, runOff(request));
  }
  const parsed = method === 'POST' ? parseBody(body.bytes) : parseQueryString(url);
  if (!parsed.ok) return sendError(response, 400, parsed.error);

  const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
  const { headers } = request;
  const caller = await authenticate({ method, url, headers, body: body.bytes, sourceIp });
  if (!caller.ok) return sendError(response, caller.status, caller);

  const { identity } = caller;
  const headersSeen = traced(visibleHeaders(request));
  const answer = await api.execute(parsed.request, { identity, headers: headersSeen });
  const [error] = answer.body.errors ?? [];
  const refusedAs = answer.status !== 200 && error && 'errorType' in error && error.errorType;
  send(response, answer.status, JSON.stringify(answer.body), {
    ...answer.headers,
    ...(refusedAs && { 'x-amzn-ErrorType': refusedAs }),
    'x-amzn-appsync-tokensconsumed': '1',
    'x-meetassist-trace': traceHeader(answer.trace),
  });
}

const NO_BODY: BodyResult = { ok: true, bytes: Buffer.alloc(0) };
const ALLOW = { allow: 'POST, GET, OPTIONS' };
const PREFLIGHT = {
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers': '*, authorization, content-type, x-amz-date, x-amz-user-agent',
  'access-control-max-age': '600',
};
const EXPOSED = [
  ...['x-amzn-RequestId', 'x-amzn-ErrorType', 'x-amz-user-agent', 'x-amzn-ErrorMessage', 'Date'],
  ...['x-amz-schema-version', 'x-meetassist-trace'],
].join(',');

/**
 * A body that is not wanted is let run off for a moment: a connection that is cut while the client still sends is reset,
 * and the client never gets to read the answer.
 */
function runOff(request: IncomingMessage): Promise<void> {
  const LINGER_MS = 2000;
  return new Promise(resolve => {
    const over = (): void => {
      clearTimeout(cut);
      resolve();
    };
    const cut = setTimeout(over, LINGER_MS);
    request.once('end', over).once('close', over).resume();
  });
}

/** What `ctx.request.headers` shows: lower-case names, a repeated header as a list, never cookies. */
function visibleHeaders(request: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null);
  const { rawHeaders } = request;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') continue;
    const known = headers[name];
    if (known === undefined) headers[name] = value;
    else headers[name] = [...(typeof known === 'string' ? [known] : known), value];
  }
  return headers;
}

function sendError(
  response: ServerResponse,
  status: number,
  { errorType, message }: CallError,
  headers: Readonly<Record<string, string>> = {},
  until?: Promise<void>,
): void {
  const body = JSON.stringify({ errors: [{ errorType, message }] });
  send(response, status, body, { 'x-amzn-ErrorType': errorType, ...headers }, until);
}

/** The answer is complete when it is written; the connection is free, or closed, when `until` has come. */
function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
  until?: Promise<void>,
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  if (!until) {
    response.end(body);
    return;
  }
  response.write(body);
  void until.then(() => response.end());
}
