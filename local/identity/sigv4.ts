import {
  encodeStrictly,
  isSignedWith,
  parseAmzDate,
  parseAuthorization,
  sameText,
  sha256,
  SIGNATURE_ALGORITHM,
  type SignatureClaim,
} from '../signature-v4.ts';
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

/** A pair of AWS credentials, and the role that it belongs to. */
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

/** The pair that everybody on this machine may use. */
export const LOCAL_CREDENTIALS: LocalCredentials = {
  accessKeyId: 'local',
  secretAccessKey: 'local-secret-access-key',
  sessionToken: 'local-session-token',
  accountId: '000000000000',
  roleId: 'AROALOCALMEETASSIST00',
  roleName: 'meetassist-local-job',
  sessionName: 'local',
};

/** Those that are signed for. */
export type SignedService = 'appsync' | 'events' | 'lambda' | 'secretsmanager';

export type SignatureCheck =
  | { readonly ok: true; readonly identity: IamIdentity }
  | { readonly ok: false; readonly errorType: string; readonly message: string };

/** Whether an Authorization header is a signature rather than a token. */
export function isSigned(authorization: string): boolean {
  return authorization.startsWith(SIGNATURE_ALGORITHM);
}

/** The access key that an Authorization header names; undefined when it names none. */
export function accessKeyOf(authorization: string): string | undefined {
  return parseAuthorization(authorization)?.accessKeyId;
}

/**
 * Verifies AWS Signature Version 4 (header form, any region): the key, and the session token if there is one, must
 * be the local ones, the time within five minutes of the clock's, and every signed header and the body as they were signed.
 */
export function verifySignature(
  request: SignedRequest,
  credentials: LocalCredentials,
  now: Date,
  service: SignedService = 'appsync',
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
  const complaint =
    complaintAbout(claim, service, amzDate, now) ?? unsignedToken(claim, sessionToken);
  if (complaint !== null) return refuse('InvalidSignatureException', complaint);
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s);
  const signed = isSignedWith(credentials.secretAccessKey, claim, {
    method: request.method,
    canonicalPath: path.split('/').map(encodeStrictly).join('/'),
    query: [...new URLSearchParams(query)],
    header: name => headerText(request, name),
    payloadHash: sha256(request.body),
    amzDate,
  });
  if (!signed) {
    return refuse(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { ok: true, identity: identityOf(credentials, request.sourceIp) };
}

const LARGEST_SKEW_MS = 5 * 60_000;

function complaintAbout(
  claim: SignatureClaim,
  service: string,
  amzDate: string,
  now: Date,
): string | null {
  if (claim.service !== service) {
    return `Credential should be scoped to correct service: '${service}'.`;
  }
  const signedAt = parseAmzDate(amzDate);
  if (!signedAt || claim.date !== amzDate.slice(0, 8)) {
    return 'Date in Credential scope does not match YYYYMMDD from the X-Amz-Date header.';
  }
  if (!claim.signedHeaders.includes('host') || !claim.signedHeaders.includes('x-amz-date')) {
    return "'Host' and 'X-Amz-Date' must be signed headers.";
  }
  const skew = now.getTime() - signedAt.getTime();
  if (skew > LARGEST_SKEW_MS) {
    return `Signature expired: ${amzDate} is more than 5 minutes before the server's time.`;
  }
  if (skew < -LARGEST_SKEW_MS) {
    return `Signature not yet current: ${amzDate} is more than 5 minutes after the server's time.`;
  }
  return null;
}

function unsignedToken({ signedHeaders }: SignatureClaim, sessionToken: string): string | null {
  if (sessionToken === '' || signedHeaders.includes('x-amz-security-token')) return null;
  return "'X-Amz-Security-Token' must be a signed header.";
}

function headerText({ headers }: SignedRequest, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(',');
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
