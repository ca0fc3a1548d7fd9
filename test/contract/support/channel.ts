import { target } from './client.ts';

/** As long as Amplify waits. */
const LONGEST_MS = 15_000;

export interface Frame {
  readonly type?: string;
  readonly id?: string;
  readonly payload?: {
    readonly data?: unknown;
    readonly errors?: readonly { readonly errorType?: string; readonly message: string }[];
  };
}

/** The two ways in which a browser can say who it is when it asks for a WebSocket. */
export const TRANSPORTS = ['a subprotocol', 'the query'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** What is signed in with; null says nothing. */
export type Token = string | null;

/** A connection to the real-time endpoint of the target, which notes what it hears. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #heard: Frame[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(token: Token, transport: Transport = 'a subprotocol') {
    const header = JSON.stringify(authorization(token));
    const base64 = Buffer.from(header).toString(transport === 'the query' ? 'base64' : 'base64url');
    const url = new URL(target().realtime);
    const protocols = ['graphql-ws'];
    if (transport === 'the query') {
      url.searchParams.set('header', base64);
      url.searchParams.set('payload', 'e30=');
    } else protocols.push(`header-${base64}`);
    this.#socket = new WebSocket(url, protocols);
    this.#socket.onopen = () => this.#send({ type: 'connection_init' });
    this.#socket.onmessage = ({ data }) => {
      this.#heard.push(JSON.parse(String(data)) as Frame);
      this.#wake();
    };
    this.#socket.onerror = () => {};
    this.#socket.onclose = () => {
      this.#isClosed = true;
      this.#wake();
    };
  }

  /** The frame that says how the connection was taken; undefined when it was closed without one. */
  async welcome(): Promise<Frame | undefined> {
    const said = ['connection_ack', 'connection_error'];
    return this.#until(({ type = '' }) => said.includes(type));
  }

  /** Asks to be told, and gives the answer to that. */
  async start(id: string, query: string, token: Token): Promise<Frame | undefined> {
    const data = JSON.stringify({ query, variables: {} });
    const extensions = { authorization: authorization(token) };
    this.#send({ id, type: 'start', payload: { data, extensions } });
    return this.#until(frame => frame.id === id);
  }

  async stop(id: string): Promise<Frame | undefined> {
    this.#send({ id, type: 'stop' });
    return this.#until(frame => frame.id === id && frame.type !== 'start_ack');
  }

  /** What subscribers are told that is like this. */
  async told(like: (data: unknown) => boolean): Promise<unknown> {
    const frame = await this.#until(
      ({ type, payload }) => type === 'data' && like(payload?.data ?? null),
    );
    return frame?.payload?.data;
  }

  close(): void {
    this.#socket.close();
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The first frame like this, heard or yet to come; undefined when the connection ends before. */
  async #until(like: (frame: Frame) => boolean): Promise<Frame | undefined> {
    const over = AbortSignal.timeout(LONGEST_MS);
    for (;;) {
      const found = this.#heard.find(like);
      if (found || this.#isClosed) return found;
      if (over.aborted) throw new Error(`nothing was heard for ${LONGEST_MS / 1000} s`);
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        over.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}

/** The host is the one of queries, not the one of the connection. */
function authorization(token: Token): Readonly<Record<string, string>> {
  const host = { host: new URL(target().endpoint).host };
  return token === null ? host : { ...host, Authorization: token };
}
