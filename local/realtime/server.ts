import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type AppSyncApi } from '../appsync/api.ts';
import { type Authenticate } from '../identity/authenticate.ts';
import { authorizationOf, authorize } from './authorization.ts';
import { serveConnection } from './connection.ts';
import { LIMITS, type RealtimeLimits } from './limits.ts';
import { machineTimers, type Timers } from './timers.ts';

export interface RealtimeOptions {
  readonly api: Pick<AppSyncApi, 'subscribe'>;
  readonly authenticate: Authenticate;
  readonly timers?: Timers;
  readonly limits?: Partial<RealtimeLimits>;
}

export interface Realtime {
  /** Answers a request to become a WebSocket. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** How many connections are open. */
  readonly connections: () => number;
  /** Ends every connection. */
  readonly close: () => void;
}

/** The subprotocol. The `header-` one beside it carries the authorization and is not agreed on. */
const PROTOCOL = 'graphql-ws';

/** The real-time endpoint, `/graphql/realtime`, as the service has it under a domain of one's own. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { api, authenticate, timers = machineTimers } = options;
  const limits = { ...LIMITS, ...options.limits };
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
    const authorized = await authorize(authenticate, authorizationOf(request), {
      url: '/graphql/connect',
      body: '{}',
      sourceIp,
    });
    if (socket.destroyed) return;
    server.handleUpgrade(request, socket, head, webSocket =>
      serveConnection(webSocket, { api, authenticate, timers, limits, sourceIp, authorized }),
    );
  }

  return {
    upgrade(request, socket, head) {
      const [path] = (request.url ?? '').split('?', 1);
      if (path !== '/graphql/realtime') {
        return refuseUpgrade(socket, 404, 'WebSockets are at /graphql/realtime.');
      }
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
      if (!offered.some(each => each.trim() === PROTOCOL)) {
        return refuseUpgrade(socket, 400, `Offer the subprotocol ${PROTOCOL}.`);
      }
      accept(request, socket, head).catch((cause: unknown) => {
        console.error('A WebSocket could not be opened:', cause);
        socket.destroy();
      });
    },
    connections: () => server.clients.size,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Answers in HTTP what does not become a WebSocket. */
export function refuseUpgrade(socket: Duplex, status: number, sentence: string): void {
  const body = JSON.stringify({ error: sentence });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'Connection: close\r\nContent-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
