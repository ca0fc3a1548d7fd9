import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type JSONWebKeySet } from 'jose';
import { readBody } from '../../appsync/body.ts';
import { CognitoError } from './errors.ts';
import { isRecord } from './input.ts';
import { type SignIn } from './sign-in.ts';

export interface UserPoolRoutesOptions {
  readonly userPool: {
    readonly poolId: string;
    readonly issuer: string;
    readonly jwks: () => JSONWebKeySet;
  };
  readonly signIn: SignIn;
}

const TARGET = 'AWSCognitoIdentityProviderService.';

/**
 * Cognito at the places where the service has it on a host of its own: operations at `POST /`, told by `X-Amz-Target`,
 * and what OpenID Connect asks of an issuer under `/<pool id>/.well-known/`. True when the request was one of these.
 */
export function userPoolRoutes(options: UserPoolRoutesOptions) {
  const { userPool, signIn } = options;
  const documents = new Map<string, (request: IncomingMessage) => object>([
    [`/${userPool.poolId}/.well-known/jwks.json`, () => userPool.jwks()],
    [
      `/${userPool.poolId}/.well-known/openid-configuration`,
      request => configuration(userPool, request),
    ],
  ]);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const document = documents.get(path);
    if (document) {
      sendDocument(request, response, document);
      return true;
    }
    if (path !== '/' || !isForUserPool(request)) return false;
    void handle(signIn, request, response);
    return true;
  };
}

function isForUserPool({ method, headers }: IncomingMessage): boolean {
  if (method === 'POST') return headers['x-amz-target'] !== undefined;
  const asked = headers['access-control-request-headers'] ?? '';
  return method === 'OPTIONS' && /(^|[\s,])x-amz-target($|[\s,])/i.test(asked);
}

async function handle(
  signIn: SignIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { origin } = request.headers;
    if (origin !== undefined && !isLocal(origin)) {
      const message = 'Pages of other sites cannot sign in here.';
      return sendError(response, {}, 403, new CognitoError('ForbiddenException', message));
    }
    const shared = origin === undefined ? {} : { ...SHARED, 'access-control-allow-origin': origin };
    if (request.method === 'OPTIONS') {
      response.writeHead(200, { ...shared, ...PREFLIGHT, 'content-length': 0 }).end();
      return;
    }
    const body = await readBody(request);
    if (!body.ok) {
      const error = new CognitoError(body.error.errorType, body.error.message);
      return sendError(response, { ...shared, connection: 'close' }, body.status, error);
    }
    await answer(signIn, request, response, { bytes: body.bytes, shared });
  } catch (cause) {
    console.error('The user pool failed:', cause);
    if (response.headersSent) response.destroy();
    else sendError(response, {}, 500, new CognitoError('InternalErrorException', 'Failed.'));
  }
}

async function answer(
  signIn: SignIn,
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, shared }: { readonly bytes: Buffer; readonly shared: Headers },
): Promise<void> {
  try {
    const target = String(request.headers['x-amz-target']);
    if (!target.startsWith(TARGET)) {
      throw new CognitoError('UnknownOperationException', `There is no ${target.slice(0, 100)}.`);
    }
    const operation = target.slice(TARGET.length, TARGET.length + 100);
    send(response, 200, await signIn.answer(operation, inputOf(bytes)), shared);
  } catch (cause) {
    if (!(cause instanceof CognitoError)) throw cause;
    sendError(response, shared, 400, cause);
  }
}

function inputOf(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(bytes.toString('utf8'));
    if (isRecord(input)) return input;
  } catch {
    // Said below.
  }
  throw new CognitoError('SerializationException', 'The body is no JSON object.');
}

/**
 * The password is in the documentation: pages that come from elsewhere must not try it on the stack of whoever opens
 * them. Pages that are being developed come from this machine.
 */
function isLocal(origin: string): boolean {
  return /^https?:\/\/(127\.0\.0\.1|\[::1\]|([a-z0-9-]+\.)*localhost)(:\d{1,5})?$/i.test(origin);
}

type Headers = Readonly<Record<string, string>>;

const SHARED: Headers = {
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
  vary: 'Origin',
};
const PREFLIGHT: Headers = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': '*,authorization',
  'access-control-max-age': '600',
};

function send(response: ServerResponse, status: number, body: object, headers: Headers): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
}

function sendError(
  response: ServerResponse,
  headers: Headers,
  status: number,
  { name, message }: CognitoError,
): void {
  const told = { 'x-amzn-errortype': `${name}:`, ...headers };
  send(response, status, { __type: name, message }, told);
}

/** Public, as Cognito's are: whoever verifies tokens reads them. */
function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  document: (request: IncomingMessage) => object,
): void {
  const found = request.method === 'GET' || request.method === 'HEAD';
  const body = found ? document(request) : { message: 'Method Not Allowed' };
  const text = JSON.stringify(body);
  response.writeHead(found ? 200 : 405, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    ...(!found && { allow: 'GET, HEAD' }),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** Without the pages of a hosted sign-in: there are none. */
function configuration(
  { issuer, poolId }: UserPoolRoutesOptions['userPool'],
  { headers, socket }: IncomingMessage,
): object {
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  return {
    issuer,
    jwks_uri: `${scheme}://${headers.host ?? 'localhost'}/${poolId}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
