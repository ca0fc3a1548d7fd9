import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_PASSWORD } from '../../../../local/identity/personas.ts';
import { userPoolRoutes } from '../../../../local/identity/sign-in/routes.ts';
import { openSignIn } from '../../../../local/identity/sign-in/sign-in.ts';
import { openUserPool } from '../../../../local/identity/user-pool.ts';

let directory: string;
let server: Server;
let url: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'sign-in-routes-'));
  chmodSync(directory, 0o755);
  const clock = () => new Date('2026-03-02T03:04:05Z');
  const userPool = await openUserPool({ directory, clock });
  const signIn = openSignIn({ userPool, directory, clock });
  const routes = userPoolRoutes({ userPool, signIn });
  server = createServer((request, response) => {
    if (!routes(request, response)) response.writeHead(418).end('left alone');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

const SIGN_IN = {
  ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'meetassistadminlocal' },
  AuthParameters: { USERNAME: 'admin', PASSWORD: LOCAL_PASSWORD },
};

function post(
  body: string | object,
  headers: Record<string, string> = {},
  operation = 'InitiateAuth',
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('an operation', () => {
  test('is answered in the protocol of Cognito, and kept by nobody', async () => {
    const response = await post(SIGN_IN);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toHaveProperty('AuthenticationResult.AccessToken');
  });

  test('that is refused says so in __type and in a header', async () => {
    const PASSWORD = 'wrong';
    const response = await post({ ...SIGN_IN, AuthParameters: { USERNAME: 'admin', PASSWORD } });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:');
    expect(await response.json()).toEqual({
      __type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  test('of another service, or that does not exist, is unknown', async () => {
    const unknown = await post({}, {}, 'DescribeUserPool');
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({ __type: 'UnknownOperationException' });
    const other = await post({}, { 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    expect(await other.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  test.for(['', '{', '[]', 'null', '"x"', '\u0000'])(
    'whose body is no object of JSON is refused: %j',
    async body => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
    },
  );

  test('of more than a megabyte is refused before it is read to its end', async () => {
    const response = await post('x'.repeat(1024 * 1024 + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  });
});

describe('a browser', () => {
  const preflight = (origin: string, headers = 'cache-control,content-type,x-amz-target') =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        ...{ origin, 'access-control-request-method': 'POST' },
        'access-control-request-headers': headers,
      },
    });

  test.for([
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'https://localhost',
    'http://app.localhost:8080',
    'http://[::1]:4000',
  ])('with a page of this machine may sign in: %s', async origin => {
    const asked = await preflight(origin);
    expect(asked.status).toBe(200);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-headers')).toContain('*');
    const answered = await post(SIGN_IN, { origin });
    expect(answered.status).toBe(200);
    expect(answered.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answered.headers.get('vary')).toBe('Origin');
    const refused = await post({}, { origin });
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test.for([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://evil.example/localhost',
    'http://127.0.0.1.evil.example:80',
    'http://notlocalhost:1',
    'null',
    '',
  ])('with any other page may not: %j', async origin => {
    for (const response of [await preflight(origin), await post(SIGN_IN, { origin })]) {
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await response.json()).toMatchObject({ __type: 'ForbiddenException' });
    }
  });
});

describe('who verifies tokens', () => {
  test('finds the keys where the configuration says, and no private part in them', async () => {
    const answer = await fetch(`${url}local_meetassist/.well-known/openid-configuration`);
    const configuration = (await answer.json()) as Record<string, string>;
    expect(configuration).toMatchObject({
      issuer: 'https://cognito-idp.local.amazonaws.com/local_meetassist',
      jwks_uri: `${url}local_meetassist/.well-known/jwks.json`,
    });
    const keys = await fetch(configuration['jwks_uri'] ?? '');
    expect(keys.headers.get('access-control-allow-origin')).toBe('*');
    expect(await keys.json()).toEqual({
      keys: [
        {
          ...{ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' },
          ...{ n: expect.any(String), kid: expect.any(String) },
        },
      ],
    });
  });

  test('only reads them', async () => {
    const address = `${url}local_meetassist/.well-known/jwks.json`;
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(405);
    expect(await (await fetch(address, { method: 'HEAD' })).text()).toBe('');
  });
});

test('every other request is left alone', async () => {
  const left = [
    await fetch(url),
    await fetch(url, { method: 'POST' }),
    await fetch(url, { method: 'OPTIONS' }),
    await fetch(`${url}graphql`, { method: 'POST', headers: { 'x-amz-target': 'x' } }),
    await fetch(`${url}local_meetassist/`),
    await fetch(`${url}other/.well-known/jwks.json`),
  ];
  expect(left.map(({ status }) => status)).toEqual([418, 418, 418, 418, 418, 418]);
});
