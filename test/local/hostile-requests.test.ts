import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGraphqlHandler } from '../../local/appsync/http.ts';
import { type HttpServer, listen } from '../../local/http-server.ts';
import { localRoutes } from '../../local/local-routes.ts';
import { route } from '../../local/route.ts';
import { admin, createApi, resolver } from './appsync/support.ts';

const sdl = 'type Query { echo(text: String, json: AWSJSON): AWSJSON }';
const GOOD = JSON.stringify({ query: '{ echo(text: "good") }' });

let server: HttpServer;
let handler: ReturnType<typeof createGraphqlHandler>;
beforeAll(async () => {
  const api = await createApi({
    sdl,
    resolvers: [
      await resolver('Query.echo', {
        request: 'return { payload: ctx.args };',
        dataSource: 'none',
      }),
    ],
  });
  handler = createGraphqlHandler({
    api,
    authenticate: async ({ headers }) =>
      headers.authorization === 'good'
        ? { ok: true, identity: admin }
        : { ok: false, status: 401, errorType: 'UnauthorizedException', message: 'No.' },
  });
  server = await serving();
});
afterAll(() => server.close());

async function serving(options?: Parameters<typeof listen>[1]): Promise<HttpServer> {
  const started = await listen(0, options);
  const others = [localRoutes({ token: async persona => `token of ${persona}` })];
  started.serve(route({ graphql: handler, others }));
  return started;
}

function opened(port = server.port): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Everything that comes back until the connection is closed; whether it is reset does not matter. */
async function exchange(bytes: string | Buffer, { port = server.port, end = true } = {}) {
  const socket = await opened(port);
  socket.on('error', () => {});
  const parts: Buffer[] = [];
  socket.on('data', part => parts.push(part));
  socket.write(bytes);
  if (end) socket.end();
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(parts).toString();
}

async function ask(body = GOOD): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
    method: 'POST',
    headers: { authorization: 'good' },
    body,
  });
  return response.json();
}

const answered = { data: { echo: '{"text":"good"}' } };

/** What a client may get to see, whatever it sent: nothing, or an answer with a body of the service's shape. */
function expectSound(all: string, sent: string): void {
  const answer = all.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  if (answer === '') return;
  const [, status, head = '', rest = ''] =
    /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n(.*?)\r\n\r\n(.*)$/s.exec(answer) ?? [];
  expect(status, answer).toMatch(/^(200|400|401|404|405|408|413|417|421|431)$/);
  if (/^content-type: text\/plain/im.test(head)) return;
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (length === undefined && !/^transfer-encoding: chunked$/im.test(head)) {
    // Bytes that are no HTTP are answered below GraphQL, without a body.
    expect([rest, head]).toEqual(['', expect.stringMatching(/^Connection: close$/m)]);
    return;
  }
  if (length === undefined || length === '0' || sent.startsWith('HEAD ')) return;
  const body = JSON.parse(Buffer.from(rest).subarray(0, Number(length)).toString()) as object;
  expect(Object.keys(body).filter(key => !['data', 'errors', 'error'].includes(key))).toEqual([]);
}

/** Mostly requests as they should be, each part of them sometimes something else. */
const rawRequest = fc
  .record({
    method: fc.oneof(
      { weight: 6, arbitrary: fc.constant('POST') },
      fc.constantFrom('GET', 'OPTIONS', 'PUT', 'HEAD', 'CONNECT', 'post', 'PRI', ''),
    ),
    path: fc.oneof(
      { weight: 6, arbitrary: fc.constant('/graphql') },
      fc.constantFrom(
        '*',
        '//',
        '/graphql?query=%7B__typename%7D',
        '/graphql?query=%',
        'http://',
        '/local/token',
      ),
      fc.webPath(),
    ),
    headers: fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constant('Authorization: good') },
        fc.constantFrom(
          'Host: example.com',
          'Origin: null',
          'Content-Length: 0',
          'Content-Length: -1',
          'Content-Length: 99999999999999999999',
          'Transfer-Encoding: chunked',
          'Transfer-Encoding: gzip',
          'Expect: 100-continue',
          'Upgrade: websocket',
          'Content-Encoding: br',
          ' folded: x',
          '__proto__: x',
          'constructor: y',
          'Authorization: AWS4-HMAC-SHA256 Credential=',
        ),
        fc.tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 30 })).map(x => x.join(': ')),
      ),
      { maxLength: 4 },
    ),
    body: fc.oneof(
      { weight: 3, arbitrary: fc.constant(GOOD) },
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.json(),
      fc.record({ query: fc.string(), variables: fc.jsonValue() }).map(x => JSON.stringify(x)),
      fc.constant(`${Buffer.byteLength(GOOD).toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`),
    ),
    lie: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 20 })),
    cut: fc.oneof(
      { weight: 5, arbitrary: fc.constant(1) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  })
  .map(({ method, path, headers, body, lie, cut }) => {
    const length = Math.max(0, Buffer.byteLength(body) + lie);
    const lines = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Content-Length: ${length}`];
    const text = `${[...lines, ...headers].join('\r\n')}\r\n\r\n${body}`;
    return text.slice(0, Math.ceil(text.length * cut));
  });

test('whatever bytes arrive, the answer is of the service’s shape or the socket closed', async () => {
  await fc.assert(
    fc.asyncProperty(rawRequest, async text => {
      expectSound(await exchange(Buffer.from(text)), text);
    }),
    { seed: 20_261_121, numRuns: 1_500 },
  );
  expect(await ask()).toEqual(answered);
});

describe('who sends half a request and waits', () => {
  test.for([
    ['half of its headers', 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nA: b'],
    [
      'half of its body',
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{"q`,
    ],
    [
      'a chunk that does not end',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"q',
    ],
  ])('%s: is cut off', async ([, text]) => {
    const impatient = await serving({ patience: { headersMs: 50, requestMs: 100 } });
    const answer = await exchange(text ?? '', { port: impatient.port, end: false });
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/);
    await impatient.close();
  });

  test('keeps nobody else waiting, however many there are', async () => {
    const half = 'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{"q';
    const sockets: Socket[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const more = await Promise.all(Array.from({ length: 100 }, () => opened()));
      for (const socket of more) socket.on('error', () => {}).write(half);
      sockets.push(...more);
    }
    expect(await ask()).toEqual(answered);
    await Promise.all(
      sockets.map(socket => {
        socket.resetAndDestroy();
        return socket.closed || once(socket, 'close');
      }),
    );
    expect(await ask()).toEqual(answered);
  });
});

describe('names that every object has', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  test.for(names)('%s is an operation that is not there, or one like any other', async name => {
    const unknown = await ask(JSON.stringify({ query: 'query A { echo }', operationName: name }));
    expect(unknown).toEqual({
      errors: [{ errorType: 'BadRequestException', message: `Unknown operation named '${name}'.` }],
    });
    const query = `query ${name} { echo } query B { echo }`;
    expect(await ask(JSON.stringify({ query, operationName: name }))).toEqual({
      data: { echo: '{}' },
    });
  });

  test('in variables, arguments and JSON they change no object but their own', async () => {
    const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const query =
      'query ($json: AWSJSON, $__proto__: String) { echo(json: $json, text: $__proto__) }';
    const variables = `{"json":${JSON.stringify(poison)},"__proto__":"x","polluted":1}`;
    const body = `{"query":${JSON.stringify(query)},"variables":${variables},"__proto__":{"polluted":1}}`;
    expect(await ask(body)).toEqual({
      data: { echo: `{"text":"x","json":${poison}}` },
    });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(await ask()).toEqual(answered);
  });
});
