import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGraphqlHandler } from '../../../local/appsync/http.ts';
import { type OperationTrace, traceLine } from '../../../local/appsync/trace.ts';
import { createAuthenticate } from '../../../local/identity/authenticate.ts';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { openUserPool } from '../../../local/identity/user-pool.ts';
import { signed } from '../identity/signer.ts';
import { createApi, fakeFunction, NOW, resolver } from './support.ts';

const sdl = `
  type Query { page(search: String): Page jobs: Int @aws_iam headers: AWSJSON }
  type Page { items: [Item!] }
  type Item { id: ID! parts: [Item!] }
`;

let directory: string;
let server: Server;
let url: string;
let token: string;
const traces: OperationTrace[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'http-test-'));
  const userPool = await openUserPool({ directory, clock: () => NOW });
  token = await userPool.issueToken('admin');
  const api = await createApi({
    sdl,
    dataSources: {
      none: { kind: 'NONE' },
      api: fakeFunction(event =>
        Array.isArray(event) ? event.map(() => []) : { items: [{ id: 1 }, { id: 2 }] },
      ).dataSource,
    },
    resolvers: [
      await resolver('Query.page'),
      await resolver('Item.parts', { operation: 'BatchInvoke', maxBatchSize: 10 }),
      await resolver('Query.headers', { dataSource: 'none', payload: 'ctx.request.headers' }),
    ],
    onOperation: trace => traces.push(trace),
  });
  const authenticate = createAuthenticate({
    userPool,
    credentials: LOCAL_CREDENTIALS,
    clock: () => NOW,
  });
  const handler = createGraphqlHandler({ api, authenticate });
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  await rm(directory, { recursive: true });
});

beforeEach(() => {
  traces.length = 0;
});

async function post(
  body: string | Uint8Array,
  headers: Record<string, string> = { authorization: token },
) {
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as unknown };
}

const query = (text: string, more = {}) => JSON.stringify({ query: text, ...more });
const error = (errorType: string, message: unknown) => ({ errors: [{ errorType, message }] });

describe('a request', () => {
  test('is answered with the headers of the service', async () => {
    const { status, headers, body } = await post(query('{ page { items { id } } }'));
    expect(status).toBe(200);
    expect(body).toEqual({ data: { page: { items: [{ id: '1' }, { id: '2' }] } } });
    expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-amzn-appsync-tokensconsumed')).toBe('1');
    // The list of the service, and the stack's trace behind it.
    expect(headers.get('access-control-expose-headers')).toBe(
      'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date,x-amz-schema-version,x-meetassist-trace',
    );
  });

  test('has an id of its own, also when it is refused, and then the headers for pages too', async () => {
    const refusals = await Promise.all([post('{'), post(query('{ a }'), {}), post(query('{ a }'))]);
    expect(refusals.map(({ status }) => status)).toEqual([400, 401, 200]);
    const ids = refusals.map(({ headers }) => headers.get('x-amzn-requestid'));
    expect(new Set(ids).size).toBe(3);
    for (const { headers } of refusals) {
      expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType');
    }
  });

  test.for([
    'application/json',
    'application/graphql',
    'text/plain',
    'application/x-www-form-urlencoded',
  ])('is JSON, also when it is called %s', async type => {
    const headers = { authorization: token, 'content-type': type, accept: 'text/html' };
    const answer = await post(query('{ __typename }'), headers);
    expect(answer.body).toEqual({ data: { __typename: 'Query' } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
  });

  test('may bear its token with "Bearer ", and JSON as application/graphql', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/graphql' };
    expect((await post(query('{ __typename }'), headers)).body).toEqual({
      data: { __typename: 'Query' },
    });
  });

  test('may be signed by the role, to which other fields are open', async () => {
    const { host } = new URL(url);
    const body = query('{ jobs headers }');
    const { headers } = await signed(NOW, { host, body });
    const sent = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => [[name, String(value)]]),
    );
    expect(await post(body, sent)).toMatchObject({
      status: 200,
      body: {
        data: { jobs: null, headers: null },
        errors: [{ message: 'Not Authorized to access headers on type Query' }],
      },
    });
    expect(await post(`${body} `, sent)).toMatchObject({
      status: 403,
      body: error('InvalidSignatureException', expect.stringContaining('does not match')),
    });
  });

  test('may be a GET', async () => {
    const parameters = new URLSearchParams({
      query: 'query A($s: String) { page(search: $s) { items { id } } } query B { __typename }',
      variables: '{"s":"x"}',
      operationName: 'A',
    });
    const response = await fetch(`${url}?${parameters}`, { headers: { authorization: token } });
    expect(await response.json()).toMatchObject({ data: { page: { items: [{}, {}] } } });
  });

  test('shows resolvers its headers in lower case, repeated ones as lists, cookies never', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = {
        authorization: token,
        'X-One': 'a',
        'x-two': ['b', 'c'],
        cookie: 'secret=1',
      };
      const sent = httpRequest(url, { method: 'POST', headers }, response => {
        let text = '';
        response.on('data', chunk => (text += String(chunk)));
        response.on('end', () => resolve(text));
      });
      sent.on('error', reject);
      sent.end(query('{ headers }'));
    });
    const { data } = JSON.parse(answer) as { data: { headers: string } };
    const shown: unknown = JSON.parse(data.headers);
    expect(shown).toMatchObject({ 'x-one': 'a', 'x-two': ['b', 'c'], authorization: token });
    expect(shown).not.toHaveProperty('cookie');
  });
});

describe('the gates', () => {
  const empty = error('MalformedHttpRequestException', 'Request body is empty.');
  const unreadable = error('MalformedHttpRequestException', 'Unable to parse GraphQL query.');

  test('first the body', async () => {
    expect(await post('', {})).toMatchObject({ status: 400, body: empty });
    const garbage = [
      '{',
      '[]',
      '{}',
      '5',
      'null',
      '"x"',
      '{"query":5}',
      '{"query":null}',
      '\0',
      '{"query":"{a}","variables":[]}',
      '{"query":"{a}","variables":"{}"}',
      '{"query":"{a}","operationName":5}',
      query('{ a }').slice(1),
    ];
    for (const body of garbage) {
      expect(await post(body, {}), body).toMatchObject({ status: 400, body: unreadable });
    }
    expect(await post(new Uint8Array([0xff, 0xfe, 0x7b]), {})).toMatchObject({
      status: 400,
      body: unreadable,
    });
    const get = await fetch(url);
    expect([get.status, await get.json()]).toEqual([400, empty]);
    const badVariables = await fetch(`${url}?query={a}&variables={`);
    expect([badVariables.status, await badVariables.json()]).toEqual([400, unreadable]);
  });

  test('then the sign-in, with no data key', async () => {
    const { status, headers, body } = await post(query('{ nope'), {});
    expect(status).toBe(401);
    expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(body).toEqual(
      error('UnauthorizedException', 'Valid authorization header not provided.'),
    );
    expect(await post(query('{ nope'), { authorization: 'x.y.z' })).toMatchObject({
      status: 401,
      body: error('UnauthorizedException', 'Unable to parse JWT token.'),
    });
    expect(traces).toEqual([]);
  });

  test('then document and variables, with status 200', async () => {
    expect(await post(query('{ nope'))).toMatchObject({
      status: 200,
      body: {
        data: null,
        errors: [{ message: "Invalid Syntax : offending token '<EOF>' at line 1 column 7" }],
      },
    });
    const variables = { s: 5 };
    expect(
      await post(query('query ($s: String) { page(search: $s) { items { id } } }', { variables })),
    ).toMatchObject({
      status: 200,
      body: { data: null },
    });
  });

  test('several operations without a name are a bad request', async () => {
    const answer = await post(query('query A { __typename } query B { __typename }'));
    expect(answer).toMatchObject({
      status: 400,
      body: error('BadRequestException', 'Missing operation name.'),
    });
    expect(answer.headers.get('x-amzn-errortype')).toBe('BadRequestException');
  });
});

describe('too much', () => {
  const tooLarge = error('RequestEntityTooLargeException', expect.stringContaining('1 MB'));

  test('5 MB of JSON get a clear answer, and the next request too', async () => {
    const body = query('{ __typename }', { variables: { text: 'x'.repeat(5_000_000) } });
    expect(await post(body)).toMatchObject({ status: 413, body: tooLarge });
    expect((await post(query('{ __typename }'))).status).toBe(200);
  });

  test('without a length they are refused as soon as they are too many', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest(
        url,
        { method: 'POST', headers: { authorization: token } },
        response => {
          resolve(response.statusCode ?? 0);
          response.resume();
          sent.destroy();
        },
      );
      sent.on('error', reject);
      const chunk = Buffer.alloc(256 * 1024, 'x');
      for (let index = 0; index < 5; index += 1) sent.write(chunk);
    });
    expect(status).toBe(413);
  });

  test('a body that breaks off harms nobody', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"query"');
        setTimeout(() => socket.destroy(), 20);
      });
      socket.on('close', () => resolve());
    });
    expect((await post(query('{ __typename }'))).status).toBe(200);
  });
});

test('OPTIONS is answered for any origin, other methods are not', async () => {
  const preflight = await fetch(url, { method: 'OPTIONS' });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const other = await fetch(url, { method: 'DELETE' });
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST, GET, OPTIONS']);
  expect(await other.json()).toMatchObject({
    errors: [{ errorType: 'MalformedHttpRequestException' }],
  });
});

describe('the trace', () => {
  const text = '{ page(search: "secret") { items { parts { id } } } __typename }';

  test('is in a response header as ASCII JSON', async () => {
    const { headers } = await post(query(text));
    const header = headers.get('x-meetassist-trace') ?? '';
    expect(JSON.parse(header)).toEqual({
      ms: expect.any(Number),
      calls: [
        { field: 'Query.page', n: 1, fn: 'api', ms: 3.1, sql: [['thing.page', 1.2, 25]] },
        { field: 'Item.parts', n: 2, fn: 'api', ms: 3.1, sql: [['thing.page', 1.2, 25]] },
      ],
    });
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    expect(header).not.toContain('secret');
  });

  test('is one line per operation, with field, function and statements', async () => {
    await post(query(text), { authorization: token, 'x-request-id': 'mine-0001' });
    await post(query('{ nope }'), {
      authorization: token,
      'x-amzn-trace-id': 'Root=1-abc-def;Sampled=1',
    });
    const lines = traces.map(trace => traceLine({ ...trace, milliseconds: 4.24 }));
    expect(lines).toEqual([
      '200 in 4.2 ms: Query.page → api 3.1 ms (thing.page 1.2 ms 25 rows); Item.parts ×2 → api 3.1 ms (thing.page 1.2 ms 25 rows); Query.__typename [request mine-0001]',
      '200 in 4.2 ms: nothing executed [errors: 1 GraphQL] [request 1-abc-def]',
    ]);
  });

  test('of very many calls stays below 4 KB and says how many are missing', async () => {
    const many = Array.from({ length: 100 }, (_, n) => `a${n}: page { items { id } }`).join(' ');
    const { headers } = await post(query(`{ ${many} }`));
    const header = headers.get('x-meetassist-trace') ?? '';
    expect(header.length).toBeLessThanOrEqual(4096);
    const { calls, more } = JSON.parse(header) as { calls: unknown[]; more: number };
    expect(calls.length + more).toBe(100);
  });
});
