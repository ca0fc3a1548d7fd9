import { createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, exportJWK, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSigningKey } from '../../../local/identity/signing-key.ts';
import { openUserPool, type UserPool } from '../../../local/identity/user-pool.ts';

const NOW = new Date('2026-03-02T03:04:05Z');
const MINUTE = 60_000;

let directory: string;
let now: Date;
let pool: UserPool;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'user-pool-'));
  now = NOW;
  pool = await openUserPool({ directory, clock: () => now });
});
afterEach(() => rm(directory, { recursive: true }));

const refusal = (reason: string) => ({ ok: false, reason });
const UNAUTHORIZED = refusal('You are not authorized to make this call.');
const UNREADABLE = refusal('Unable to parse JWT token.');
const EXPIRED = refusal('Token has expired.');

describe('a token', () => {
  test('is an access token as Cognito makes them, and its key is in the key set', async () => {
    const token = await pool.issueToken('scheduler');
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(pool.jwks()), {
      currentDate: NOW,
    });
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: pool.jwks().keys[0]?.kid });
    expect(payload).toMatchObject({
      iss: pool.issuer,
      client_id: pool.clientId,
      token_use: 'access',
      username: 'scheduler',
      'cognito:groups': ['scheduler'],
      iat: NOW.getTime() / 1000,
      exp: NOW.getTime() / 1000 + 3600,
    });
    expect(pool.jwks().keys[0]).not.toHaveProperty('d');
  });

  test.for([
    ['admin', 'admin', ['admin']],
    ['analyst', 'analyst', ['analyst']],
    ['none', 'newcomer', null],
  ] as const)(
    'of %s makes the identity that resolvers see',
    async ([persona, username, groups]) => {
      const token = await pool.issueToken(persona);
      for (const header of [token, `Bearer ${token}`]) {
        expect(await pool.verify(header, '127.0.0.1')).toEqual({
          ok: true,
          identity: {
            sub: expect.stringMatching(
              /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
            ),
            issuer: pool.issuer,
            username,
            claims: decodeJwt(token),
            sourceIp: ['127.0.0.1'],
            groups,
            defaultAuthStrategy: 'ALLOW',
          },
        });
      }
    },
  );

  test('ends with its time, also when it was good a moment before', async () => {
    const token = await pool.issueToken('admin');
    now = new Date(NOW.getTime() + 59 * MINUTE);
    expect(await pool.verify(token, '::1')).toMatchObject({ ok: true });
    now = new Date(NOW.getTime() + 60 * MINUTE);
    expect(await pool.verify(token, '::1')).toEqual(EXPIRED);
    const fresh = await openUserPool({ directory, clock: () => now });
    expect(await fresh.verify(token, '::1')).toEqual(EXPIRED);
  });

  test('outlives a restart, as its key is kept, readable by its owner only', async () => {
    const token = await pool.issueToken('admin');
    const again = await openUserPool({ directory, clock: () => NOW });
    expect(await again.verify(token, '127.0.0.1')).toMatchObject({ ok: true });
    const { mode } = await stat(join(directory, 'user-pool-key.pem'));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe('a token that is not one of ours is refused', () => {
  const claims = () => ({
    sub: 's',
    iss: pool.issuer,
    client_id: pool.clientId,
    token_use: 'access',
    username: 'admin',
    'cognito:groups': ['admin'],
    exp: NOW.getTime() / 1000 + 60,
  });

  test('another pool signed it', async () => {
    const foreign = await mkdtemp(join(tmpdir(), 'user-pool-'));
    const other = await openUserPool({ directory: foreign, clock: () => NOW });
    expect(await pool.verify(await other.issueToken('admin'), '127.0.0.1')).toEqual(UNAUTHORIZED);
    await rm(foreign, { recursive: true });
  });

  test('another issuer or client is named in it, by the same key', async () => {
    const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other';
    const other = await openUserPool({ directory, clock: () => NOW, issuer });
    expect(await pool.verify(await other.issueToken('admin'), '127.0.0.1')).toEqual(UNAUTHORIZED);
    const client = await openUserPool({ directory, clock: () => NOW, clientId: 'other' });
    expect(await pool.verify(await client.issueToken('admin'), '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test('alg is none', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part(claims())}.`;
    expect(await pool.verify(token, '127.0.0.1')).toMatchObject({ ok: false });
  });

  test('alg is HS256 over the public key', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256' })}.${part(claims())}`;
    const signature = createHmac('sha256', JSON.stringify(pool.jwks().keys[0])).update(signed);
    const token = `${signed}.${signature.digest('base64url')}`;
    expect(await pool.verify(token, '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test('a foreign RSA key signed the right claims', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: pool.jwks().keys[0]?.kid })
      .sign(privateKey);
    expect(await pool.verify(token, '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test.for([undefined, 'another', '', '../user-pool-key.pem'])(
    'it names no key of the pool, though that signed it: %j',
    async kid => {
      const { privateKey } = await openSigningKey(directory);
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }) })
        .sign(privateKey);
      expect(await pool.verify(token, '127.0.0.1')).toEqual(UNAUTHORIZED);
    },
  );

  test('it brings the key to check it with along', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = await exportJWK(publicKey);
    const kid = pool.jwks().keys[0]?.kid ?? '';
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid, jwk, jku: 'https://evil.example/jwks.json' })
      .sign(privateKey);
    expect(await pool.verify(token, '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test.for([
    ['an id token of another client', { token_use: 'id', aud: 'other' }],
    ['an id token that names its client as access tokens do', { token_use: 'id' }],
    ['an access token that names its client as id tokens do', { client_id: null, aud: 'CLIENT' }],
    ['a token without a use', { token_use: null }],
    ['a token that is not valid yet', { nbf: NOW.getTime() / 1000 + 60 }],
    ['a token without a subject', { sub: null }],
  ] as const)('it is %s, though the pool signed it', async ([, changes]) => {
    const { privateKey, jwk } = await openSigningKey(directory);
    const text = JSON.stringify({ ...claims(), ...changes }).replace('CLIENT', pool.clientId);
    const payload = Object.entries(JSON.parse(text) as object).filter(
      ([, value]) => value !== null,
    );
    const token = await new SignJWT(Object.fromEntries(payload))
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .sign(privateKey);
    expect(await pool.verify(token, '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test('its claims were changed', async () => {
    const [head, body, signature] = (await pool.issueToken('none')).split('.');
    const changed = { ...decodeJwt(`${head}.${body}.${signature}`), 'cognito:groups': ['admin'] };
    const payload = Buffer.from(JSON.stringify(changed)).toString('base64url');
    expect(await pool.verify(`${head}.${payload}.${signature}`, '127.0.0.1')).toEqual(UNAUTHORIZED);
  });

  test.for([
    '',
    'x',
    'x.y.z',
    'a.b.c.d',
    'Bearer',
    'Bearer ',
    `${'a'.repeat(100_000)}`,
    '\u0000',
    'null.null.null',
  ])('it is garbled: %#', async text => {
    expect(await pool.verify(text, '127.0.0.1')).toEqual(UNREADABLE);
  });
});

test('a key file that is no key is named', async () => {
  await writeFile(join(directory, 'user-pool-key.pem'), 'not a key');
  await expect(openUserPool({ directory, clock: () => NOW })).rejects.toThrow(
    /user-pool-key\.pem is not a private key; delete it/,
  );
});

test('two stacks that start at the same moment use one key', async () => {
  const fresh = join(directory, 'fresh');
  const pools = await Promise.all(
    [1, 2, 3].map(() => openUserPool({ directory: fresh, clock: () => NOW })),
  );
  expect(new Set(pools.map(each => each.jwks().keys[0]?.kid)).size).toBe(1);
});
