import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { type User } from './personas.ts';
import { type SigningKey } from './signing-key.ts';

/** The sign-in that tokens come from. */
export interface Origin {
  /** `origin_jti` */
  readonly id: string;
  /** `auth_time`, seconds since 1970 */
  readonly authTime: number;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly idToken: string;
}

export interface IssuerOptions {
  readonly key: SigningKey;
  readonly issuer: string;
  readonly clientId: string;
  readonly tokenSeconds: number;
  readonly clock: () => Date;
}

/** Makes tokens with the claims of Cognito's. A user in no group has no claim of groups. */
export function createIssuer(
  options: IssuerOptions,
): (user: User, origin: Origin) => Promise<TokenPair> {
  const { key, clientId, tokenSeconds, clock } = options;
  const sign = (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ kid: key.jwk.kid, alg: 'RS256' }).sign(key.privateKey);
  return async ({ username, sub, groups }, origin) => {
    const iat = Math.floor(clock().getTime() / 1000);
    const common = {
      sub,
      ...(groups.length > 0 && { 'cognito:groups': groups }),
      iss: options.issuer,
      origin_jti: origin.id,
      event_id: randomUUID(),
      auth_time: origin.authTime,
      exp: iat + tokenSeconds,
      iat,
    };
    const [accessToken, idToken] = await Promise.all([
      sign({
        ...common,
        client_id: clientId,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        jti: randomUUID(),
        username,
      }),
      sign({
        ...common,
        aud: clientId,
        token_use: 'id',
        jti: randomUUID(),
        'cognito:username': username,
      }),
    ]);
    return { accessToken, idToken };
  };
}
