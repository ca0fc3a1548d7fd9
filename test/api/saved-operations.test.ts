import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ask } from '../../local/graphiql/client/api.ts';
import { exampleFinder, isExample, searches } from '../../local/graphiql/client/examples.ts';
import { fillVariables } from '../../local/graphiql/client/placeholders.ts';
import { readOperations } from '../../local/graphiql/operations.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { roles } from '../../services/db/roles.ts';
import { withClient } from '../../services/db/with-client.ts';
import { Client, wrapped } from '../local/realtime/support.ts';
import { fillJobs } from '../support/api/jobs.ts';

const today = '2025-03-05';
const saved = readOperations().flatMap(group => group.operations);
const operations = saved.filter(({ query }) => !/^subscription /m.test(query));
const subscriptions = saved.filter(({ query }) => /^subscription /m.test(query));

let directory: string;
let stack: Stack;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-operations-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    demo: 'small',
    reset: false,
    durable: false,
    log: () => {},
    now: new Date(`${today}T09:00:00+07:00`),
  });
  await withClient({ ...stack.database.owner }, async owner => {
    await fillJobs(owner);
    // What is started here nobody does: a run would archive years of demo data.
    await owner.query(`revoke execute on function begin_job from ${roles.archive}, ${roles.owner}`);
  });
});

afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Asks over HTTP, as the page does. */
const ask: Ask = async (operation, persona) => {
  const token = persona === 'anonymous' ? undefined : await stack.token(persona);
  const response = await fetch(`${stack.url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: token }) },
    body: JSON.stringify(operation),
  });
  const body: unknown = await response.json();
  return {
    status: response.status,
    body,
    milliseconds: 0,
    bytes: 0,
    trace: response.headers.get('x-meetassist-trace'),
    requestId: null,
  };
};
const example = exampleFinder(ask, () => today);

describe('the examples that operations are prefilled with', () => {
  test.for(Object.keys(searches))('the demo data hold one: %s', async name => {
    if (!isExample(name)) throw new Error(name);
    await expect(example(name)).resolves.toEqual(expect.any(String));
  });
});

describe('an administrator gets an answer to', () => {
  test.for(operations.map(operation => [operation.title, operation] as const))(
    '%s',
    async ([, { name, query, variables, operationName }]) => {
      const filled = variables === null ? '{}' : await fillVariables(variables, { today, example });
      const { status, body, trace } = await ask(
        { query, variables: JSON.parse(filled) as unknown, operationName },
        'admin',
      );
      if (name === 'archive-object') return expectNoArchive(body);
      expect(body).not.toHaveProperty('errors');
      expect(body).toHaveProperty('data');
      expect(status).toBe(200);
      expect(trace).not.toBeNull();
      // Nothing that a demo should leave empty.
      expect(JSON.stringify(body)).not.toMatch(/^\{"data":\{"\w+":(null|\[\])\}\}$/);
    },
  );
});

/** There is none before the first run. */
function expectNoArchive(body: unknown): void {
  expect(body).toMatchObject({ errors: [{ errorInfo: { reason: 'ARCHIVE_OBJECT_NOT_FOUND' } }] });
}

describe('an administrator may subscribe to', () => {
  test.for(subscriptions.map(operation => [operation.title, operation] as const))(
    '%s',
    async ([, { query, variables, operationName }]) => {
      const filled = variables === null ? '{}' : await fillVariables(variables, { today, example });
      const authorization = {
        host: new URL(stack.url).host,
        Authorization: await stack.token('admin'),
      };
      const client = await Client.connected(`${stack.url.replace('http', 'ws')}graphql/realtime`, [
        'graphql-ws',
        wrapped(authorization),
      ]);
      const data = JSON.stringify({
        query,
        variables: JSON.parse(filled) as unknown,
        operationName,
      });
      client.send({ id: '1', type: 'start', payload: { data, extensions: { authorization } } });
      expect(await client.until(({ id }) => id === '1')).toEqual({ type: 'start_ack', id: '1' });
      client.socket.close();
      await client.closed;
    },
  );
});
