import { type GraphQLField } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { allowed, type Role } from '../support/api/allowed.ts';
import { answerOf } from '../support/api/client.ts';
import { expectAllowed, expectDenied, expectTurnedAway } from '../support/api/denials.ts';
import {
  callers,
  claimsOf,
  contractClient,
  target,
  tokenOf,
  usernameOf,
} from './support/client.ts';
import { type Examples, examplesOf } from './support/examples.ts';
import { coordinates, NOBODY, questionFor, rootFields } from './support/fields.ts';
import { CALLERS } from './support/target.ts';

const api = contractClient();
let examples: Examples;
beforeAll(async () => {
  examples = await examplesOf(api);
});

describe('P-21: who is allowed what', () => {
  test('every field of the contract is in the list, and nothing else', () => {
    expect(Object.keys(allowed).sort()).toEqual([...coordinates].sort());
  });

  describe.for(CALLERS)('%s', caller => {
    const role: Role = caller === 'none' ? 'nobody' : caller;
    test.for(coordinates)('%s', async (coordinate, { skip }) => {
      skip(!callers().includes(caller), 'no token was given');
      const { text, path, exists } = await questionFor(coordinate, '{ __typename }', examples);
      if (!allowed[coordinate]?.includes(role)) {
        return expectDenied(await api.ask(text, { as: caller }), coordinate, path[0], text);
      }
      // Switching a rule to what it is already is harmless, unless somebody else switches it just now.
      skip(coordinate === 'Mutation.setArchiveSchedule' && !target().write, 'nothing is changed');
      skip(!exists, 'the data have none');
      expectAllowed(await api.ask(text, { as: caller }), coordinate);
    });
  });

  test('several fields in one request are refused one by one, and the others answered', async ({
    skip,
  }) => {
    skip(!callers().includes('scheduler'), 'no token was given');
    const query =
      '{ customers { __typename } one: databaseTables { name } two: databaseTables { name } me { username } }';
    const { data, errors } = await api.ask(query, { as: 'scheduler' });
    expect(data).toEqual({
      customers: { __typename: 'CustomerPage' },
      one: null,
      two: null,
      me: { username: usernameOf('scheduler') },
    });
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      [['one'], 'Not Authorized to access databaseTables on type Query'],
      [['two'], 'Not Authorized to access databaseTables on type Query'],
    ]);
  });
});

describe('P-21: who is turned away', () => {
  const asked = ['{ me { sub } }', '{ customers { totalCount } }', '{ __typename }'];
  const changed = `mutation { cancelAppointment(id: "${NOBODY}", reason: "in vain") { id } }`;

  /** None of these can be made to fit without the key of the user pool. */
  const forgeries: Readonly<Record<string, (sound: string) => string | null>> = {
    nobody: () => null,
    'a garbled token': () => 'not.a.token',
    'a token of three random parts': () => 'aGVhZGVy.cGF5bG9hZA.c2ln',
    'a token that was cut off': sound => sound.slice(0, -20),
    'a token without signature': sound =>
      `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claimsOf(sound))}.`,
    'a token with another group': sound => withClaims(sound, { 'cognito:groups': ['root'] }),
    'a token that was made to last': sound => withClaims(sound, { exp: 9_999_999_999 }),
    'a token of another pool': sound => withClaims(sound, { iss: 'https://evil.example/pool' }),
  };
  test.for(Object.keys(forgeries))('%s', async name => {
    const authorization = forgeries[name]?.(tokenOf('admin')) ?? null;
    for (const query of [...asked, changed]) {
      const answer = await api.post(JSON.stringify({ query }), { authorization });
      expect(answer.status).toBe(401);
      expectTurnedAway(answer.text);
    }
  });

  test('a token that has expired', async ({ skip }) => {
    const { expired } = target();
    if (expired === undefined) return skip('no token was given that has expired');
    const body = JSON.stringify({ query: '{ me { sub } }' });
    const answer = await api.post(body, { authorization: expired });
    expect(answer.status).toBe(401);
    expectTurnedAway(answer.text);
  });

  test('an API key', async () => {
    const headers = { 'x-api-key': 'da2-abcdefghijklmnopqrstuvwxyz', authorization: null };
    const answer = await api.post('{"query":"{ me { sub } }"}', headers);
    expect(answer.status).toBe(401);
    expectTurnedAway(answer.text);
  });

  test('a machine whose key nobody knows, and one that signs nothing', async () => {
    const scope = `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}/ap-southeast-1/appsync/aws4_request`;
    const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    for (const authorization of [
      `AWS4-HMAC-SHA256 Credential=AKIAUNKNOWNUNKNOWN00/${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      'AWS4-HMAC-SHA256',
    ]) {
      const body = '{"query":"mutation { runArchive(clientToken: \\" \\") { id } }"}';
      const answer = await api.post(body, { authorization, 'x-amz-date': now });
      expect([401, 403]).toContain(answer.status);
      expectTurnedAway(answer.text);
    }
  });

  function withClaims(sound: string, claims: object): string {
    const [header, , signature] = sound.split('.');
    return `${header}.${encoded({ ...claimsOf(sound), ...claims })}.${signature}`;
  }

  function encoded(part: object): string {
    return Buffer.from(JSON.stringify(part)).toString('base64url');
  }
});

describe('P-22: the acting person is the subject of the token', () => {
  test.for(CALLERS)('%s', async (caller, { skip }) => {
    skip(!callers().includes(caller), 'no token was given');
    const claims = claimsOf(tokenOf(caller));
    const { me } = await api.data<{ me: { personas: readonly string[] } }>(
      '{ me { username sub personas } }',
      { as: caller },
    );
    expect(me).toMatchObject({ username: usernameOf(caller), sub: claims['sub'] });
    const groups = ((claims['cognito:groups'] ?? []) as string[]).map(each => each.toUpperCase());
    const known = groups.filter(each => ['ADMIN', 'SCHEDULER', 'ANALYST'].includes(each));
    expect([...me.personas].sort()).toEqual(known.sort());
  });

  test('who writes Bearer before the token is the same', async () => {
    const headers = { authorization: `Bearer ${tokenOf('admin')}` };
    const { data } = answerOf(await api.post('{"query":"{ me { username } }"}', headers));
    expect(data).toEqual({ me: { username: usernameOf('admin') } });
  });

  test.for([
    { variables: { sub: 'someone', username: 'admin', groups: ['admin'] } },
    { identity: { sub: 'someone', groups: ['admin'] }, 'cognito:groups': ['admin'] },
    { extensions: { identity: { groups: ['admin'] } } },
  ])('whatever else the body says: %j', async (extra, { skip }) => {
    skip(!callers().includes('scheduler'), 'no token was given');
    const query = '{ me { username sub personas permissions } databaseTables { name } }';
    const authorization = tokenOf('scheduler');
    const headers = { authorization, 'x-groups': 'admin', 'cognito-groups': 'admin' };
    const answer = answerOf(await api.post(JSON.stringify({ query, ...extra }), headers));
    expect(answer.data).toMatchObject({
      me: { username: usernameOf('scheduler'), personas: ['SCHEDULER'] },
      databaseTables: null,
    });
  });

  test('no argument of the contract takes a person who acts', () => {
    const namesOf = (field: GraphQLField<unknown, unknown>) => field.args.map(arg => arg.name);
    const names = new Set(rootFields.flatMap(namesOf));
    for (const name of ['actor', 'sub', 'username', 'user', 'userId', 'groups', 'as', 'by']) {
      expect(names).not.toContain(name);
    }
  });
});
