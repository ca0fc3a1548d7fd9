import { type IncomingMessage } from 'node:http';
import { type Authenticate, type Authentication } from '../identity/authenticate.ts';
import { type SignedRequest } from '../identity/sigv4.ts';
import { type ProtocolError } from './frames.ts';

/** Headers by lower-case name, as a client wraps them into JSON. */
export type AuthorizationHeaders = Readonly<Record<string, string>>;

export type Authorized =
  | {
      readonly ok: true;
      readonly identity: Extract<Authentication, { ok: true }>['identity'];
      readonly headers: AuthorizationHeaders;
    }
  | { readonly ok: false; readonly error: ProtocolError };

/** The two requests that a connection stands for: signatures are made over them. */
interface Stated {
  readonly url: '/graphql' | '/graphql/connect';
  readonly body: string;
  readonly sourceIp: string;
}

/**
 * The authorization of a handshake: as the subprotocol `header-<base64url>`, as `?header=<base64>`, or as headers of
 * the request itself. Null when what is there is not JSON with texts.
 */
export function authorizationOf(request: IncomingMessage): AuthorizationHeaders | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  const protocol = offered.map(each => each.trim()).find(each => each.startsWith('header-'));
  if (protocol !== undefined) return decoded(protocol.slice('header-'.length));
  const [, search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const inQuery = new URLSearchParams(search).get('header');
  // A plus sign that was not escaped has become a blank.
  if (inQuery !== null) return decoded(inQuery.replaceAll(' ', '+'));
  return headersFrom(request.headers);
}

/** What a handshake or a `start` carries, as texts by lower-case name; null when it is no object. */
export function headersFrom(value: unknown): AuthorizationHeaders | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const headers: Record<string, string> = Object.create(null);
  for (const [name, text] of Object.entries(value)) {
    if (typeof text === 'string') headers[name.toLowerCase()] = text;
  }
  return headers;
}

function decoded(base64: string): AuthorizationHeaders | null {
  try {
    return headersFrom(JSON.parse(Buffer.from(base64, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

/** Each subscription is authorized on its own, so the same connection may carry several callers. */
export async function authorize(
  authenticate: Authenticate,
  headers: AuthorizationHeaders | null,
  { url, body, sourceIp }: Stated,
): Promise<Authorized> {
  if (!headers) return { ok: false, error: unreadable };
  const request: SignedRequest = {
    method: 'POST',
    url,
    headers,
    body: Buffer.from(body),
    sourceIp,
  };
  const caller = await authenticate(request);
  if (caller.ok) return { ok: true, identity: caller.identity, headers };
  const { errorType, message, status } = caller;
  return { ok: false, error: { errorType, message, errorCode: status } };
}

const unreadable: ProtocolError = {
  errorType: 'BadRequestException',
  message: 'The authorization is not base64 of a JSON object of headers.',
  errorCode: 400,
};
