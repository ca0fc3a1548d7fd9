import { type WebSocket } from 'ws';
import { type AppSyncApi } from '../appsync/api.ts';
import { type ErrorBody } from '../appsync/errors.ts';
import { isValidationError } from '../appsync/graphql-java-wording.ts';
import { type Authenticate } from '../identity/authenticate.ts';
import { type Authorized, authorize, headersFrom } from './authorization.ts';
import {
  type ClientFrame,
  frames,
  type ProtocolError,
  readFrame,
  type StartPayload,
} from './frames.ts';
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

interface Subscription {
  readonly id: string;
  /** Ends it; null while it is not registered yet. */
  stop: (() => void) | null;
}

class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  /** By id: one that was stopped may be started anew before it was ever registered. */
  readonly #subscriptions = new Map<string, Subscription>();
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
    for (const { stop } of this.#subscriptions.values()) stop?.();
    this.#subscriptions.clear();
  }

  #handle(frame: ClientFrame): void {
    switch (frame.type) {
      case 'connection_init':
        return this.#acknowledge();
      case 'start':
        return this.#start(frame);
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

  #start({ id, start }: Extract<ClientFrame, { type: 'start' }>): void {
    const { limits } = this.#options;
    if (this.#subscriptions.has(id)) {
      return this.#send(frames.error(id, [duplicated(id)]));
    }
    if (this.#subscriptions.size >= limits.subscriptions) {
      return this.#send(frames.error(id, [tooMany(limits.subscriptions)]));
    }
    const subscription: Subscription = { id, stop: null };
    this.#subscriptions.set(id, subscription);
    this.#register(subscription, start).catch((cause: unknown) => {
      console.error('A subscription could not be registered:', cause);
      const message = 'The subscription could not be registered.';
      this.#fail(subscription, [{ errorType: 'InternalFailure', message }]);
    });
  }

  async #register(subscription: Subscription, start: StartPayload): Promise<void> {
    const { api, authenticate, sourceIp } = this.#options;
    const { id } = subscription;
    const authorized = await authorize(authenticate, headersFrom(start.authorization ?? {}), {
      url: '/graphql',
      body: start.data,
      sourceIp,
    });
    if (!authorized.ok) return this.#fail(subscription, [authorized.error]);
    const { query, variables, operationName } = start;
    const subscribed = await api.subscribe({ query, variables, operationName }, authorized, {
      started: stop => this.#registered(subscription, stop),
      next: payload => this.#send(frames.data(id, payload)),
      invalidated: () => {
        this.#subscriptions.delete(id);
        this.#send(frames.complete(id));
      },
    });
    if (subscribed.ok) return;
    // The service registers each root field by itself, and so the second one under an id that is in use.
    const many = subscribed.errors.some(error =>
      isValidationError('SubscriptionMultipleRootFields', error),
    );
    this.#fail(subscription, many ? [duplicated(id)] : subscribed.errors.map(told));
  }

  /** Whether the client still wants it: it may have gone, or changed its mind, while it was registered. */
  #isWanted(subscription: Subscription): boolean {
    return this.#subscriptions.get(subscription.id) === subscription;
  }

  #registered(subscription: Subscription, stop: () => void): void {
    if (!this.#isWanted(subscription)) return stop();
    subscription.stop = stop;
    this.#send(frames.startAck(subscription.id));
  }

  #stop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return this.#send(frames.error(id, [unknown(id)]));
    subscription.stop?.();
    this.#subscriptions.delete(id);
    this.#send(frames.complete(id));
  }

  #fail(subscription: Subscription, errors: readonly object[]): void {
    if (!this.#isWanted(subscription)) return;
    this.#subscriptions.delete(subscription.id);
    this.#send(frames.error(subscription.id, errors));
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

/** The sentences of this and of the others are recorded ones: amplify-js issues 4813, 12818 and 5050. */
function duplicated(id: string): ProtocolError {
  return { errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` };
}

/**
 * Of why a subscription was refused the channel tells no more: no path, no locations, no errorInfo. Source: amplify-js
 * issue 12679, aws-appsync-community issue 355, amplify-cli issue 7427.
 */
function told(error: ErrorBody): object {
  const { message } = error;
  const errorType = 'errorType' in error ? error.errorType : null;
  return errorType === null ? { message } : { errorType, message };
}

function unknown(id: string): ProtocolError {
  return { errorType: 'UnknownOperationError', message: `There is no operation ${id}.` };
}

function tooMany(most: number): ProtocolError {
  const message = `Max number of ${most} subscriptions reached`;
  return { errorType: 'MaxSubscriptionsReachedError', message };
}
