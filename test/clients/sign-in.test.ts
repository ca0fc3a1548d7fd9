import { Amplify } from 'aws-amplify';
import {
  fetchAuthSession,
  getCurrentUser,
  signIn,
  type SignInInput,
  signOut,
} from 'aws-amplify/auth';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_PASSWORD } from '../../local/identity/personas.ts';
import { type ClientStack, startClientStack } from './support.ts';

const POOL = 'local_meetassist';
const CLIENT = 'meetassistadminlocal';

let stack: ClientStack;
const client = generateClient();

beforeAll(async () => {
  stack = await startClientStack();
  Amplify.configure({
    API: {
      GraphQL: {
        endpoint: stack.endpoint,
        region: 'ap-southeast-1',
        defaultAuthMode: 'userPool',
      },
    },
    Auth: {
      Cognito: { userPoolId: POOL, userPoolClientId: CLIENT, userPoolEndpoint: stack.url },
    },
  });
});
afterAll(() => stack.stop());
afterEach(async () => {
  stack.setClock();
  await signOut();
});

async function ask(query: string, authToken?: string): Promise<unknown> {
  const options = { query, ...(authToken !== undefined && { authToken }) };
  const answer = (await client.graphql(options as never)) as GraphQLResult<unknown>;
  return answer.data;
}

const ME = '{ me { username personas } }';

/** The name and the message of what is thrown. */
async function refusal(signingIn: SignInInput): Promise<{ name: string; message: string }> {
  return await signIn(signingIn).then(
    () => expect.unreachable('it signed in'),
    ({ name, message }: Error) => ({ name, message }),
  );
}

describe("aws-amplify's own signIn", () => {
  test.for([
    ['admin', ['ADMIN']],
    ['scheduler', ['SCHEDULER']],
    ['analyst', ['ANALYST']],
    ['newcomer', []],
  ] as const)(
    'with its default flow, SRP, signs in %s, and generateClient asks as that user',
    async ([username, personas]) => {
      const done = await signIn({ username, password: LOCAL_PASSWORD });
      expect(done).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
      expect(await ask(ME)).toEqual({ me: { username, personas } });
      expect((await getCurrentUser()).username).toBe(username);
    },
  );

  test('takes a password as it is, too', async () => {
    const options = { authFlowType: 'USER_PASSWORD_AUTH' } as const;
    await signIn({ username: 'analyst', password: LOCAL_PASSWORD, options });
    expect(await ask(ME)).toEqual({ me: { username: 'analyst', personas: ['ANALYST'] } });
  });

  test.for(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
    'refuses a wrong password and an unknown user in the same words: %s',
    async authFlowType => {
      const options = { authFlowType };
      const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
      const password = `${LOCAL_PASSWORD}x`;
      expect(await refusal({ username: 'admin', password, options })).toEqual(wrong);
      expect(await refusal({ username: 'nobody', password, options })).toEqual(wrong);
      const unknown = { username: 'nobody', password: LOCAL_PASSWORD, options };
      expect(await refusal(unknown)).toEqual(wrong);
      await expect(getCurrentUser()).rejects.toThrow(/authenticated/);
    },
  );
});

describe('fetchAuthSession', () => {
  test('gives access and id token of one sign-in, with the same groups; the API takes both', async () => {
    await signIn({ username: 'scheduler', password: LOCAL_PASSWORD });
    const { tokens, userSub } = await fetchAuthSession();
    const keys = createRemoteJWKSet(new URL(`${stack.url}${POOL}/.well-known/jwks.json`));
    const access = await jwtVerify(String(tokens?.accessToken), keys);
    const id = await jwtVerify(String(tokens?.idToken), keys, { audience: CLIENT });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      client_id: CLIENT,
      username: 'scheduler',
      'cognito:groups': ['scheduler'],
    });
    const { sub, origin_jti, iat = 0 } = access.payload;
    expect(id.payload).toMatchObject({
      ...{ sub, origin_jti, iat, token_use: 'id', exp: iat + 3600, auth_time: iat },
      'cognito:username': 'scheduler',
      'cognito:groups': ['scheduler'],
    });
    expect(userSub).toBe(sub);
    for (const token of [tokens?.accessToken, tokens?.idToken]) {
      const answer = { me: { username: 'scheduler', personas: ['SCHEDULER'] } };
      expect(await ask(ME, String(token))).toEqual(answer);
    }
  });

  test('forced, gets new tokens of the same sign-in', async () => {
    await signIn({ username: 'admin', password: LOCAL_PASSWORD });
    const first = (await fetchAuthSession()).tokens?.accessToken;
    const forced = (await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken;
    expect(forced?.payload.jti).not.toBe(first?.payload.jti);
    expect(forced?.payload['origin_jti']).toBe(first?.payload['origin_jti']);
    expect(forced?.payload['auth_time']).toBe(first?.payload['auth_time']);
    expect(await ask(ME)).toEqual({ me: { username: 'admin', personas: ['ADMIN'] } });
  });

  test('has nothing any more when the thirty days are over', async () => {
    await signIn({ username: 'admin', password: LOCAL_PASSWORD });
    stack.setClock(new Date(Date.now() + 30 * 24 * 3_600_000 + 1_000));
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens).toBeUndefined();
  });
});

describe('signOut', () => {
  test.for([false, true])('ends the sign-in, its refresh token too; globally: %s', async global => {
    await signIn({ username: 'admin', password: LOCAL_PASSWORD });
    const sent: string[] = [];
    const original = globalThis.fetch;
    globalThis.fetch = (...[input, init]) => {
      sent.push(new Headers(init?.headers).get('x-amz-target') ?? '');
      return original(input, init);
    };
    try {
      await signOut({ global });
    } finally {
      globalThis.fetch = original;
    }
    const operation = global ? 'GlobalSignOut' : 'RevokeToken';
    expect(sent).toEqual([`AWSCognitoIdentityProviderService.${operation}`]);
    expect((await fetchAuthSession()).tokens).toBeUndefined();
  });
});
