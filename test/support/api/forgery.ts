import { createHmac } from 'node:crypto';
import path from 'node:path';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { openSigningKey } from '../../../local/identity/signing-key.ts';
import { openUserPool } from '../../../local/identity/user-pool.ts';
import { OFFICE_NOW } from './office.ts';

interface TokenWishes {
  readonly groups?: unknown;
  readonly issuer?: string;
  readonly clientId?: string;
  /** Seconds from now; null for never. */
  readonly expiresIn?: number | null;
  readonly use?: string;
}

/** Tokens as only whoever holds the user pool's key could make them, and some that need no key. */
export async function forgery(dataDir: string) {
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
