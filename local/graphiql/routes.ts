import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { listAssets } from './assets.ts';
import { readOperations } from './operations.ts';
import { contentSecurityPolicy, pageWith } from './page.ts';
import { type Office } from './saved-operation.ts';

export interface GraphiqlOptions {
  /** IANA zone in which the page counts days. Default `Asia/Ho_Chi_Minh`. */
  readonly zone?: string;
  /** The stack's clock, from which the page takes today's date. Default: the machine's. */
  readonly clock?: () => Date;
}

/**
 * Serves the page at `/` and what it loads under `/graphiql/`. The returned function is true when it answered the
 * request; other paths are left alone.
 */
export function graphiqlRoutes({
  zone = 'Asia/Ho_Chi_Minh',
  clock = () => new Date(),
}: GraphiqlOptions = {}): (request: IncomingMessage, response: ServerResponse) => boolean {
  const assets = listAssets();

  const find = (path: string): Content | undefined => {
    switch (path) {
      case '/graphiql/operations.json':
        return content('application/json; charset=utf-8', JSON.stringify(readOperations()));
      case '/graphiql/office.json': {
        const office: Office = { zone, now: clock().toISOString() };
        return content('application/json; charset=utf-8', JSON.stringify(office));
      }
    }
    const asset = path.startsWith('/graphiql/')
      ? assets.get(path.slice('/graphiql/'.length))
      : undefined;
    return asset && { contentType: asset.contentType, body: asset.read() };
  };

  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path !== '/' && !path.startsWith('/graphiql/')) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      refuse(response, 405, `${path} answers GET and HEAD. Operations go to POST /graphql.`);
      return true;
    }
    if (path === '/') {
      answerPage(request, response);
      return true;
    }
    const found = find(path);
    if (found) answer(request, response, found);
    else refuse(response, 404, 'There is no such file. GraphiQL is at /.');
    return true;
  };
}

interface Content {
  readonly contentType: string;
  readonly body: Buffer;
}

function content(contentType: string, text: string): Content {
  return { contentType, body: Buffer.from(text) };
}

/** The page is new each time, for its nonce; what it loads is kept. */
function answerPage(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(18).toString('base64');
  const body = Buffer.from(pageWith(nonce));
  setHeaders(response, nonce);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-length', body.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
}

/** Browsers keep the files and ask each time whether it changed: a new checkout shows at once, the rest is a 304. */
function answer(request: IncomingMessage, response: ServerResponse, found: Content): void {
  const etag = `"${createHash('sha256').update(found.body).digest('base64url').slice(0, 22)}"`;
  setHeaders(response);
  response.setHeader('content-type', found.contentType);
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-length', found.body.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : found.body);
}

function refuse(response: ServerResponse, status: 404 | 405, sentence: string): void {
  setHeaders(response);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.writeHead(status).end(`${sentence}\n`);
}

function setHeaders(response: ServerResponse, styleNonce?: string): void {
  response.setHeader('content-security-policy', contentSecurityPolicy(styleNonce));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}
