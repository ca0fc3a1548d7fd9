import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Persona } from '../../../local/identity/personas.ts';
import { type Stack, startStack } from '../../../local/stack.ts';
import { Client, type Frame, wrapped } from './support.ts';

const NOW = new Date('2025-03-05T09:00:00+07:00');

let directory: string;
let stack: Stack;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'meetassist-realtime-'));
  stack = await startStack({
    port: 0,
    dataDir: directory,
    importFrom: path.join(import.meta.dirname, '../../../samples/original'),
    reset: false,
    durable: false,
    now: NOW,
    log: () => {},
  });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function ask<Data>(query: string): Promise<Data> {
  const response = await fetch(`${stack.url}graphql`, {
    method: 'POST',
    headers: { authorization: await stack.token('scheduler'), 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

interface Ids {
  readonly items: readonly [{ readonly id: string }];
}

async function connected(persona: Persona) {
  const authorization = { Authorization: await stack.token(persona) };
  const url = `${stack.url.replace('http', 'ws')}graphql/realtime`;
  const client = await Client.connected(url, ['graphql-ws', wrapped(authorization)]);
  return {
    client,
    subscribe: (id: string, args: string, variables: object = {}, declared = '') =>
      client.started(
        id,
        `subscription S${declared} { onAppointmentChanged${args} { id date version } }`,
        variables,
        authorization,
      ),
  };
}

const DATE = '2025-03-12';

test('appointments are told of by consultant and by day, null being as left out', async () => {
  const office = await ask<{ consultants: Ids; customers: Ids }>(
    '{ consultants(limit: 1) { items { id } } customers(limit: 1) { items { id } } }',
  );
  const [{ id: consultantId }] = office.consultants.items;
  const [{ id: customerId }] = office.customers.items;
  const { client, subscribe } = await connected('scheduler');
  const declared = '($c: ID, $d: AWSDate)';
  const given = '(consultantId: $c, date: $d)';
  await subscribe('all', '');
  await subscribe('nulls', '(consultantId: null, date: null)');
  await subscribe('unset', given, {}, declared);
  await subscribe('day', given, { d: DATE }, declared);
  await subscribe('other day', given, { d: '2025-03-13' }, declared);
  await subscribe('consultant', given, { c: consultantId }, declared);
  await subscribe('both', given, { c: consultantId, d: DATE }, declared);

  const input = `input: { customerId: "${customerId}", date: "${DATE}", startTime: "10:00" }`;
  const { createAppointment: made } = await ask<{ createAppointment: { id: string } }>(
    `mutation { createAppointment(${input}) { id date version consultant { id } } }`,
  );
  const told = (frames: readonly Frame[]) =>
    frames.filter(({ type }) => type === 'data').map(({ id }) => id);
  expect(told(await client.settled())).toEqual(['all', 'nulls', 'unset', 'day']);
  expect(client.heard.at(-2)).toEqual({
    id: 'day',
    type: 'data',
    payload: { data: { onAppointmentChanged: { id: made.id, date: DATE, version: 1 } } },
  });

  const from = client.heard.length;
  const overrides =
    'overrides: [PAST_TIME, OUTSIDE_SCHEDULE, SLOT_BLOCKED, DAY_FULL, SPECIALTY_MISMATCH], reason: "a test"';
  await ask(
    `mutation { assignConsultant(appointmentId: "${made.id}", consultantId: "${consultantId}", ${overrides}) { id date version consultant { id } } }`,
  );
  await client.settled();
  expect(told(client.heard.slice(from))).toEqual([
    ...['all', 'nulls', 'unset', 'day', 'consultant', 'both'],
  ]);
  client.socket.close();
  await client.closed;
  await expect.poll(() => stack.api.subscriptions()).toBe(0);
});

test('P-21: analysts and users in no group are refused', async () => {
  for (const persona of ['analyst', 'none'] as const) {
    const { client, subscribe } = await connected(persona);
    expect(await subscribe('1', '')).toMatchObject({
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'Unauthorized',
            message: 'Not Authorized to access onAppointmentChanged on type Subscription',
          },
        ],
      },
    });
    client.socket.terminate();
  }
});

test.for([
  ['(consultantId: "x")', 'consultantId'],
  ['(date: "2025-03-12+07:00")', 'date'],
] as const)('%s is refused, and the message says for what', async ([args, field]) => {
  const { client, subscribe } = await connected('admin');
  expect(await subscribe('1', args)).toMatchObject({
    type: 'error',
    payload: {
      errors: [
        { errorType: 'InvalidInput', message: expect.stringMatching(new RegExp(`^${field} is "`)) },
      ],
    },
  });
  client.socket.terminate();
});

test('when its token expires a subscription goes on; nothing new begins with that token', async () => {
  const { client, subscribe } = await connected('scheduler');
  await subscribe('served', '');
  const before = await ask<{ customers: Ids }>('{ customers(limit: 1) { items { id } } }');
  stack.setClock(new Date('2025-03-07T09:00:00+07:00'));
  try {
    const expired = {
      type: 'error',
      payload: {
        errors: [
          { errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 },
        ],
      },
    };
    expect(await subscribe('late', '')).toEqual({ id: 'late', ...expired });
    expect(stack.api.subscriptions()).toBe(1);

    const from = client.heard.length;
    const input = `input: { customerId: "${before.customers.items[0].id}", date: "2025-03-20", startTime: "10:00" }`;
    await ask(`mutation { createAppointment(${input}) { id date version } }`);
    const heard = await client.until(({ type }) => type === 'data', from);
    expect(heard).toMatchObject({
      id: 'served',
      payload: { data: { onAppointmentChanged: { date: '2025-03-20' } } },
    });

    // The page and clients get a new token and subscribe with that, on the same connection.
    const fresh = { Authorization: await stack.token('scheduler') };
    const query = 'subscription { onAppointmentChanged { id } }';
    expect(await client.started('fresh', query, {}, fresh)).toMatchObject({ type: 'start_ack' });
  } finally {
    stack.setClock(NOW);
    client.socket.terminate();
  }
});

test('with a token that has expired nobody is let in', async () => {
  const token = await stack.token('scheduler');
  stack.setClock(new Date('2025-03-07T09:00:00+07:00'));
  try {
    const url = `${stack.url.replace('http', 'ws')}graphql/realtime`;
    const client = new Client(url, ['graphql-ws', wrapped({ Authorization: token })]);
    await once(client.socket, 'open');
    client.send({ type: 'connection_init' });
    expect(await client.until(() => true)).toEqual({
      type: 'connection_error',
      payload: {
        errors: [
          { errorType: 'UnauthorizedException', message: 'Token has expired.', errorCode: 401 },
        ],
      },
    });
    expect(await client.closed).toBe(1000);
  } finally {
    stack.setClock(NOW);
  }
});
