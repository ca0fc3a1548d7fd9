import { createHash, createHmac } from 'node:crypto';

/** Whom a token is for. */
export interface TokenPlace {
  /** The name under which the server is reached, as AWS gave it. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
}

/** Who signs: in Lambda the role of the function. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** How long a new connection may be opened with a token; open ones live on. RDS takes no longer one. */
const SECONDS = 900;

/**
 * A password for one new connection to RDS: the address of the request `rds-db:connect`, presigned (Signature Version
 * 4). Made on this machine alone; nobody is asked. Source: "IAM database authentication" of the RDS user guide.
 */
export function iamToken(place: TokenPlace, keys: SigningKeys, now: Date): string {
  const { host, port, user, region } = place;
  const amzDate = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [amzDate.slice(0, 8), region, 'rds-db', 'aws4_request'];
  const query = queryOf([
    ['Action', 'connect'],
    ['DBUser', user],
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', [keys.accessKeyId, ...scope].join('/')],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(SECONDS)],
    ...(keys.sessionToken ? [['X-Amz-Security-Token', keys.sessionToken] as const] : []),
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const request = ['GET', '/', query, `host:${host}:${port}\n`, 'host', sha256('')].join('\n');
  const text = [ALGORITHM, amzDate, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${keys.secretAccessKey}`);
  return `${host}:${port}/?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Names are given in their order. */
function queryOf(pairs: readonly (readonly [name: string, value: string])[]): string {
  return pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
}

/** Everything but letters, digits and `-._~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
