import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request as requestOf } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

/** A GraphQL request as it came in. */
export interface Asked {
  /** The whole body. */
  readonly sent: string;
  readonly query: string;
  readonly authorization: string | undefined;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
}

interface WrongServerOptions {
  /** The endpoint that answers truly, over https and wss. */
  readonly endpoint: string;
  readonly realtime: string;
  /** The certificate that it is trusted by, PEM. */
  readonly ca: string;
  /** As whom a request is passed on. */
  readonly authorization: (asked: Asked) => string | undefined;
  /** What becomes of an answer. */
  readonly answer: (asked: Asked, answered: Answered) => Answered;
  /** How long each answer takes, as over a network. */
  readonly delayMs?: number;
  /** The header with which everybody is connected, whoever they say they are. */
  readonly connectAs?: object;
}

interface WrongServer {
  readonly endpoint: string;
  readonly realtime: string;
  close(): Promise<void>;
}

/** Stands before an endpoint and answers wrongly where it is told to. */
export async function startWrongServer(options: WrongServerOptions): Promise<WrongServer> {
  const server = createServer((request, response) => {
    void pass(request, options).then(
      ({ status, body, headers }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  passConnections(server, options);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    endpoint: `http://${host}/graphql`,
    realtime: `ws://${host}/graphql/realtime`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function pass(request: IncomingMessage, options: WrongServerOptions) {
  const sent = await textOf(request);
  const { authorization, 'content-type': type, ...rest } = request.headers;
  const asked: Asked = { sent, query: queryOf(sent), authorization };
  const headers = {
    authorization: options.authorization(asked),
    'content-type': type,
    'x-api-key': rest['x-api-key'],
    'x-amz-date': rest['x-amz-date'],
  };
  await sleep(options.delayMs ?? 0);
  const truth = await askTruly(options, sent, present(headers));
  const answered = options.answer(asked, truth);
  const length = String(Buffer.byteLength(answered.body));
  return { ...answered, headers: { ...truth.headers, 'content-length': length } };
}

async function askTruly(
  { endpoint, ca }: WrongServerOptions,
  body: string,
  headers: Readonly<Record<string, string | string[]>>,
) {
  const asking = requestOf(endpoint, { method: 'POST', headers, ca });
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    headers: present(response.headers),
    body: await textOf(response),
  };
}

function present(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

function queryOf(body: string): string {
  try {
    const { query } = JSON.parse(body) as { query?: unknown };
    return typeof query === 'string' ? query : '';
  } catch {
    return '';
  }
}

function passConnections(server: Server, { realtime, ca, connectAs }: WrongServerOptions): void {
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-ws' });
  sockets.on('connection', (near, request) => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/, */);
    const protocols = connectAs ? ['graphql-ws', headerOf(connectAs)] : offered;
    const { search } = new URL(request.url ?? '', realtime);
    const far = new WebSocket(`${realtime}${connectAs ? '' : search}`, protocols, { ca });
    const waiting: string[] = [];
    near.on('message', data => {
      if (far.readyState === WebSocket.OPEN) far.send(String(data));
      else waiting.push(String(data));
    });
    far.on('open', () => waiting.splice(0).forEach(data => far.send(data)));
    far.on('message', data => near.send(String(data)));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('close', () => other.close());
      one.on('error', () => other.terminate());
    }
  });
}

function headerOf(authorization: object): string {
  return `header-${Buffer.from(JSON.stringify(authorization)).toString('base64url')}`;
}
