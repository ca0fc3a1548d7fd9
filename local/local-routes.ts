import { type IncomingMessage, type ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { isPersona, type Persona, PERSONAS } from './identity/personas.ts';

export interface LocalRoutesOptions {
  /** An access token as the user pool issues it to that persona. */
  readonly token: (persona: Persona) => Promise<string>;
}

interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 405;
  readonly body: object;
}

/**
 * What the stack has beside the API, under `/local/`: `health`, and `token?persona=` for whoever tries the API out.
 * True when the request was one of these.
 */
export function localRoutes(options: LocalRoutesOptions) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    if (!path.startsWith('/local/')) return false;
    void answerTo(request, { path, search }, options).then(({ status, body }) => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      response.end(JSON.stringify(body));
    });
    return true;
  };
}

async function answerTo(
  request: IncomingMessage,
  { path, search }: { path: string; search: string },
  { token }: LocalRoutesOptions,
): Promise<Answer> {
  if (request.method !== 'GET') {
    return { status: 405, body: { error: `${path} answers GET, not ${request.method}.` } };
  }
  switch (path) {
    case '/local/health':
      return { status: 200, body: { status: 'ready' } };
    case '/local/token': {
      if (isForeign(request)) {
        return { status: 403, body: { error: 'Pages of other sites get no token.' } };
      }
      const persona = new URLSearchParams(search).get('persona');
      if (persona === null || !isPersona(persona)) {
        const error = `persona is ${persona ?? 'missing'}; use ${PERSONAS.join(', ')}.`;
        return { status: 400, body: { error } };
      }
      return { status: 200, body: { token: await token(persona) } };
    }
    default:
      return { status: 404, body: { error: 'There are /local/health and /local/token.' } };
  }
}

/** Whether a browser sends this on behalf of a page that is not ours. Other programs send neither header. */
function isForeign({ headers, socket }: IncomingMessage): boolean {
  const scheme = socket instanceof TLSSocket ? 'https' : 'http';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== `${scheme}://${headers.host}`;
}
