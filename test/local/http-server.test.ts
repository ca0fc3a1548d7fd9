import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CannotStart } from '../../local/cannot-start.ts';
import { listen, type HttpServer } from '../../local/http-server.ts';
import { localRoutes } from '../../local/local-routes.ts';

let server: HttpServer;
beforeEach(async () => {
  server = await listen(0);
});
afterEach(() => server.close());

function ready(): void {
  const routes = localRoutes({
    token: persona => Promise.resolve(`token of ${persona}`),
  });
  server.serve((incoming, response) => {
    if (!routes(incoming, response)) response.writeHead(404).end();
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

/** Not by fetch, which does not let a test choose these headers. */
async function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers });
  sent.end();
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = await response.toArray();
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode, body: text && JSON.parse(text) };
}

test('until the stack is ready everything is answered 503', async () => {
  expect(await get('/local/health')).toEqual({ status: 503, body: { status: 'starting' } });
  ready();
  expect(await get('/local/health')).toEqual({ status: 200, body: { status: 'ready' } });
});

test.for(['127.0.0.1', '127.0.0.1:4000', 'localhost:9', 'LOCALHOST'])(
  'a request to the host "%s" is answered',
  async host => {
    ready();
    expect(await get('/local/health', { host })).toMatchObject({ status: 200 });
  },
);

test.for([
  'example.com',
  '127.0.0.1.example.com',
  'localhost.example.com:4000',
  '127.0.0.1@example.com',
  '192.168.0.7:4000',
  '127.0.0.1:4000, example.com',
])('a request to the host "%s" is refused, whatever it asks for', async host => {
  ready();
  const error = `This stack answers only as 127.0.0.1 or localhost, not as "${host}".`;
  for (const path of ['/', '/graphql', '/local/token?persona=admin']) {
    expect(await get(path, { host })).toEqual({ status: 421, body: { error } });
  }
});

test('a token is given for a persona that exists', async () => {
  ready();
  expect(await get('/local/token?persona=admin')).toEqual({
    status: 200,
    body: { token: 'token of admin' },
  });
  expect(await get('/local/token?persona=root')).toEqual({
    status: 400,
    body: { error: 'persona is root; use admin, scheduler, analyst, none.' },
  });
  expect(await get('/local/token')).toEqual({
    status: 400,
    body: { error: 'persona is missing; use admin, scheduler, analyst, none.' },
  });
});

test('a page of another site gets no token, our own page does', async () => {
  ready();
  const path = '/local/token?persona=admin';
  const host = `127.0.0.1:${server.port}`;
  const foreign: Record<string, string>[] = [
    { origin: 'https://example.com' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    expect(await get(path, { host, ...headers })).toEqual({
      status: 403,
      body: { error: 'Pages of other sites get no token.' },
    });
  }
  const own: Record<string, string>[] = [
    { origin: `http://${host}` },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const headers of own) {
    expect(await get(path, { host, ...headers })).toMatchObject({
      status: 200,
    });
  }
});

test('other methods and paths below /local/ are refused in a sentence', async () => {
  ready();
  expect(await get('/local/token?persona=admin', {}, 'POST')).toMatchObject({
    status: 405,
    body: { error: '/local/token answers GET, not POST.' },
  });
  expect(await get('/local/else')).toMatchObject({ status: 404 });
  expect(await get('//')).toMatchObject({ status: 404 });
});

test('a port that is taken is refused in a sentence', async () => {
  const refused = listen(server.port);
  await expect(refused).rejects.toThrow(CannotStart);
  await expect(refused).rejects.toThrow(
    `Port ${server.port} is in use by another program; use another --port.`,
  );
});

test('closing ends the connections that are open', async () => {
  server.serve(() => {});
  const hanging = get('/never');
  hanging.catch(() => {});
  await new Promise(resolve => setTimeout(resolve, 20));
  await server.close();
  await expect(hanging).rejects.toThrow(/socket hang up|ECONNRESET/);
  const probe = createServer().listen(server.port, '127.0.0.1');
  await once(probe, 'listening');
  probe.close();
});
