import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Amplify } from 'aws-amplify';
import { CONNECTION_STATE_CHANGE, ConnectionState, generateClient } from 'aws-amplify/api';
import { decodeJWT } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { AUTH_TYPE, createAuthLink } from 'aws-appsync-auth-link';
import { createSubscriptionHandshakeLink } from 'aws-appsync-subscription-link';
import { type Observable } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientStack, startClientStack } from './support.ts';

let stack: ClientStack;
/** In capitals: both clients turn `http://` into `wss://`, and the stack speaks plain HTTP. */
let endpoint: string;
beforeAll(async () => {
  stack = await startClientStack();
  endpoint = stack.endpoint.replace('http://', 'HTTP://');
});
afterAll(() => stack.stop());

const CHANGES = `subscription Changes($date: AWSDate) {
  onAppointmentChanged(date: $date) { id status date }
}`;

/** Makes an appointment on a day; gives what subscribers to that day get. */
async function change(date: string, customerId: string): Promise<Record<string, unknown>> {
  const query = `mutation Create($input: CreateAppointmentInput!) {
    createAppointment(input: $input) { id status date } }`;
  const input = { customerId, date, startTime: '09:00:00', durationMinutes: 60 };
  const response = await fetch(stack.endpoint, {
    method: 'POST',
    headers: { authorization: await stack.token('admin') },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data } = (await response.json()) as {
    data: { createAppointment: Record<string, unknown> };
  };
  return data.createAppointment;
}

/** What arrives, in order; `next` waits for the one after the last that was taken. */
function collect<Value>(source: {
  subscribe(observer: { next(value: Value): void; error(cause: unknown): void }): {
    unsubscribe(): void;
  };
}) {
  const arrived: Value[] = [];
  let waiting = Promise.withResolvers<void>();
  const subscription = source.subscribe({
    next(value) {
      arrived.push(value);
      waiting.resolve();
    },
    error: cause => waiting.reject(cause),
  });
  return {
    stop: () => subscription.unsubscribe(),
    async next(): Promise<Value> {
      if (arrived.length === 0) await waiting.promise;
      waiting = Promise.withResolvers();
      const value = arrived.shift();
      if (value === undefined) throw new Error('Nothing has arrived.');
      return value;
    },
  };
}

test('Amplify hears of the changes it asked for, and of no others', async () => {
  Amplify.configure(
    { API: { GraphQL: { endpoint, region: 'ap-southeast-1', defaultAuthMode: 'userPool' } } },
    {
      Auth: {
        tokenProvider: {
          getTokens: async () => ({ accessToken: decodeJWT(await stack.token('scheduler')) }),
        },
      },
    },
  );
  const connected = new Promise<void>(resolve => {
    Hub.listen('api', ({ payload }) => {
      const { event, data } = payload as { event: string; data?: { connectionState?: unknown } };
      if (event !== CONNECTION_STATE_CHANGE) return;
      if (data?.connectionState === ConnectionState.Connected) resolve();
    });
  });
  const query = { query: CHANGES, variables: { date: '2099-03-02' } };
  const source = generateClient().graphql(query as never) as unknown as Observable<unknown>;
  const heard = collect(source);
  await connected;
  await change('2099-03-03', '7000000000000101');
  const onAppointmentChanged = await change('2099-03-02', '7000000000000102');
  expect(await heard.next()).toEqual({ data: { onAppointmentChanged } });
  heard.stop();
});

test('Apollo hears of them through the link of AppSync', async () => {
  const token = await stack.token('scheduler');
  const settings = {
    url: endpoint,
    region: 'ap-southeast-1',
    auth: { type: AUTH_TYPE.AMAZON_COGNITO_USER_POOLS, jwtToken: token } as const,
  };
  const http = new HttpLink({ uri: stack.endpoint });
  const link = ApolloLink.from([
    createAuthLink(settings),
    createSubscriptionHandshakeLink(settings, http as never),
  ] as never[]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const source = client.subscribe({ query: gql(CHANGES) });
  const heard = collect(source as never);
  // The link does not say when it is connected, so changes are made, each on another day, until one is heard.
  let first: unknown;
  const waiting = heard.next().then(value => (first = value));
  const made: object[] = [];
  const day = new Date('2099-04-01');
  while (first === undefined && made.length < 500) {
    const created = await change(day.toISOString().slice(0, 10), '7000000000000103');
    made.push({ __typename: 'Appointment', ...created });
    day.setUTCDate(day.getUTCDate() + 1);
  }
  await waiting;
  const { onAppointmentChanged } = (first as { data: { onAppointmentChanged: object } }).data;
  expect(made).toContainEqual(onAppointmentChanged);
  heard.stop();
});
