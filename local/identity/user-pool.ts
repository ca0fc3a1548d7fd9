import { randomUUID } from 'node:crypto';
import { errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { type UserPoolIdentity } from './identity.ts';
import { type Persona, type User, userOf } from './personas.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';
import { createIssuer, type Origin, type TokenPair } from './tokens.ts';

export interface UserPoolOptions {
  /** Where the signing key is kept. */
  readonly directory: string;
  readonly clock: () => Date;
  /** Written into tokens as `iss` and demanded of them; by default that of the pool `local_meetassist`. */
  readonly issuer?: string;
  readonly clientId?: string;
  /** By default 60, as in Cognito. */
  readonly tokenMinutes?: number;
}

/** A local stand-in for a Cognito user pool: tokens of fixed personas, and their verification. */
export interface UserPool {
  readonly issuer: string;
  readonly clientId: string;
  /** `<region>_<name>`, the end of the issuer. */
  readonly poolId: string;
  /** How long tokens are valid. */
  readonly tokenSeconds: number;
  /** An access token as Cognito issues it, valid from now on, that belongs to no sign-in. */
  readonly issueToken: (persona: Persona) => Promise<string>;
  /** The access and the id token of a sign-in, valid from now on. */
  readonly issueTokens: (user: User, origin: Origin) => Promise<TokenPair>;
  /** `token` is the Authorization header, with or without `Bearer `. */
  readonly verify: (token: string, sourceIp: string) => Promise<Verification>;
  readonly jwks: () => JSONWebKeySet;
}

/** `reason` is the service's text for the client. */
export type Verification =
  | { readonly ok: true; readonly identity: UserPoolIdentity }
  | { readonly ok: false; readonly reason: string };

const ISSUER = 'https://cognito-idp.local.amazonaws.com/local_meetassist';
const CLIENT_ID = 'meetassistadminlocal';

export async function openUserPool(options: UserPoolOptions): Promise<UserPool> {
  const { directory, clock, tokenMinutes = 60 } = options;
  const { issuer = ISSUER, clientId = CLIENT_ID } = options;
  const key = await openSigningKey(directory);
  const remembered = new Map<string, VerifiedToken>();
  const tokenSeconds = tokenMinutes * 60;
  const issue = createIssuer({ key, issuer, clientId, tokenSeconds, clock });
  return {
    issuer,
    clientId,
    poolId: issuer.slice(issuer.lastIndexOf('/') + 1),
    tokenSeconds,
    issueTokens: issue,
    async issueToken(persona) {
      const authTime = Math.floor(clock().getTime() / 1000);
      return (await issue(userOf(persona), { id: randomUUID(), authTime })).accessToken;
    },
    jwks: () => ({ keys: [key.jwk] }),
    async verify(header, sourceIp) {
      const token = header.replace(/^Bearer +/i, '').trim();
      let verified = remembered.get(token);
      if (!verified || verified.sourceIp !== sourceIp) {
        const checked = await check(key, token, { issuer, clientId, now: clock(), sourceIp });
        if (!checked.ok) return checked;
        verified = checked.verified;
        remember(remembered, token, verified);
      }
      if (verified.expiresAt <= clock().getTime()) return { ok: false, reason: EXPIRED };
      return { ok: true, identity: verified.identity };
    },
  };
}

const UNAUTHORIZED = 'You are not authorized to make this call.';
const UNREADABLE = 'Unable to parse JWT token.';
const EXPIRED = 'Token has expired.';

interface VerifiedToken {
  readonly identity: UserPoolIdentity;
  readonly sourceIp: string;
  readonly expiresAt: number;
}

/** A signature costs more to check than most requests cost in all; a token that was good once is known again. */
function remember(
  remembered: Map<string, VerifiedToken>,
  token: string,
  verified: VerifiedToken,
): void {
  const MOST = 1000;
  if (remembered.size >= MOST) remembered.clear();
  remembered.set(token, verified);
}

async function check(
  key: SigningKey,
  token: string,
  expected: { issuer: string; clientId: string; now: Date; sourceIp: string },
): Promise<{ ok: true; verified: VerifiedToken } | { ok: false; reason: string }> {
  const { issuer, clientId, now, sourceIp } = expected;
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(token, head => keyNamed(key, head.kid), {
      issuer,
      algorithms: ['RS256'],
      currentDate: now,
      requiredClaims: ['sub', 'exp', 'token_use'],
    }));
  } catch (cause) {
    return { ok: false, reason: reasonOf(cause) };
  }
  // An access token names its client in client_id, an ID token in aud.
  const client = payload['token_use'] === 'access' ? payload['client_id'] : payload.aud;
  const known = payload['token_use'] === 'access' || payload['token_use'] === 'id';
  if (!known || client !== clientId) return { ok: false, reason: UNAUTHORIZED };
  const expiresAt = (payload.exp ?? 0) * 1000;
  return { ok: true, verified: { identity: identityOf(payload, sourceIp), sourceIp, expiresAt } };
}

/** A token is checked with the key that it names; there is one. */
function keyNamed(
  { jwk, publicKey }: SigningKey,
  kid: string | undefined,
): SigningKey['publicKey'] {
  if (kid !== jwk.kid) throw new errors.JWKSNoMatchingKey();
  return publicKey;
}

function reasonOf(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return EXPIRED;
  if (cause instanceof errors.JWTClaimValidationFailed) return UNAUTHORIZED;
  if (cause instanceof errors.JWSSignatureVerificationFailed) return UNAUTHORIZED;
  if (cause instanceof errors.JOSEAlgNotAllowed) return UNAUTHORIZED;
  if (cause instanceof errors.JWKSNoMatchingKey) return UNAUTHORIZED;
  return UNREADABLE;
}

function identityOf(claims: JWTPayload, sourceIp: string): UserPoolIdentity {
  const groups: unknown = claims['cognito:groups'];
  const names: unknown[] = Array.isArray(groups) ? groups : [];
  const username = claims['username'] ?? claims['cognito:username'];
  return {
    sub: claims.sub ?? '',
    issuer: claims.iss ?? '',
    username: typeof username === 'string' ? username : '',
    claims,
    sourceIp: [sourceIp],
    groups: names.length > 0 ? names.filter(name => typeof name === 'string') : null,
    defaultAuthStrategy: 'ALLOW',
  };
}
