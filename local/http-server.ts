import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type Duplex } from 'node:stream';
import { CannotStart } from './cannot-start.ts';
import { refuseUpgrade } from './realtime/server.ts';

/** Takes over the connection of a request that asks for a WebSocket. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The stack's one port. It is taken before anything else starts, and answers 503 until there is a listener. */
export interface HttpServer {
  readonly port: number;
  /** From here on requests go to `listener`, and those for a WebSocket to `upgrade`. */
  serve(listener: RequestListener, upgrade?: UpgradeListener): void;
  /** Of a server that was started with `tls`: without a certificate it answers nobody. */
  present(certificate: { readonly key: string; readonly cert: string }): void;
  /** Ends every connection, also those in the middle of an answer. */
  close(): Promise<void>;
}

/** As many connections as may be waiting to be accepted at a moment; the system may allow fewer. */
const BACKLOG = 4_096;
/** Who takes longer to send a request is cut off: 408, and the connection closed. */
export interface Patience {
  /** Until the headers are there. */
  readonly headersMs: number;
  /** Until the body is there too. */
  readonly requestMs: number;
}
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000 };

/** Clients keep connections open between requests; longer than the pools of common clients, so that they close first. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Listens on 127.0.0.1 only, on a free port when `port` is 0. Throws {@link CannotStart} when it is taken, with the
 * name of the `option` that chooses another.
 */
export async function listen(
  port: number,
  {
    tls = false,
    patience = PATIENCE,
    option = '--port',
  }: { tls?: boolean; patience?: Patience; option?: string } = {},
): Promise<HttpServer> {
  let listener: RequestListener = refuseEarly;
  let upgradeListener: UpgradeListener = refuseUpgradeEarly;
  const options = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: Math.min(1_000, patience.headersMs),
    // Other upgrades, such as curl's to HTTP/2, are requests that need not be granted.
    shouldUpgradeCallback: ({ headers }: IncomingMessage): boolean =>
      headers.upgrade?.toLowerCase() === 'websocket',
  };
  const onRequest: RequestListener = (request, response) => {
    if (isForThisMachine(request)) listener(request, response);
    else refuseHost(request, response);
  };
  const secure = tls ? createTlsServer(options, onRequest) : null;
  const server = secure ?? createServer(options, onRequest);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The client may go away at any time.
    socket.on('error', () => {});
    if (isForThisMachine(request)) upgradeListener(request, socket, head);
    else refuseUpgrade(socket, 421, refusedHost(request));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await bound(server, port, option);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    serve(next, upgrade = refuseUpgradeAlways) {
      listener = next;
      upgradeListener = upgrade;
    },
    present: certificate => secure?.setSecureContext(certificate),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bound(server: Server | TlsServer, port: number, option: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new CannotStart(`Port ${port} ${reasonOf(cause)}; use another ${option}.`, { cause }));
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
  answer(response, 421, { error: refusedHost(request) });
}

function refusedHost({ headers }: IncomingMessage): string {
  return `This stack answers only as 127.0.0.1 or localhost, not as ${JSON.stringify(headers.host ?? '')}.`;
}

function refuseUpgradeEarly(_: IncomingMessage, socket: Duplex): void {
  refuseUpgrade(socket, 503, 'The stack is starting.');
}

function refuseUpgradeAlways(_: IncomingMessage, socket: Duplex): void {
  refuseUpgrade(socket, 404, 'There are no WebSockets here.');
}

function refuseEarly(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('retry-after', '1');
  answer(response, 503, { status: 'starting' });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
