import { afterEach, describe, expect, test } from 'vitest';
import { insidesIn } from '../support/api/leaks.ts';
import { Channel, type Frame, type Token, type Transport, TRANSPORTS } from './support/channel.ts';
import { callers, claimsOf, target, tokenOf } from './support/client.ts';
import { CALLERS } from './support/target.ts';

const changes = 'subscription { onAppointmentChanged { id date version } }';
const runs = 'subscription { onArchiveRunChanged { id status } }';

const open: Channel[] = [];
afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function connect(token: Token, transport?: Transport): Channel {
  const channel = new Channel(token, transport);
  open.push(channel);
  return channel;
}

/** A connection of an administrator, who may then start as anybody. */
async function connected(): Promise<Channel> {
  const channel = connect(tokenOf('admin'));
  expect(await channel.welcome()).toMatchObject({ type: 'connection_ack' });
  return channel;
}

function expectError(frame: Frame | undefined): void {
  expect(frame).toMatchObject({ type: 'error' });
  const errors = frame?.payload?.errors ?? [];
  expect(errors).not.toEqual([]);
  for (const { message } of errors) expect(insidesIn(message)).toEqual([]);
}

describe('subscriptions', () => {
  test.for(TRANSPORTS)('who is signed in by %s is told, and told no more', async transport => {
    const token = tokenOf('admin');
    const channel = connect(token, transport);
    expect(await channel.welcome()).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: expect.any(Number) },
    });
    expect(await channel.start('a', changes, token)).toMatchObject({ type: 'start_ack', id: 'a' });
    expect(await channel.start('b', runs, token)).toMatchObject({ type: 'start_ack', id: 'b' });
    expect(await channel.stop('a')).toMatchObject({ type: 'complete', id: 'a' });
  });

  test.for(
    TRANSPORTS.flatMap(transport => Object.keys(strangers()).map(who => [transport, who] as const)),
  )('with %s, %s gets no connection', async ([transport, who], { skip }) => {
    const token = strangers()[who]?.();
    if (token === undefined) return skip('no token was given that has expired');
    const frame = await connect(token, transport).welcome();
    expect(frame?.type).not.toBe('connection_ack');
    for (const { message } of frame?.payload?.errors ?? []) expect(insidesIn(message)).toEqual([]);
  });

  test('a sound connection does not make a garbled token sound', async () => {
    const channel = await connected();
    expectError(await channel.start('a', changes, 'not.a.token'));
    expectError(await channel.start('b', changes, null));
  });

  test.for([
    'subscription { onNothing { id } }',
    'subscription {',
    'subscription { onAppointmentChanged { secret } }',
    'subscription { onAppointmentChanged(consultantId: "abc") { id } }',
    '{ me { username } }',
    'mutation { runArchive(clientToken: " ") { id } }',
  ])('%s is refused', async query => {
    expectError(await (await connected()).start('a', query, tokenOf('admin')));
  });
});

describe('P-21: who may subscribe', () => {
  const may: Readonly<Record<string, readonly string[]>> = {
    [changes]: ['admin', 'scheduler'],
    [runs]: ['admin', 'scheduler', 'analyst'],
  };
  test.for(CALLERS.flatMap(caller => [changes, runs].map(query => [caller, query] as const)))(
    '%s: %s',
    async ([caller, query], { skip }) => {
      skip(!callers().includes(caller), 'no token was given');
      const frame = await (await connected()).start('a', query, tokenOf(caller));
      if (may[query]?.includes(caller)) expect(frame).toMatchObject({ type: 'start_ack' });
      else expectError(frame);
    },
  );
});

/** Tokens that are none; undefined for one that was not given. */
function strangers(): Readonly<Record<string, () => Token | undefined>> {
  return {
    nobody: () => null,
    'a garbled token': () => 'not.a.token',
    'a token with another group': () => {
      const [header, , signature] = tokenOf('admin').split('.');
      const claims = { ...claimsOf(tokenOf('admin')), 'cognito:groups': ['root'] };
      return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
    },
    'an expired token': () => target().expired,
  };
}
