import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { CannotStart } from './cannot-start.ts';

/** The stack's one port. It is taken before anything else starts, and answers 503 until there is a listener. */
export interface HttpServer {
  readonly port: number;
  /** From here on requests go to `listener`. */
  serve(listener: RequestListener): void;
  /** Ends every connection, also those in the middle of an answer. */
  close(): Promise<void>;
}

/** As many connections as may be waiting to be accepted at a moment; the system may allow fewer. */
const BACKLOG = 4_096;
/** Clients keep connections open between requests; longer than the pools of common clients, so that they close first. */
const KEEP_ALIVE_MS = 65_000;

/** Listens on 127.0.0.1 only, on a free port when `port` is 0. Throws {@link CannotStart} when it is taken. */
export async function listen(port: number): Promise<HttpServer> {
  let listener: RequestListener = refuseEarly;
  const server = createServer((request, response) => {
    if (isForThisMachine(request)) listener(request, response);
    else refuseHost(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await bound(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    serve: next => void (listener = next),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bound(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new CannotStart(`Port ${port} ${reasonOf(cause)}; use another --port.`, { cause }));
    });
    server.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, resolve);
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'is in use by another program';
  if (code === 'EACCES') return 'needs the rights of an administrator';
  return `cannot be used (${message})`;
}

/**
 * A page of any site can make a browser send requests here under that site's own name, by letting its name stand for
 * 127.0.0.1 (DNS rebinding). Names of this machine are the only ones that cannot be made to.
 */
function isForThisMachine({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(headers.host ?? '');
}

function refuseHost(request: IncomingMessage, response: ServerResponse): void {
  answer(response, 421, {
    error: `This stack answers only as 127.0.0.1 or localhost, not as ${JSON.stringify(request.headers.host ?? '')}.`,
  });
}

function refuseEarly(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('retry-after', '1');
  answer(response, 503, { status: 'starting' });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
