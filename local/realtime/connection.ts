import { type WebSocket } from 'ws';
import { type AppSyncApi } from '../appsync/api.ts';
import { type Authenticate } from '../identity/authenticate.ts';
import { type Authorized, authorize, headersFrom } from './authorization.ts';
import { type ClientFrame, frames, type ProtocolError, readFrame } from './frames.ts';
import { type RealtimeLimits } from './limits.ts';
import { type Timers } from './timers.ts';

export interface ConnectionOptions {
  readonly api: Pick<AppSyncApi, 'subscribe'>;
  readonly authenticate: Authenticate;
  readonly timers: Timers;
  readonly limits: RealtimeLimits;
  readonly sourceIp: string;
  /** Who shook hands. */
  readonly authorized: Authorized;
}

/** Codes of RFC 6455. */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;

/** Serves one connection from the handshake to its end. Whatever arrives, it answers or closes. */
export function serveConnection(socket: WebSocket, options: ConnectionOptions): void {
  const connection = new Connection(socket, options);
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(UNSUPPORTED_DATA, 'Messages are texts.');
    // The default of ws: a message is one Buffer.
    else connection.receive((data as Buffer).toString('utf8'));
  });
  socket.on('pong', () => connection.heard());
  // The socket closes after an error: a frame that is none, or one that is too large.
  socket.on('error', () => {});
  socket.on('close', () => connection.ended());
}

class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  /** By id, what ends a subscription; null while it is not registered yet. */
  readonly #subscriptions = new Map<string, (() => void) | null>();
  readonly #timers: (() => void)[];
  #acknowledged = false;
  #over = false;
  #isHeard = true;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    const { timers, limits, authorized } = options;
    const longest = authorized.ok ? limits.connectionMs : limits.refusedMs;
    this.#timers = [timers.after(longest, () => this.#close())];
  }

  receive(text: string): void {
    if (this.#over) return;
    this.#isHeard = true;
    const { authorized } = this.#options;
    // Clients listen only once they have sent something.
    if (!authorized.ok) return this.#refuse(authorized.error);
    const read = readFrame(text);
    if (read.ok) this.#handle(read.frame);
    else this.#send(frames.error(read.id, [read.error]));
  }

  /** The client is alive. */
  heard(): void {
    this.#isHeard = true;
  }

  /** The socket is closed: nothing of the connection stays. */
  ended(): void {
    this.#over = true;
    for (const callOff of this.#timers) callOff();
    for (const stop of this.#subscriptions.values()) stop?.();
    this.#subscriptions.clear();
  }

  #handle(frame: ClientFrame): void {
    switch (frame.type) {
      case 'connection_init':
        return this.#acknowledge();
      case 'start':
        return void this.#start(frame).catch((cause: unknown) => {
          console.error('A subscription could not be registered:', cause);
          const message = 'The subscription could not be registered.';
          this.#fail(frame.id, [{ errorType: 'InternalFailure', message }]);
        });
      case 'stop':
        return this.#stop(frame.id);
    }
  }

  #acknowledge(): void {
    const { timers, limits } = this.#options;
    this.#send(frames.ack(limits.connectionTimeoutMs));
    this.#send(frames.keepAlive);
    if (this.#acknowledged) return;
    this.#acknowledged = true;
    this.#timers.push(timers.every(limits.keepAliveMs, () => this.#keepAlive()));
  }

  /** Who has not answered since the last time has gone without a word. */
  #keepAlive(): void {
    if (!this.#isHeard) return this.#cut();
    this.#isHeard = false;
    this.#send(frames.keepAlive);
    if (!this.#over) this.#socket.ping();
  }

  async #start({ id, start }: Extract<ClientFrame, { type: 'start' }>): Promise<void> {
    const { api, authenticate, limits, sourceIp } = this.#options;
    if (this.#subscriptions.has(id)) {
      return this.#send(frames.error(id, [duplicated(id)]));
    }
    if (this.#subscriptions.size >= limits.subscriptions) {
      return this.#send(frames.error(id, [tooMany(limits.subscriptions)]));
    }
    this.#subscriptions.set(id, null);
    const authorized = await authorize(authenticate, headersFrom(start.authorization ?? {}), {
      url: '/graphql',
      body: start.data,
      sourceIp,
    });
    if (!authorized.ok) return this.#fail(id, [authorized.error]);
    const { query, variables, operationName } = start;
    const subscribed = await api.subscribe({ query, variables, operationName }, authorized, {
      started: stop => this.#registered(id, stop),
      next: payload => this.#send(frames.data(id, payload)),
      invalidated: () => {
        this.#subscriptions.delete(id);
        this.#send(frames.complete(id));
      },
    });
    if (!subscribed.ok) this.#fail(id, subscribed.errors);
  }

  /** Unless the client has gone, or changed its mind, while it was registered. */
  #registered(id: string, stop: () => void): void {
    if (this.#over || !this.#subscriptions.has(id)) return stop();
    this.#subscriptions.set(id, stop);
    this.#send(frames.startAck(id));
  }

  #stop(id: string): void {
    const stop = this.#subscriptions.get(id);
    if (stop === undefined) return this.#send(frames.error(id, [unknown(id)]));
    stop?.();
    this.#subscriptions.delete(id);
    this.#send(frames.complete(id));
  }

  #fail(id: string, errors: readonly object[]): void {
    this.#subscriptions.delete(id);
    this.#send(frames.error(id, errors));
  }

  #refuse(error: ProtocolError): void {
    this.#send(frames.connectionError(error));
    this.#close();
  }

  /** A reader that does not keep up is cut off: what waits for it stays in memory. */
  #send(text: string): void {
    if (this.#over) return;
    if (this.#socket.bufferedAmount > this.#options.limits.bufferedBytes) return this.#cut();
    this.#socket.send(text);
  }

  #close(): void {
    this.#socket.close(NORMAL);
    this.ended();
  }

  #cut(): void {
    this.#socket.terminate();
    this.ended();
  }
}

function duplicated(id: string): ProtocolError {
  return { errorType: 'DuplicatedOperationError', message: `The operation ${id} exists already.` };
}

function unknown(id: string): ProtocolError {
  return { errorType: 'UnknownOperationError', message: `There is no operation ${id}.` };
}

function tooMany(most: number): ProtocolError {
  const message = `A connection carries at most ${most} subscriptions.`;
  return { errorType: 'MaxSubscriptionsReachedError', message };
}
