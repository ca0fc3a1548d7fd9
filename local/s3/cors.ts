import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';

/** What pages of these origins may do: up- and download by links. Pages of others get no headers that would let them. */
export interface Cors {
  /** Headers for the answer to a page of an allowed origin; none for anybody else. */
  headers(request: IncomingMessage): OutgoingHttpHeaders;
  /** Answers what a browser asks before it sends a request. */
  preflight(request: IncomingMessage, response: ServerResponse): void;
}

const METHODS = 'GET, HEAD, PUT';

export function createCors(origins: readonly string[]): Cors {
  function headers({ headers: { origin } }: IncomingMessage): OutgoingHttpHeaders {
    if (origin === undefined) return {};
    if (!origins.includes(origin)) return { vary: 'Origin' };
    return {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag, Content-Length, x-amz-request-id',
      vary: 'Origin',
    };
  }
  return {
    headers,
    preflight(request, response) {
      const { origin } = request.headers;
      const method = request.headers['access-control-request-method'] ?? '';
      if (
        origin === undefined ||
        !origins.includes(origin) ||
        !METHODS.split(', ').includes(method)
      ) {
        response.writeHead(403, { 'content-type': 'text/plain' });
        response.end('CORSResponse: This CORS request is not allowed.');
        return;
      }
      const asked = request.headers['access-control-request-headers'];
      response.writeHead(200, {
        ...headers(request),
        'access-control-allow-methods': METHODS,
        ...(asked !== undefined && { 'access-control-allow-headers': asked }),
        'access-control-max-age': '3000',
      });
      response.end();
    },
  };
}
