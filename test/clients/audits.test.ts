import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.stop());

/** The table of docs/graphql-over-http.md: one line for each audit that does not pass, `id | what it asks for`. */
function listed(): string[] {
  const page = path.join(import.meta.dirname, '../../docs/graphql-over-http.md');
  const rows = readFileSync(page, 'utf8').matchAll(/^\| `(\w{4})` +\| (.+?) +\|/gm);
  return [...rows].map(([, id, title]) => `${id} ${title}`);
}

test('the audits of GraphQL over HTTP that do not pass are those that the page lists with their reasons', async () => {
  const authorization = await stack.token('admin');
  const fetchFn = (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    return fetch(url, { ...init, headers });
  };
  const audits = serverAudits({ url: stack.endpoint, fetchFn });
  const results = await Promise.all(audits.map(audit => audit.fn()));
  // Nothing that the specification demands is among them: 'error' is a MUST.
  expect(results.filter(({ status }) => status === 'error')).toEqual([]);
  const passed = results.filter(({ status }) => status === 'ok');
  const failed = results.filter(({ status }) => status !== 'ok');
  expect(failed.map(({ id, name }) => `${id} ${name}`).sort()).toEqual(listed().sort());
  expect([passed.length, results.length]).toEqual([results.length - listed().length, 61]);
});
