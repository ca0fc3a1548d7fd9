import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type IamIdentity } from './identity.ts';

/** A request as it came over the wire, with header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

/** The one pair of AWS credentials that the local stack knows, and the role that it belongs to. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Credentials of roles come with one; whoever has none configured is let in without. */
  readonly sessionToken: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly roleName: string;
  readonly sessionName: string;
}

export const LOCAL_CREDENTIALS: LocalCredentials = {
  accessKeyId: 'local',
  secretAccessKey: 'local-secret-access-key',
  sessionToken: 'local-session-token',
  accountId: '000000000000',
  roleId: 'AROALOCALMEETASSIST00',
  roleName: 'meetassist-local-job',
  sessionName: 'local',
};

export type SignatureCheck =
  | { readonly ok: true; readonly identity: IamIdentity }
  | { readonly ok: false; readonly errorType: string; readonly message: string };

/** Whether an Authorization header is a signature rather than a token. */
export function isSigned(authorization: string): boolean {
  return authorization.startsWith(ALGORITHM);
}

/**
 * Verifies AWS Signature Version 4 (header form, service `appsync`, any region): the key, and the session token if there is one, must
 * be the local ones, the time within five minutes of the clock's, and every signed header and the body as they were signed.
 */
export function verifySignature(
  request: SignedRequest,
  credentials: LocalCredentials,
  now: Date,
): SignatureCheck {
  const claim = parseAuthorization(headerText(request, 'authorization'));
  if (!claim)
    return refuse('IncompleteSignatureException', 'Authorization header is not complete.');
  const sessionToken = headerText(request, 'x-amz-security-token');
  const foreignToken = sessionToken !== '' && !sameText(sessionToken, credentials.sessionToken);
  if (claim.accessKeyId !== credentials.accessKeyId || foreignToken) {
    return refuse(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const amzDate = headerText(request, 'x-amz-date');
  const complaint = complaintAbout(claim, amzDate, now) ?? unsignedToken(claim, sessionToken);
  if (complaint !== null) return refuse('InvalidSignatureException', complaint);
  const scope = `${claim.date}/${claim.region}/appsync/aws4_request`;
  const text = [ALGORITHM, amzDate, scope, sha256(canonicalRequest(request, claim))].join('\n');
  const key = [claim.date, claim.region, 'appsync', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  if (!sameText(hmac(key, text).toString('hex'), claim.signature)) {
    return refuse(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { ok: true, identity: identityOf(credentials, request.sourceIp) };
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LARGEST_SKEW_MS = 5 * 60_000;

interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(text: string): Claim | null {
  const credential = /Credential=([^,\s]+)/.exec(text)?.[1]?.split('/') ?? [];
  const signedHeaders = /SignedHeaders=([^,\s]+)/.exec(text)?.[1]?.split(';') ?? [];
  const signature = /Signature=([0-9a-f]{64})\b/.exec(text)?.[1];
  const [accessKeyId, date, region, service, end] = credential;
  if (accessKeyId === undefined || date === undefined || region === undefined) return null;
  if (service === undefined || end !== 'aws4_request' || signature === undefined) return null;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

function complaintAbout(claim: Claim, amzDate: string, now: Date): string | null {
  if (claim.service !== 'appsync') {
    return `Credential should be scoped to correct service: 'appsync'.`;
  }
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(amzDate);
  if (!parts || claim.date !== amzDate.slice(0, 8)) {
    return 'Date in Credential scope does not match YYYYMMDD from the X-Amz-Date header.';
  }
  if (!claim.signedHeaders.includes('host') || !claim.signedHeaders.includes('x-amz-date')) {
    return "'Host' and 'X-Amz-Date' must be signed headers.";
  }
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const signedAt = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const skew = now.getTime() - signedAt;
  if (skew > LARGEST_SKEW_MS) {
    return `Signature expired: ${amzDate} is more than 5 minutes before the server's time.`;
  }
  if (skew < -LARGEST_SKEW_MS) {
    return `Signature not yet current: ${amzDate} is more than 5 minutes after the server's time.`;
  }
  return null;
}

function unsignedToken({ signedHeaders }: Claim, sessionToken: string): string | null {
  if (sessionToken === '' || signedHeaders.includes('x-amz-security-token')) return null;
  return "'X-Amz-Security-Token' must be a signed header.";
}

function canonicalRequest(request: SignedRequest, { signedHeaders }: Claim): string {
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s);
  const headers = signedHeaders.map(
    name => `${name}:${headerText(request, name).trim().replace(/ +/g, ' ')}\n`,
  );
  return [
    request.method,
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerText({ headers }: SignedRequest, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(',');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(errorType: string, message: string): SignatureCheck {
  return { ok: false, errorType, message };
}

function identityOf(credentials: LocalCredentials, sourceIp: string): IamIdentity {
  const { accountId, roleId, roleName, sessionName } = credentials;
  return {
    accountId,
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    sourceIp: [sourceIp],
    username: `${roleId}:${sessionName}`,
    userArn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    cognitoIdentityAuthType: null,
    cognitoIdentityAuthProvider: null,
  };
}
