import {
  claimOf,
  isSignedWith,
  parseAmzDate,
  sha256,
  SIGNATURE_ALGORITHM,
} from '../signature-v4.ts';

/** What IAM knows of one pair of keys. */
export interface DatabaseKeys {
  readonly secretAccessKey: string;
  /** Of keys that are lent: the token must have it. */
  readonly sessionToken?: string;
  /** Database users on which its policy allows `rds-db:connect`. */
  readonly users: readonly string[];
}

/** What a token must be for. */
export interface TokenTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
}

/** No token is longer good. Source: "IAM database authentication" of the RDS user guide. */
const LONGEST_SECONDS = 900;

/** Why a password is no token by which this user is let in now; undefined when it is one. RDS itself does not say. */
export function refusalOf(
  token: string,
  target: TokenTarget,
  keysOf: (accessKeyId: string) => DatabaseKeys | undefined,
  now: Date,
): string | undefined {
  const { host, port, user, region } = target;
  if (!token.startsWith(`${host}:${port}/?`) || !URL.canParse(`https://${token}`)) {
    return 'not for this server';
  }
  const query = [...new URL(`https://${token}`).searchParams];
  const parameters = new Map(query);
  if (parameters.size !== query.length) return 'a parameter twice';
  const claim = claimOf(
    parameters.get('X-Amz-Credential'),
    parameters.get('X-Amz-SignedHeaders'),
    parameters.get('X-Amz-Signature'),
  );
  const amzDate = parameters.get('X-Amz-Date') ?? '';
  const at = parseAmzDate(amzDate);
  if (!claim || !at || parameters.get('X-Amz-Algorithm') !== SIGNATURE_ALGORITHM) {
    return 'no signature';
  }
  if (claim.service !== 'rds-db' || claim.region !== region) return 'not for this service';
  if (claim.signedHeaders.join() !== 'host' || claim.date !== amzDate.slice(0, 8)) {
    return 'another thing signed';
  }
  const seconds = Number(parameters.get('X-Amz-Expires'));
  const age = (now.getTime() - at.getTime()) / 1000;
  if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) return 'good for too long';
  if (age < -300 || age > seconds) return 'expired';
  const keys = keysOf(claim.accessKeyId);
  if (!keys) return 'unknown keys';
  if (keys.sessionToken !== parameters.get('X-Amz-Security-Token')) return 'another session';
  const isSigned = isSignedWith(keys.secretAccessKey, claim, {
    method: 'GET',
    canonicalPath: '/',
    query: query.filter(([name]) => name !== 'X-Amz-Signature'),
    header: name => (name === 'host' ? `${host}:${port}` : ''),
    payloadHash: sha256(''),
    amzDate,
  });
  if (!isSigned) return 'another signature';
  const isMeant = parameters.get('Action') === 'connect' && parameters.get('DBUser') === user;
  if (!isMeant) return 'for another user';
  return keys.users.includes(user) ? undefined : 'no policy';
}
