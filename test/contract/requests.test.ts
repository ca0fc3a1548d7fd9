import { describe, expect, test } from 'vitest';
import { expectTurnedAway } from '../support/api/denials.ts';
import { contractClient, usernameOf } from './support/client.ts';

const api = contractClient();
const query = '{ me { username } }';
const good = JSON.stringify({ query });

describe('bodies that are no request', () => {
  test.for([
    ['nothing', ''],
    ['no JSON', 'query { me { username } }'],
    ['half a JSON', good.slice(0, -1)],
    ['an empty list', '[]'],
    ['an empty object', '{}'],
    ['no query', '{"variables":{}}'],
  ] as const)('%s', async ([, body]) => {
    const { status, headers, text } = await api.post(body);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toMatch(/^application\/json\b/);
    expectTurnedAway(text);
  });
});

describe('bodies that are a request', () => {
  test.for([
    ['of type application/json', good, 'application/json'],
    ['of type application/graphql', good, 'application/graphql'],
    ['with nulls', `{"query":"${query}","variables":null,"operationName":null}`, null],
    ['with space around it', ` \n${good}\r\n `, null],
  ] as const)('%s', async ([, body, type]) => {
    const { status, headers, text } = await api.post(body, { 'content-type': type });
    const me = { username: usernameOf('admin') };
    expect([status, JSON.parse(text)]).toEqual([200, { data: { me } }]);
    expect(headers.get('content-type')).toMatch(/^application\/json; ?charset=utf-8$/i);
    expect(headers.get('x-amzn-requestid')).toMatch(/^[\w-]{8,}$/);
  });

  test('keys are in the order and under the names that were asked for', async () => {
    const asked = '{ second: me { b: username a: sub __typename } first: __typename }';
    const { text } = await api.post(JSON.stringify({ query: asked }));
    expect(text).toMatch(
      /^\{"data":\{"second":\{"b":"[^"]+","a":"[^"]+","__typename":"Me"\},"first":"Query"\}\}$/,
    );
  });

  test('an alias called __proto__ is a key like any other', async () => {
    const { text } = await api.post('{"query":"{ __proto__: me { constructor: username } }"}');
    const username = JSON.stringify(usernameOf('admin'));
    expect(text).toBe(`{"data":{"__proto__":{"constructor":${username}}}}`);
  });
});
