import { createHmac } from 'node:crypto';
import path from 'node:path';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { openSigningKey } from '../../../local/identity/signing-key.ts';
import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { openUserPool } from '../../../local/identity/user-pool.ts';
import { type ApiClient, type HttpAnswer } from './client.ts';
import { OFFICE_NOW } from './office.ts';
import { sendSigned, type Signing } from './signed.ts';

/** Who a request comes from. */
export interface Principal {
  readonly name: string;
  /** What the service does with the request as a whole. */
  readonly admission: 'refused with 401' | 'refused with 403' | 'heard';
  /** What domain.md §9 calls the principal; absent for one whose requests are not heard. */
  readonly role?: Role;
  send(body: string): Promise<HttpAnswer>;
}

export type Role = 'admin' | 'scheduler' | 'analyst' | 'nobody' | 'machine';

interface Stack {
  readonly url: string;
  readonly dataDir: string;
}

/** Everybody who might call: with tokens of every kind, sound and forged, and with signatures. */
export async function principals(api: ApiClient, stack: Stack): Promise<Principal[]> {
  const forge = await forgery(stack.dataDir);
  const sound = await api.token('admin');
  const [header = '', , signature = ''] = sound.split('.');
  const user = (name: string, role: Role, token: string): Principal => ({
    name,
    role,
    admission: 'heard',
    send: body => api.post(body, { authorization: token }),
  });
  const refused = (name: string, authorization: string | null): Principal => ({
    name,
    admission: 'refused with 401',
    send: body => api.post(body, { authorization }),
  });
  return [
    user('an admin', 'admin', sound),
    user('an admin who writes Bearer', 'admin', `Bearer ${sound}`),
    user('a scheduler', 'scheduler', await api.token('scheduler')),
    user('an analyst', 'analyst', await api.token('analyst')),
    user('a user in no group', 'nobody', await api.token('none')),
    user('a user in an unknown group', 'nobody', await forge.signed({ groups: ['Admin', 'root'] })),
    user('a user whose group looks like a list', 'nobody', await forge.signed({ groups: 'admin' })),
    refused('nobody', null),
    refused('a garbled token', 'not.a.token'),
    refused('a token of three random parts', 'aGVhZGVy.cGF5bG9hZA.c2ln'),
    refused('a token without signature', forge.unsecured()),
    refused('a token that is signed with the public key', forge.confused()),
    refused('a token with claims of another', `${header}.${forge.claims()}.${signature}`),
    refused('an expired token', await forge.signed({ expiresIn: -1 })),
    refused('a foreign issuer', await forge.signed({ issuer: 'https://evil.example/pool' })),
    refused('another client', await forge.signed({ clientId: 'somebody-else' })),
    refused('a token that never expires', await forge.signed({ expiresIn: null })),
    refused('a token of another use', await forge.signed({ use: 'refresh' })),
    { ...refused('an API key', null), send: body => api.post(body, API_KEY) },
    ...machines(stack.url),
  ];
}

const API_KEY = { 'x-api-key': 'da2-abcdefghijklmnopqrstuvwxyz', authorization: null };

interface TokenWishes {
  readonly groups?: unknown;
  readonly issuer?: string;
  readonly clientId?: string;
  /** Seconds from now; null for never. */
  readonly expiresIn?: number | null;
  readonly use?: string;
}

/** Tokens as only whoever holds the user pool's key could make them, and some that need no key. */
async function forgery(dataDir: string) {
  const directory = path.join(dataDir, 'secrets');
  const key = await openSigningKey(directory);
  const pool = await openUserPool({ directory, clock: () => new Date(OFFICE_NOW) });
  const now = Math.floor(Date.parse(OFFICE_NOW) / 1000);
  const payload = (wishes: TokenWishes = {}): JWTPayload => {
    const { groups = ['admin'], clientId = pool.clientId, use = 'access' } = wishes;
    const { issuer: iss = pool.issuer, expiresIn = 3600 } = wishes;
    return {
      ...{ sub: 'a-forged-subject', username: 'forger', 'cognito:groups': groups, iss },
      ...{ client_id: clientId, token_use: use, iat: now - 60 },
      ...(expiresIn !== null && { exp: now + expiresIn }),
    };
  };
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    signed: (wishes: TokenWishes) =>
      new SignJWT(payload(wishes))
        .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid })
        .sign(key.privateKey),
    unsecured: () => new UnsecuredJWT(payload()).encode(),
    /** The public key as if it were a shared secret. */
    confused() {
      const head = base64({ alg: 'HS256', kid: key.jwk.kid, typ: 'JWT' });
      const text = `${head}.${base64(payload())}`;
      const secret = key.publicKey.export({ type: 'spki', format: 'pem' });
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
    claims: () => base64(payload()),
  };
}

function machines(url: string): Principal[] {
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  const machine = (name: string, wishes: Partial<Signing>): Principal => ({
    name,
    admission: 'refused with 403',
    send: body => sendSigned(url, body, { accessKeyId, secretAccessKey, ...wishes }),
  });
  return [
    { ...machine('a machine', {}), admission: 'heard', role: 'machine' },
    machine('a machine with a wrong secret', { secretAccessKey: 'wrong' }),
    machine('a machine with an unknown key', { accessKeyId: 'AKIAUNKNOWN' }),
    machine('a machine whose body was changed', { signedBody: '{"query":"{ __typename }"}' }),
    machine('a machine with an old signature', { at: '20261120T020000Z' }),
    machine('a machine that signed for another service', { service: 's3' }),
  ];
}
