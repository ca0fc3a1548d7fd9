import { once } from 'node:events';
import { WebSocket } from 'ws';
import { listen } from '../../../local/http-server.ts';
import { type Authenticate } from '../../../local/identity/authenticate.ts';
import { LOCAL_CREDENTIALS, verifySignature } from '../../../local/identity/sigv4.ts';
import { type RealtimeLimits } from '../../../local/realtime/limits.ts';
import { createRealtime } from '../../../local/realtime/server.ts';
import { type Timers } from '../../../local/realtime/timers.ts';
import { admin, analyst, createApi, NOW, resolver, type TestApi } from '../appsync/support.ts';

/** Notes, whose mutations give back what they were given. */
const SDL = `
  schema { query: Query mutation: Mutation subscription: Subscription }
  type Query { ok: Boolean }
  type Mutation {
    write(id: ID!, topic: String, author: AuthorInput, secret: String): Note
    fail: Note
    end(topic: String!): Boolean
  }
  input AuthorInput { id: ID! name: String }
  type Author { id: ID! name: String! }
  type Note {
    id: ID!
    topic: String
    author: Author
    secret: String @aws_cognito_user_pools(cognito_groups: ["admin"])
    required: String!
    raw: AWSJSON
  }
  type Subscription {
    onNote(topic: String, id: ID): Note @aws_subscribe(mutations: ["write", "fail"])
    onAuthor(name: String, deep: Boolean): Note @aws_subscribe(mutations: ["write"])
    onAdmin: Note @aws_subscribe(mutations: ["write"])
      @aws_cognito_user_pools(cognito_groups: ["admin"])
  }
`;

export async function notesApi(): Promise<TestApi> {
  const none = { dataSource: 'none' } as const;
  return createApi({
    sdl: SDL,
    resolvers: await Promise.all([
      resolver('Mutation.write', {
        ...none,
        request: `return { payload: { ...ctx.args, required: 'there', raw: { a: [1] } } };`,
        response: 'return ctx.result;',
      }),
      resolver('Mutation.fail', {
        ...none,
        request: 'return { payload: null };',
        response: `util.error('no');`,
      }),
      resolver('Mutation.end', {
        ...none,
        request: 'return { payload: null };',
        response: `extensions.invalidateSubscriptions({ subscriptionField: 'onAuthor', payload: { topic: ctx.args.topic } }); return true;`,
      }),
      resolver('Subscription.onAuthor', {
        ...none,
        request: 'return { payload: null };',
        response: `if (ctx.args.name === 'nobody') util.unauthorized();
          if (ctx.args.name === 'told') util.error('name is "told"', 'InvalidInput', null, { reason: 'BAD_NAME' });
          const fieldName = ctx.args.deep ? 'a.b.c.d.e.f' : 'author.name';
          extensions.setSubscriptionFilter({ filterGroup: [{ filters: [{ fieldName, operator: 'eq', value: ctx.args.name }] }] });
          extensions.setSubscriptionInvalidationFilter({ filterGroup: [{ filters: [{ fieldName: 'topic', operator: 'eq', value: ctx.args.name }] }] });
          return null;`,
      }),
    ]),
  });
}

/** `Bearer`-less words instead of tokens; signatures as they are. */
export const authenticate: Authenticate = async request => {
  const { authorization } = request.headers;
  if (authorization === 'admin') return { ok: true, identity: admin };
  if (authorization === 'analyst') return { ok: true, identity: analyst };
  if (typeof authorization === 'string' && authorization.startsWith('AWS4')) {
    const checked = verifySignature(request, LOCAL_CREDENTIALS, NOW);
    return checked.ok ? checked : { ...checked, status: 403 };
  }
  const message = 'You are not authorized to make this call.';
  return { ok: false, status: 401, errorType: 'UnauthorizedException', message };
};

/** Timers that run when the test says so. */
function handTimers() {
  const due = new Set<{ readonly milliseconds: number; readonly run: () => void }>();
  const add = (milliseconds: number, run: () => void) => {
    const timer = { milliseconds, run };
    due.add(timer);
    return () => void due.delete(timer);
  };
  const timers: Timers = { after: add, every: add };
  return {
    timers,
    /** Runs what is set for that many milliseconds. */
    fire(milliseconds: number): void {
      for (const timer of due) if (timer.milliseconds === milliseconds) timer.run();
    },
    get size() {
      return due.size;
    },
  };
}

export async function startRealtime(api: TestApi, limits: Partial<RealtimeLimits> = {}) {
  const http = await listen(0);
  const hand = handTimers();
  const realtime = createRealtime({ api, authenticate, limits, timers: hand.timers });
  http.serve((_, response) => void response.writeHead(404).end(), realtime.upgrade);
  return {
    api,
    hand,
    realtime,
    port: http.port,
    url: `ws://127.0.0.1:${http.port}/graphql/realtime`,
    async stop() {
      realtime.close();
      await http.close();
    },
  };
}

export type Frame = Readonly<Record<string, unknown>>;

/** A client that notes what it hears. */
export class Client {
  readonly socket: WebSocket;
  readonly heard: Frame[] = [];
  readonly closed: Promise<number>;
  #wake: () => void = () => {};

  constructor(
    url: string,
    protocols: string[] = ['graphql-ws', wrapped({ Authorization: 'admin' })],
    headers = {},
  ) {
    this.socket = new WebSocket(url, protocols, { headers });
    this.socket.on('message', data => {
      this.heard.push(JSON.parse(String(data)) as Frame);
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise(resolve => this.socket.on('close', code => resolve(code)));
  }

  static async connected(...given: ConstructorParameters<typeof Client>): Promise<Client> {
    const client = new Client(...given);
    await once(client.socket, 'open');
    client.send({ type: 'connection_init' });
    await client.until(frame => frame['type'] === 'ka');
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  start(
    id: string,
    query: string,
    variables: object = {},
    authorization: unknown = { Authorization: 'admin' },
  ): void {
    const data = JSON.stringify({ query, variables });
    this.send({ id, type: 'start', payload: { data, extensions: { authorization } } });
  }

  /** Starts and waits for the answer to it. */
  async started(...given: Parameters<Client['start']>): Promise<Frame> {
    const from = this.heard.length;
    this.start(...given);
    return this.until(frame => frame['id'] === given[0], from);
  }

  /** The first frame like this, heard or yet to come. */
  async until(like: (frame: Frame) => boolean, from = 0): Promise<Frame> {
    for (;;) {
      const found = this.heard.slice(from).find(like);
      if (found) return found;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  /** Everything that was sent to the client before now: answers keep their order. */
  async settled(): Promise<readonly Frame[]> {
    const from = this.heard.length;
    this.send({ type: 'stop', id: 'nothing like this' });
    await this.until(frame => frame['id'] === 'nothing like this', from);
    return this.heard.filter(frame => frame['id'] !== 'nothing like this');
  }
}

export function wrapped(header: object): string {
  return `header-${Buffer.from(JSON.stringify(header)).toString('base64url')}`;
}
