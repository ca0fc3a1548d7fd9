import { describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../../local/identity/authenticate.ts';
import {
  LOCAL_CREDENTIALS,
  type SignedRequest,
  verifySignature,
} from '../../../local/identity/sigv4.ts';
import { type UserPool } from '../../../local/identity/user-pool.ts';
import { signed } from './signer.ts';

const NOW = new Date('2026-03-02T03:04:05Z');
const MINUTE = 60_000;

const verify = (request: SignedRequest) => verifySignature(request, LOCAL_CREDENTIALS, NOW);

describe('a request that the AWS SDK signed with the local key', () => {
  test('is of an assumed role, in no group', async () => {
    expect(verify(await signed(NOW))).toEqual({
      ok: true,
      identity: {
        accountId: '000000000000',
        cognitoIdentityPoolId: null,
        cognitoIdentityId: null,
        sourceIp: ['127.0.0.1'],
        username: 'AROALOCALMEETASSIST00:local',
        userArn: 'arn:aws:sts::000000000000:assumed-role/meetassist-local-job/local',
        cognitoIdentityAuthType: null,
        cognitoIdentityAuthProvider: null,
      },
    });
  });

  test('may have a query', async () => {
    const query = { b: 'x y', a: 'ễ/&=', 'a b': "'*()!~" };
    expect(verify(await signed(NOW, { query }))).toMatchObject({ ok: true });
  });

  test('may come with the session token of the role', async () => {
    const { sessionToken } = LOCAL_CREDENTIALS;
    const request = await signed(NOW, { sessionToken });
    expect(request.headers['x-amz-security-token']).toBe(sessionToken);
    expect(verify(request)).toMatchObject({ ok: true });
  });

  test.for([-5, 5])('is taken up to five minutes away: %i', async minutes => {
    const signedAt = new Date(NOW.getTime() + minutes * MINUTE);
    expect(verify(await signed(NOW, { signedAt }))).toMatchObject({ ok: true });
  });
});

describe('a signature is refused', () => {
  test.for([
    [
      'with another secret',
      { secretAccessKey: 'x' },
      'InvalidSignatureException',
      /does not match/,
    ],
    [
      'of an unknown key',
      { accessKeyId: 'AKIA0' },
      'UnrecognizedClientException',
      /token included/,
    ],
    ['for another service', { service: 's3' }, 'InvalidSignatureException', /'appsync'/],
    [
      'that is too old',
      { signedAt: new Date(NOW.getTime() - 5 * MINUTE - 1000) },
      'InvalidSignatureException',
      /^Signature expired/,
    ],
    [
      'of the future',
      { signedAt: new Date(NOW.getTime() + 5 * MINUTE + 1000) },
      'InvalidSignatureException',
      /^Signature not yet current/,
    ],
  ] as const)('%s', async ([, signing, errorType, message]) => {
    expect(verify(await signed(NOW, signing))).toEqual({
      ok: false,
      errorType,
      message: expect.stringMatching(message),
    });
  });

  test('with the session token of somebody else, or one that is not signed', async () => {
    const { sessionToken } = LOCAL_CREDENTIALS;
    for (const foreign of ['x', `${sessionToken}x`, 'ố'.repeat(sessionToken.length)]) {
      const own = await signed(NOW, { sessionToken });
      const headers = { ...own.headers, 'x-amz-security-token': foreign };
      expect(verify({ ...own, headers })).toEqual({
        ok: false,
        errorType: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      });
    }
    const request = await signed(NOW);
    const headers = { ...request.headers, 'x-amz-security-token': sessionToken };
    expect(verify({ ...request, headers })).toEqual({
      ok: false,
      errorType: 'InvalidSignatureException',
      message: "'X-Amz-Security-Token' must be a signed header.",
    });
  });

  test('when body, path, query, method or a signed header is not what was signed', async () => {
    const request = await signed(NOW);
    const changed: readonly SignedRequest[] = [
      { ...request, body: Buffer.from('{}') },
      { ...request, url: '/other' },
      { ...request, url: '/graphql?a=1' },
      { ...request, method: 'GET' },
      { ...request, headers: { ...request.headers, host: 'elsewhere' } },
      { ...request, headers: { ...request.headers, 'content-type': 'text/plain' } },
    ];
    for (const each of changed) {
      expect(verify(each)).toMatchObject({ errorType: 'InvalidSignatureException' });
    }
  });

  test('when it is incomplete or leaves out the host', async () => {
    const request = await signed(NOW);
    const authorization = String(request.headers['authorization']);
    const withHeader = (text: string) =>
      verify({ ...request, headers: { ...request.headers, authorization: text } });
    expect(withHeader('AWS4-HMAC-SHA256')).toMatchObject({
      errorType: 'IncompleteSignatureException',
    });
    expect(withHeader(authorization.replace(/Signature=.*/, 'Signature=abc'))).toMatchObject({
      errorType: 'IncompleteSignatureException',
    });
    expect(verify(await signed(NOW, { unsigned: ['host'] }))).toMatchObject({
      errorType: 'InvalidSignatureException',
      message: "'Host' and 'X-Amz-Date' must be signed headers.",
    });
    const headers = { ...request.headers, 'x-amz-date': 'yesterday' };
    expect(verify({ ...request, headers })).toMatchObject({
      errorType: 'InvalidSignatureException',
    });
  });
});

describe('authenticate', () => {
  const userPool = {
    verify: async (token: string) => ({ ok: false, reason: `read ${token}` }) as const,
  } satisfies Pick<UserPool, 'verify'>;
  const authenticate = createAuthenticate({
    userPool,
    credentials: LOCAL_CREDENTIALS,
    clock: () => NOW,
  });
  const sent = (headers: SignedRequest['headers']): SignedRequest => ({
    method: 'POST',
    url: '/graphql',
    headers,
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
  });
  const unauthorized = (message: string) => ({
    ok: false,
    status: 401,
    errorType: 'UnauthorizedException',
    message,
  });

  test('without a header, or with an empty one, answers 401', async () => {
    const answer = unauthorized('Valid authorization header not provided.');
    expect(await authenticate(sent({}))).toEqual(answer);
    expect(await authenticate(sent({ authorization: ' ' }))).toEqual(answer);
  });

  test('takes a signature for IAM and answers 403 when it is wrong', async () => {
    expect(await authenticate(await signed(NOW))).toMatchObject({ ok: true });
    expect(await authenticate(await signed(NOW, { secretAccessKey: 'x' }))).toMatchObject({
      status: 403,
      errorType: 'InvalidSignatureException',
    });
  });

  test('gives anything else to the user pool', async () => {
    expect(await authenticate(sent({ authorization: 'abc' }))).toEqual(unauthorized('read abc'));
  });

  test('knows no API keys, also beside a token', async () => {
    const answer = unauthorized('You are not authorized to make this call.');
    expect(await authenticate(sent({ 'x-api-key': 'da2-x' }))).toEqual(answer);
    expect(await authenticate(sent({ 'x-api-key': 'da2-x', authorization: 'abc' }))).toEqual(
      answer,
    );
  });
});
