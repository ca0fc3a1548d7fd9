import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, type TestApi } from '../appsync/support.ts';
import { signed } from '../identity/signer.ts';
import { Client, notesApi, startRealtime, wrapped } from './support.ts';

let api: TestApi;
let server: Awaited<ReturnType<typeof startRealtime>>;
beforeAll(async () => {
  api = await notesApi();
});
beforeEach(async () => {
  server = await startRealtime(api);
});
afterEach(async () => {
  await server.stop();
  await expect.poll(() => [server.realtime.connections(), api.subscriptions()]).toEqual([0, 0]);
  expect(server.hand.size).toBe(0);
});

const write = 'mutation ($id: ID!, $topic: String) { write(id: $id, topic: $topic) { id topic } }';

describe('the handshake', () => {
  const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');

  test('takes the authorization from a subprotocol, and agrees on graphql-ws', async () => {
    const client = await Client.connected(server.url);
    expect(client.socket.protocol).toBe('graphql-ws');
    expect(client.heard).toEqual([
      { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } },
      { type: 'ka' },
    ]);
  });

  test('takes it from the query', async () => {
    const query = `?header=${encodeURIComponent(header({ Authorization: 'admin' }))}&payload=e30=`;
    await Client.connected(server.url + query, ['graphql-ws']);
  });

  test('takes it from headers of the request', async () => {
    await Client.connected(server.url, ['graphql-ws'], { Authorization: 'admin' });
  });

  test.for([
    ['a token that is none', wrapped({ Authorization: 'x' }), 'UnauthorizedException', 401],
    ['nothing', null, 'UnauthorizedException', 401],
    ['no JSON', 'header-AAAA', 'BadRequestException', 400],
    ['a list', wrapped([1]), 'BadRequestException', 400],
  ] as const)('with %s ends in a connection_error', async ([, protocol, errorType, errorCode]) => {
    const client = new Client(server.url, ['graphql-ws', ...(protocol ? [protocol] : [])]);
    await once(client.socket, 'open');
    client.send({ type: 'connection_init' });
    expect(await client.closed).toBe(1000);
    expect(client.heard).toEqual([
      {
        type: 'connection_error',
        payload: { errors: [{ errorType, errorCode, message: expect.any(String) }] },
      },
    ]);
  });

  test('that was refused and says nothing is closed after a while', async () => {
    const client = new Client(server.url, ['graphql-ws']);
    await once(client.socket, 'open');
    server.hand.fire(15_000);
    expect(await client.closed).toBe(1000);
  });

  test.for([
    ['another path', '/graphql', ['graphql-ws'], '127.0.0.1', 404],
    ['another protocol', '/graphql/realtime', ['graphql-transport-ws'], '127.0.0.1', 400],
    ['another host', '/graphql/realtime', ['graphql-ws'], 'evil.example', 421],
  ] as const)('with %s is refused in HTTP', async ([, path, protocols, host, status]) => {
    const client = new Client(`ws://127.0.0.1:${server.port}${path}`, [...protocols], { host });
    const [, response] = (await once(client.socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number; destroy: () => void },
    ];
    expect(response.statusCode).toBe(status);
    response.destroy();
  });
});

describe('a caller who signs', () => {
  const subscription = 'subscription { onNote { id } }';
  const data = JSON.stringify({ query: subscription, variables: {} });
  const signature = async (path: string, body: string) => {
    const { headers } = await signed(NOW, { path, body, host: `127.0.0.1:${server.port}` });
    return headers;
  };

  test('signs the connection as POST /graphql/connect of {}, a subscription as POST /graphql of its data', async () => {
    const connect = await signature('/graphql/connect', '{}');
    const client = await Client.connected(server.url, ['graphql-ws', wrapped(connect)]);
    const start = (id: string, authorization: unknown) =>
      client.send({ id, type: 'start', payload: { data, extensions: { authorization } } });
    start('other body', await signature('/graphql', '{}'));
    start('other path', connect);
    for (const id of ['other body', 'other path']) {
      expect(await client.until(frame => frame['id'] === id)).toMatchObject({
        type: 'error',
        payload: { errors: [{ errorType: 'InvalidSignatureException', errorCode: 403 }] },
      });
    }
    start('1', await signature('/graphql', data));
    // The signature is good, but fields without a directive are for users of the pool.
    expect(await client.until(({ id }) => id === '1')).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'Unauthorized' }] },
    });
  });

  test('of something else is not let in', async () => {
    const client = new Client(server.url, [
      'graphql-ws',
      wrapped(await signature('/graphql', '{}')),
    ]);
    await once(client.socket, 'open');
    client.send({ type: 'connection_init' });
    await client.closed;
    expect(client.heard).toMatchObject([
      {
        type: 'connection_error',
        payload: { errors: [{ errorType: 'InvalidSignatureException', errorCode: 403 }] },
      },
    ]);
  });
});

describe('a subscription', () => {
  test('is acknowledged, hears what mutations select, and ends', async () => {
    const client = await Client.connected(server.url);
    expect(await client.started('1', 'subscription { onNote { id topic } }')).toEqual({
      type: 'start_ack',
      id: '1',
    });
    await api.ask(write, { id: 'a', topic: 't' });
    client.send({ type: 'stop', id: '1' });
    await client.until(({ type }) => type === 'complete');
    await api.ask(write, { id: 'b', topic: 't' });
    expect((await client.settled()).slice(3)).toEqual([
      { id: '1', type: 'data', payload: { data: { onNote: { id: 'a', topic: 't' } } } },
      { type: 'complete', id: '1' },
    ]);
    expect(api.subscriptions()).toBe(0);
  });

  test('is authorized on its own', async () => {
    const client = await Client.connected(server.url);
    const admins = 'subscription { onAdmin { id } }';
    expect(await client.started('1', admins)).toMatchObject({ type: 'start_ack' });
    // aws-amplify/amplify-js#12679, 2023
    expect(await client.started('2', admins, {}, { authorization: 'analyst' })).toEqual({
      id: '2',
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'Unauthorized',
            message: 'Not Authorized to access onAdmin on type Subscription',
          },
        ],
      },
    });
    const data = JSON.stringify({ query: admins });
    client.send({ id: '0', type: 'start', payload: { data } });
    expect(await client.until(({ id }) => id === '0')).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'UnauthorizedException', errorCode: 401 }] },
    });
    for (const none of [null, {}, 'admin', { Authorization: 7 }]) {
      expect(await client.started('3', admins, {}, none)).toMatchObject({ type: 'error' });
    }
  });

  test.for([
    ['{ ok }', 'UnsupportedOperation'],
    ['mutation { fail { id } }', 'UnsupportedOperation'],
    ['subscription { onAuthor(name: "nobody") { id } }', 'Unauthorized'],
    ['subscription { onAuthor(name: "x", deep: true) { id } }', 'BadRequestException'],
    ['subscription { __typename }', undefined],
    ['subscription { onNothing { id } }', undefined],
    ['subscription { onNote { id } onAdmin { id } }', 'DuplicatedOperationError'],
    ['subscription { onNote @skip(if: false) { id } }', undefined],
    ['subscription {', undefined],
    ['subscription ($t: String!) { onNote(topic: $t) { id } }', undefined],
  ] as const)('of %s is refused', async ([query, errorType]) => {
    const client = await Client.connected(server.url);
    const frame = await client.started('1', query);
    expect(frame).toMatchObject({ type: 'error', id: '1' });
    const { errors } = frame['payload'] as { errors: { errorType?: string; message: string }[] };
    expect(errors[0]?.errorType).toBe(errorType);
    expect(errors[0]?.message).not.toBe('');
    expect(api.subscriptions()).toBe(0);
    expect(await client.started('1', 'subscription { onNote { id } }')).toMatchObject({
      type: 'start_ack',
    });
  });

  test.for([
    // aws-amplify/amplify-cli#7427, 2021
    [
      'subscription ($deleted: Boolean!) { onAuthor(name: "x", deep: $deleted) { id } }',
      { message: "Variable 'deleted' has coerced Null value for NonNull type 'Boolean!'" },
    ],
    [
      'subscription { onAuthor(name: "told") { id } }',
      { errorType: 'InvalidInput', message: 'name is "told"' },
    ],
  ] as const)('is refused with type and message alone, as recorded: %s', async ([query, error]) => {
    const client = await Client.connected(server.url);
    expect(await client.started('1', query)).toEqual({
      id: '1',
      type: 'error',
      payload: { errors: [error] },
    });
  });

  test('with an id that is in use is refused, and the first goes on', async () => {
    const client = await Client.connected(server.url);
    await client.started('1', 'subscription { onNote { id } }');
    expect(await client.started('1', 'subscription { onNote { id } }')).toMatchObject({
      payload: {
        errors: [
          { errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id 1' },
        ],
      },
    });
    expect(api.subscriptions()).toBe(1);
  });

  test('is one of a hundred at most', async () => {
    const client = await Client.connected(server.url);
    for (let id = 0; id < 100; id += 1) {
      await client.started(String(id), 'subscription { onNote { id } }');
    }
    expect(await client.started('one more', 'subscription { onNote { id } }')).toMatchObject({
      payload: {
        errors: [
          {
            errorType: 'MaxSubscriptionsReachedError',
            message: 'Max number of 100 subscriptions reached',
          },
        ],
      },
    });
  });

  test('that is stopped while it is registered never begins', async () => {
    const client = await Client.connected(server.url);
    client.start('1', 'subscription { onNote { id } }');
    client.send({ type: 'stop', id: '1' });
    await client.until(({ type }) => type === 'complete');
    await client.settled();
    expect(api.subscriptions()).toBe(0);
    expect(client.heard.map(({ type }) => type)).not.toContain('start_ack');
  });

  test('that is stopped and started anew while it is registered begins once, and its stop ends it', async () => {
    const client = await Client.connected(server.url);
    client.start('1', 'subscription { onNote { id } }');
    client.send({ type: 'stop', id: '1' });
    client.start('1', 'subscription { onNote { id topic } }');
    await client.until(({ type }) => type === 'start_ack');
    await api.ask(write, { id: 'a', topic: 't' });
    expect(await client.settled()).toEqual([
      ...client.heard.slice(0, 2),
      { type: 'complete', id: '1' },
      { type: 'start_ack', id: '1' },
      { id: '1', type: 'data', payload: { data: { onNote: { id: 'a', topic: 't' } } } },
    ]);
    client.send({ type: 'stop', id: '1' });
    await client.settled();
    expect(api.subscriptions()).toBe(0);
  });

  test('that is refused after it was stopped leaves the next of its id alone', async () => {
    const client = await Client.connected(server.url);
    client.start('1', 'subscription { nothing }');
    client.send({ type: 'stop', id: '1' });
    client.start('1', 'subscription { onNote { id } }');
    await client.until(({ type }) => type === 'start_ack');
    expect((await client.settled()).map(({ type }) => type)).not.toContain('error');
    expect(api.subscriptions()).toBe(1);
  });

  test('is completed by a mutation that invalidates it', async () => {
    const client = await Client.connected(server.url);
    await client.started('x', 'subscription { onAuthor(name: "x") { id } }');
    await client.started('y', 'subscription { onAuthor(name: "y") { id } }');
    await api.ask('mutation { end(topic: "x") }');
    expect((await client.settled()).at(-1)).toEqual({ type: 'complete', id: 'x' });
    expect(api.subscriptions()).toBe(1);
  });
});

describe('what is no message', () => {
  test.for([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no id', '{"type":"start"}'],
    ['a number as id', '{"type":"stop","id":1}'],
    ['an endless id', JSON.stringify({ type: 'stop', id: 'x'.repeat(257) })],
    ['no payload', '{"type":"start","id":"1"}'],
    ['data as an object', '{"type":"start","id":"1","payload":{"data":{}}}'],
    ['data without a query', '{"type":"start","id":"1","payload":{"data":"{}"}}'],
    [
      'variables as a list',
      JSON.stringify({ type: 'start', id: '1', payload: { data: '{"query":"","variables":[]}' } }),
    ],
  ])('%s is a bad request, and the connection goes on', async ([, text = '']) => {
    const client = await Client.connected(server.url);
    client.send(text);
    expect(await client.until(({ type }) => type === 'error')).toMatchObject({
      payload: { errors: [{ errorType: 'BadRequestException', errorCode: 400 }] },
    });
    await client.started('2', 'subscription { onNote { id } }');
  });

  test.for([
    // artilleryio/artillery#1567, 2022
    ['{"type":"subscribe"}', undefined, 'unknown'],
    ['{"id":"1","type":"subscribe"}', '1', 'unknown'],
    // aws-amplify/amplify-swift#3885, 2024
    [
      JSON.stringify({
        id: '1',
        type: 'start',
        payload: {
          data: '{"query":"{ ok }"}',
          extensions: { authorization: { Authorization: 'admin' } },
        },
      }),
      '1',
      'query',
    ],
  ] as const)(
    'what the channel does not do is refused in recorded words: %s',
    async ([text, id, what]) => {
      const client = await Client.connected(server.url);
      client.send(text);
      expect(await client.until(({ type }) => type === 'error')).toEqual({
        ...(id && { id }),
        type: 'error',
        payload: {
          errors: [
            {
              errorType: 'UnsupportedOperation',
              message: `${what} not supported through the realtime channel`,
            },
          ],
        },
      });
    },
  );

  test('an unknown id to stop is an error', async () => {
    const client = await Client.connected(server.url);
    client.send({ type: 'stop', id: '1' });
    expect(await client.until(({ id }) => id === '1')).toMatchObject({
      payload: { errors: [{ errorType: 'UnknownOperationError' }] },
    });
  });

  test('bytes close the connection, and so does a message of more than 1 MB', async () => {
    const bytes = await Client.connected(server.url);
    bytes.socket.send(Buffer.from([1, 2]));
    expect(await bytes.closed).toBe(1003);
    const large = await Client.connected(server.url);
    large.send('x'.repeat(1024 * 1024 + 1));
    expect(await large.closed).toBe(1009);
  });

  test('a message in fragments is one message', async () => {
    const client = await Client.connected(server.url);
    client.socket.send('{"type":"sto', { fin: false });
    client.socket.send('p","id":"f"}', { fin: true });
    await client.until(({ id }) => id === 'f');
  });

  test('frames that are none close the connection', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `GET /graphql/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-ws, ${wrapped({ Authorization: 'admin' })}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.write(Buffer.from([0xff, 0xff, 0, 1, 2, 3]));
    socket.resume();
    await once(socket, 'close');
  });

  test('whatever is said, a client that behaves is served', async () => {
    const good = await Client.connected(server.url);
    const frame = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record(
        {
          type: fc.constantFrom('start', 'stop', 'connection_init', 'ka', '__proto__'),
          id: fc.oneof(fc.constantFrom('1', '2', '__proto__', 'constructor'), fc.string()),
          payload: fc.oneof(
            fc.jsonValue(),
            fc.record({
              data: fc.oneof(
                fc.json(),
                fc.constantFrom(
                  '{"query":"subscription { onNote { id } }"}',
                  '{"query":"subscription { onNote { id } }","variables":{"__proto__":{"a":1}}}',
                ),
              ),
              extensions: fc.oneof(
                fc.constant({ authorization: { Authorization: 'admin' } }),
                fc.jsonValue(),
              ),
            }),
          ),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 12 }), async said => {
        const client = await Client.connected(server.url);
        for (const each of said) client.send(each);
        await client.settled();
        client.socket.close();
        await client.closed;
      }),
      { numRuns: 60, seed: 4_711 },
    );
    expect(await good.started('1', 'subscription { onNote { id } }')).toMatchObject({
      type: 'start_ack',
    });
  });
});

describe('time', () => {
  test('a ka is sent every minute', async () => {
    const client = await Client.connected(server.url);
    server.hand.fire(60_000);
    expect((await client.settled()).filter(({ type }) => type === 'ka')).toHaveLength(2);
  });

  test('a client that answers nothing any more is cut off', async () => {
    const client = await Client.connected(server.url);
    await client.started('1', 'subscription { onNote { id } }');
    client.socket.pause();
    server.hand.fire(60_000);
    expect(api.subscriptions()).toBe(1);
    server.hand.fire(60_000);
    expect(api.subscriptions()).toBe(0);
    client.socket.resume();
    expect(await client.closed).toBe(1006);
  });

  test('a connection ends after 24 hours', async () => {
    const client = await Client.connected(server.url);
    server.hand.fire(24 * 60 * 60_000);
    expect(await client.closed).toBe(1000);
  });

  test('many clients come and go, and nothing of them stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const clients = await Promise.all(
        Array.from({ length: 100 }, () => Client.connected(server.url)),
      );
      await Promise.all(clients.map(c => c.started('1', 'subscription { onNote { id } }')));
      expect([server.realtime.connections(), api.subscriptions()]).toEqual([100, 100]);
      for (const [index, { socket }] of clients.entries()) {
        if (index % 2 === 0) socket.terminate();
        else socket.close();
      }
      await expect.poll(() => [server.realtime.connections(), api.subscriptions()]).toEqual([0, 0]);
    }
  });
});
