import { connect } from 'node:net';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { apiClient, type HttpAnswer } from '../support/api/client.ts';
import { insidesIn } from '../support/api/leaks.ts';

/** What every endpoint answers alike is in test/contract/requests. */

const api = apiClient();
const { url } = inject('apiStack');
const query = '{ me { username } }';
const good = JSON.stringify({ query });

afterEach(async () => {
  await expect(api.data(query)).resolves.toEqual({ me: { username: 'admin' } });
});

/** A request that is refused as a whole, in the service's shape. */
function expectRefusal({ status, headers, text }: HttpAnswer, expected: readonly number[]): void {
  expect(expected).toContain(status);
  expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
  const body: unknown = JSON.parse(text);
  const error = { errorType: expect.stringMatching(/Exception$/), message: expect.any(String) };
  expect(body).toEqual({ errors: [error] });
  const [{ errorType } = { errorType: '' }] = (body as { errors: { errorType: string }[] }).errors;
  expect(headers.get('x-amzn-errortype')).toBe(errorType);
  expect(insidesIn(text)).toEqual([]);
}

describe('bodies that are no request', () => {
  test.for([
    ['a list', `[${good}]`],
    ['null', 'null'],
    ['a number', '1'],
    ['a text', '"{ me { username } }"'],
    ['a query that is no text', '{"query":{"me":{}}}'],
    ['a query that is null', '{"query":null}'],
    ['variables that are a list', `{"query":"${query}","variables":[1]}`],
    ['variables that are a text', `{"query":"${query}","variables":"{}"}`],
    ['a name that is a number', `{"query":"${query}","operationName":5}`],
    ['NUL bytes', '\0\0\0\0'],
    ['NUL bytes behind the JSON', `${good}\0`],
    ['NUL bytes inside a text of the JSON', good.replace('username', 'user\0name')],
    ['another encoding', Buffer.from(good, 'utf16le')],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0xfd, 0x80])],
    ['a form', 'query=%7B%20me%20%7B%20username%20%7D%20%7D'],
    ['a million brackets', '['.repeat(1_000_000)],
    ['a deep object', '{"query":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
  ] as const)('%s', async ([, body]) => {
    expectRefusal(await api.post(body), [400]);
  });

  test('five megabytes of JSON', async () => {
    const filler = JSON.stringify({ query, variables: { text: 'x'.repeat(5 * 1024 * 1024) } });
    expectRefusal(await api.post(filler), [413]);
  });

  test('five megabytes without a length', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        if (sent > 80) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const authorization = await api.token('admin');
    const init = { method: 'POST', headers: { authorization }, body, duplex: 'half' } as const;
    const response = await fetch(`${url}graphql`, init);
    const answer = { status: response.status, headers: response.headers };
    expectRefusal({ ...answer, text: await response.text() }, [413]);
  });

  test('a body is judged before the sender is, and nothing of it comes back', async () => {
    const text = 'Nguyễn {"query';
    const answer = await api.post(text, { authorization: null });
    expectRefusal(answer, [400]);
    expect(answer.text).not.toContain('Nguyễn');
  });
});

describe('bodies that are a request all the same', () => {
  test.for([
    ['of no type', good, null],
    ['with a byte order mark in front of the document', `{"query":"\\ufeff${query}"}`, null],
    ['with fields that nobody knows', `{"query":"${query}","extensions":{"a":1},"id":7}`, null],
    ['with a variable that no operation has', `{"query":"${query}","variables":{"x":[1]}}`, null],
    ['that says query twice', `{"query":"{","query":"${query}"}`, null],
    ['with __proto__', `{"query":"${query}","__proto__":{"query":"{"}}`, null],
  ] as const)('%s', async ([, body, type]) => {
    const { status, text } = await api.post(body, { 'content-type': type });
    expect([status, JSON.parse(text)]).toEqual([200, { data: { me: { username: 'admin' } } }]);
  });
});

describe('other methods and broken lines', () => {
  test.for(['PUT', 'DELETE', 'PATCH'])('%s', async method => {
    const response = await fetch(`${url}graphql`, { method, body: good });
    const { status, headers } = response;
    expectRefusal({ status, headers, text: await response.text() }, [405]);
    expect(headers.get('allow')).toContain('POST');
  });

  test('GET asks a question too', async () => {
    const authorization = await api.token('analyst');
    const address = `${url}graphql?query=${encodeURIComponent(query)}`;
    const response = await fetch(address, { headers: { authorization } });
    expect(await response.json()).toEqual({ data: { me: { username: 'analyst' } } });
    for (const search of ['', '?query=', '?query={&variables={', '?variables=1', '?query=%00']) {
      const bad = await fetch(`${url}graphql${search}`, { headers: { authorization } });
      expect([200, 400]).toContain(bad.status);
      const text = await bad.text();
      expect(JSON.parse(text)).toHaveProperty('errors');
      expect(insidesIn(text)).toEqual([]);
    }
  });

  test.for([
    [
      'a body that breaks off',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{"que',
    ],
    [
      'a length that is no number',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n{}',
    ],
    [
      'two lengths',
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    ],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    [
      'a header of a megabyte',
      `GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nA: ${'a'.repeat(1_000_000)}\r\n\r\n`,
    ],
  ] as const)('%s does no harm', async ([, text]) => {
    const { port } = new URL(url);
    await new Promise<void>(resolve => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(text);
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      socket.resume();
    });
  });
});
