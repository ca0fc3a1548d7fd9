import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOCAL_PASSWORD, userOf } from '../../../../local/identity/personas.ts';
import { openSessions } from '../../../../local/identity/sign-in/sessions.ts';
import { openSignIn, type SignIn } from '../../../../local/identity/sign-in/sign-in.ts';
import { openUserPool, type UserPool } from '../../../../local/identity/user-pool.ts';
import { answerTo, type ChallengeParameters, clientPublic, multipleOfPrime } from './srp-client.ts';

const NOW = new Date('2026-03-02T03:04:05Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let directory: string;
let now: Date;
let userPool: UserPool;
let signIn: SignIn;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'sign-in-'));
  chmodSync(directory, 0o755);
  now = NOW;
  await restart();
});
afterEach(() => rmSync(directory, { recursive: true }));

async function restart(): Promise<void> {
  userPool = await openUserPool({ directory, clock: () => now });
  signIn = openSignIn({ userPool, directory, clock: () => now });
}

const later = (ms: number): void => void (now = new Date(NOW.getTime() + ms));

interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: string;
}

function ask(operation: string, input: object): Promise<object> {
  const ClientId = operation.startsWith('G') && operation.endsWith('r') ? {} : CLIENT;
  return signIn.answer(operation, { ...ClientId, ...input });
}
const CLIENT = { ClientId: 'meetassistadminlocal' };

const initiate = (AuthFlow: string, AuthParameters: unknown) =>
  ask('InitiateAuth', { AuthFlow, AuthParameters });

async function withPassword(USERNAME = 'admin', PASSWORD = LOCAL_PASSWORD): Promise<Tokens> {
  const answer = await initiate('USER_PASSWORD_AUTH', { USERNAME, PASSWORD });
  return (answer as { AuthenticationResult: Tokens }).AuthenticationResult;
}

async function challenge(USERNAME: string, SRP_A = clientPublic): Promise<ChallengeParameters> {
  const answer = await initiate('USER_SRP_AUTH', { USERNAME, SRP_A });
  expect(answer).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER' });
  return (answer as { ChallengeParameters: ChallengeParameters }).ChallengeParameters;
}

const respond = (ChallengeResponses: object) =>
  ask('RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses });

const refresh = (RefreshToken: string) => ask('GetTokensFromRefreshToken', { RefreshToken });
const getUser = (AccessToken: string) => signIn.answer('GetUser', { AccessToken });

/** The name and the message of the refusal. */
async function refusal(asked: Promise<object>): Promise<string> {
  return await asked.then(
    answer => expect.unreachable(`answered ${JSON.stringify(answer)}`),
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}

const WRONG = 'NotAuthorizedException: Incorrect username or password.';

describe('a challenge', () => {
  test('answered with the password gives tokens, whatever the case of the user name', async () => {
    for (const username of ['scheduler', 'SCHEDULER']) {
      const answer = await respond(answerTo(await challenge(username), LOCAL_PASSWORD));
      expect(answer).toEqual({
        ChallengeParameters: {},
        AuthenticationResult: {
          AccessToken: expect.any(String),
          IdToken: expect.any(String),
          RefreshToken: expect.any(String),
          ExpiresIn: 3600,
          TokenType: 'Bearer',
        },
      });
    }
  });

  test('answered with another password, or by another pool, is refused', async () => {
    expect(await refusal(respond(answerTo(await challenge('admin'), 'x')))).toBe(WRONG);
    const elsewhere = answerTo(await challenge('admin'), LOCAL_PASSWORD, { poolName: 'other' });
    expect(await refusal(respond(elsewhere))).toBe(WRONG);
  });

  test('is good for one answer, right or wrong', async () => {
    const right = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    await respond(right);
    expect(await refusal(respond(right))).toBe(WRONG);
    const second = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    const altered = { ...second, PASSWORD_CLAIM_SIGNATURE: right['PASSWORD_CLAIM_SIGNATURE'] };
    expect(await refusal(respond(altered))).toBe(WRONG);
    expect(await refusal(respond(second))).toBe(WRONG);
  });

  test('is good for three minutes', async () => {
    const inTime = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    const late = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    later(3 * MINUTE);
    await respond(inTime);
    later(3 * MINUTE + 1);
    expect(await refusal(respond(late))).toBe(
      'NotAuthorizedException: Invalid session for the user, session is expired.',
    );
  });

  test('is answered by whom it was given to, and for the time that was signed', async () => {
    const one = answerTo(await challenge('analyst'), LOCAL_PASSWORD, { claimed: 'admin' });
    expect(await refusal(respond(one))).toBe(WRONG);
    const other = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    const TIMESTAMP = 'Mon Mar 2 03:04:06 UTC 2026';
    expect(await refusal(respond({ ...other, TIMESTAMP }))).toBe(WRONG);
    expect(await refusal(respond({ ...other, TIMESTAMP: '2026-03-02' }))).toBe(
      'InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    );
  });

  test.for([
    ['0'],
    ['00'],
    [multipleOfPrime(1n)],
    ['-2'],
    ['xyz'],
    ['0x02'],
    ['f'.repeat(771)],
    [' 2'],
  ])('needs a public number of the client that is none of the trivial ones: %#', async ([a]) => {
    expect(await refusal(initiate('USER_SRP_AUTH', { USERNAME: 'admin', SRP_A: a }))).toBe(
      'InvalidParameterException: SRP_A is no public number of the group.',
    );
  });

  test('of a user who does not exist looks like any other, also the second time and after a restart', async () => {
    const known = await challenge('admin');
    const first = await challenge('ghost');
    expect(Object.keys(first)).toEqual(Object.keys(known));
    expect(first.SALT).toMatch(/^[0-9a-f]{32}$/);
    expect(known.SALT).toMatch(/^[0-9a-f]{32}$/);
    expect((await challenge('Ghost')).SALT).toBe(first.SALT);
    expect((await challenge('spectre')).SALT).not.toBe(first.SALT);
    await restart();
    expect((await challenge('ghost')).SALT).toBe(first.SALT);
    expect((await challenge('admin')).SALT).toBe(known.SALT);
    expect(await refusal(respond(answerTo(await challenge('ghost'), LOCAL_PASSWORD)))).toBe(WRONG);
  });

  test('is forgotten when a thousand others have been asked for since', async () => {
    const forgotten = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    const kept = answerTo(await challenge('admin'), LOCAL_PASSWORD);
    for (let n = 0; n < 999; n += 1) await challenge('admin', '2');
    expect(await refusal(respond(forgotten))).toBe(WRONG);
    await respond(kept);
  });
});

describe('a password', () => {
  test.for(['admin', 'ghost', 'constructor', '__proto__'])(
    'that is not the one of %s is refused in the same words',
    async username => {
      expect(await refusal(withPassword(username, 'x'))).toBe(WRONG);
    },
  );

  test('is kept as a verifier, in a file for the owner only, which holds no refresh token either', async () => {
    const { RefreshToken } = await withPassword();
    const file = path.join(directory, 'user-pool.json');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"admin"');
    expect(text).not.toContain(LOCAL_PASSWORD);
    expect(text).not.toContain(RefreshToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('tokens', () => {
  test('have the claims of Cognito, and nothing else', async () => {
    const { AccessToken, IdToken } = await withPassword('newcomer');
    const iat = NOW.getTime() / 1000;
    const common = {
      sub: userOf('none').sub,
      iss: userPool.issuer,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      auth_time: iat,
      iat,
      exp: iat + 3600,
      jti: expect.any(String),
    };
    expect(decodeJwt(AccessToken)).toEqual({
      ...common,
      token_use: 'access',
      client_id: userPool.clientId,
      scope: 'aws.cognito.signin.user.admin',
      username: 'newcomer',
    });
    expect(decodeJwt(IdToken)).toEqual({
      ...common,
      token_use: 'id',
      aud: userPool.clientId,
      'cognito:username': 'newcomer',
    });
    expect(decodeJwt(AccessToken).jti).not.toBe(decodeJwt(IdToken).jti);
    for (const use of ['AccessToken', 'IdToken'] as const) {
      const groups = decodeJwt((await withPassword('analyst'))[use])['cognito:groups'];
      expect(groups).toEqual(['analyst']);
    }
  });

  test('are accepted by the pool of both kinds; an id token is no access token', async () => {
    const { AccessToken, IdToken } = await withPassword();
    for (const token of [AccessToken, IdToken]) {
      expect(await userPool.verify(token, '::1')).toMatchObject({
        ok: true,
        identity: { username: 'admin', groups: ['admin'] },
      });
    }
    expect(await getUser(AccessToken)).toEqual({
      Username: 'admin',
      UserAttributes: [{ Name: 'sub', Value: userOf('admin').sub }],
    });
    const invalid = 'NotAuthorizedException: Invalid Access Token';
    expect(await refusal(getUser(IdToken))).toBe(invalid);
    expect(await refusal(getUser('x.y.z'))).toBe(invalid);
    later(60 * MINUTE);
    expect(await refusal(getUser(AccessToken))).toBe(
      'NotAuthorizedException: Access Token has expired',
    );
  });
});

describe('a refresh token', () => {
  test('gives tokens of its sign-in for thirty days, in both operations, and no other refresh token', async () => {
    const { AccessToken, RefreshToken } = await withPassword('scheduler');
    later(30 * DAY - 1000);
    const before = decodeJwt(AccessToken);
    for (const answer of [
      await refresh(RefreshToken),
      await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken }),
    ]) {
      const { AuthenticationResult: tokens } = answer as { AuthenticationResult: Tokens };
      expect(tokens.RefreshToken).toBeUndefined();
      const after = decodeJwt(tokens.AccessToken);
      expect(after['origin_jti']).toBe(before['origin_jti']);
      expect(after['auth_time']).toBe(before['auth_time']);
      expect(after.exp).toBe(Math.floor(now.getTime() / 1000) + 3600);
      expect(after['cognito:groups']).toEqual(['scheduler']);
    }
    later(30 * DAY);
    expect(await refusal(refresh(RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has expired',
    );
  });

  test('survives a restart; its revocation does, too', async () => {
    const { AccessToken, RefreshToken } = await withPassword();
    await restart();
    await refresh(RefreshToken);
    expect(await ask('RevokeToken', { Token: RefreshToken })).toEqual({});
    expect(await ask('RevokeToken', { Token: RefreshToken })).toEqual({});
    await restart();
    expect(await refusal(refresh(RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    );
    expect(await refusal(getUser(AccessToken))).toBe(
      'NotAuthorizedException: Access Token has been revoked',
    );
    // The API verifies tokens like anybody else: by signature and time.
    expect(await userPool.verify(AccessToken, '::1')).toMatchObject({ ok: true });
  });

  test('that is none is refused; revoking it changes nothing', async () => {
    const { AccessToken } = await withPassword();
    for (const token of ['x', AccessToken]) {
      expect(await refusal(refresh(token))).toBe('NotAuthorizedException: Invalid Refresh Token');
      expect(await ask('RevokeToken', { Token: token })).toEqual({});
    }
    await getUser(AccessToken);
  });

  test('of the oldest sign-in goes when there are a thousand younger ones', () => {
    const kept = { verifiers: {}, decoySecret: '', sessions: [] };
    const sessions = openSessions({ kept, save: () => {}, clock: () => now });
    const [oldest, second] = [sessions.start('admin'), sessions.start('admin')];
    for (let n = 0; n < 999; n += 1) sessions.start('analyst');
    expect(() => sessions.refresh(oldest.refreshToken)).toThrow('Invalid Refresh Token');
    expect(sessions.refresh(second.refreshToken)).toEqual(second.session);
    expect(kept.sessions).toHaveLength(1000);
  });
});

test('signing out globally ends all sign-ins of the user, and of nobody else', async () => {
  const [one, two, foreign] = [
    await withPassword('admin'),
    await withPassword('admin'),
    await withPassword('analyst'),
  ];
  const handedOut = await userPool.issueToken('admin');
  const signOut = (AccessToken: string) => signIn.answer('GlobalSignOut', { AccessToken });
  expect(await signOut(one.AccessToken)).toEqual({});
  for (const { AccessToken, RefreshToken } of [one, two]) {
    expect(await refusal(refresh(RefreshToken))).toMatch(/Refresh Token has been revoked$/);
    expect(await refusal(getUser(AccessToken))).toMatch(/Access Token has been revoked$/);
    expect(await refusal(signOut(AccessToken))).toMatch(/Access Token has been revoked$/);
  }
  await refresh(foreign.RefreshToken);
  const three = await withPassword('admin');
  expect(await signOut(handedOut)).toEqual({});
  expect(await refusal(getUser(handedOut))).toMatch(/Access Token has been revoked$/);
  expect(await refusal(refresh(three.RefreshToken))).toMatch(/has been revoked$/);
});

describe('what cannot be', () => {
  test.for(['SignUp', 'ForgotPassword', 'AdminInitiateAuth', 'constructor', '__proto__', ''])(
    'the operation %j is unknown, by name',
    async operation => {
      expect(await refusal(ask(operation, {}))).toBe(
        `UnknownOperationException: The local user pool does not have ${operation}.`,
      );
    },
  );

  test.for(['USER_AUTH', 'CUSTOM_AUTH', 'toString'])('the flow %s is not enabled', async flow => {
    expect(await refusal(initiate(flow, {}))).toBe(
      `InvalidParameterException: ${flow} flow not enabled for this client`,
    );
  });

  test('another client is unknown, in every operation that names one', async () => {
    const { RefreshToken } = await withPassword();
    const other = { ClientId: 'somebodyelse' };
    const input = {
      ...{ AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: RefreshToken } },
      ...{ ChallengeName: 'PASSWORD_VERIFIER', RefreshToken, Token: RefreshToken, ...other },
    };
    for (const operation of [
      ...['InitiateAuth', 'RespondToAuthChallenge'],
      ...['GetTokensFromRefreshToken', 'RevokeToken'],
    ]) {
      expect(await refusal(signIn.answer(operation, input))).toBe(
        'ResourceNotFoundException: User pool client somebodyelse does not exist.',
      );
    }
    await refresh(RefreshToken);
  });

  test.for([
    ['InitiateAuth', {}, 'Missing required parameter AuthFlow'],
    ['InitiateAuth', { AuthFlow: 1 }, 'AuthFlow is not a string.'],
    ['InitiateAuth', { AuthFlow: 'USER_SRP_AUTH' }, 'Missing required parameter USERNAME'],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_SRP_AUTH', AuthParameters: ['admin'] },
      'AuthParameters is not a map.',
    ],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'admin' } },
      'Missing required parameter SRP_A',
    ],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'admin', PASSWORD: '' } },
      'Missing required parameter PASSWORD',
    ],
    [
      'InitiateAuth',
      { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'a'.repeat(16_385) } },
      'USERNAME is longer than 16384 characters.',
    ],
    [
      'RespondToAuthChallenge',
      { ChallengeName: 'SMS_MFA' },
      'The local user pool asks no SMS_MFA challenge.',
    ],
    ['GetUser', {}, 'Missing required parameter AccessToken'],
  ] as const)('%s with %j', async ([operation, input, message]) => {
    expect(await refusal(ask(operation, input))).toBe(`InvalidParameterException: ${message}`);
  });

  test.for(['{', '[]', '{"verifiers":{}}'])('a file that holds %s is named', async text => {
    writeFileSync(path.join(directory, 'user-pool.json'), text);
    await expect(restart()).rejects.toThrow(/user-pool\.json cannot be read; delete it/);
  });
});
