import {
  claimOf,
  encodeStrictly,
  isSignedWith,
  parseAmzDate,
  parseAuthorization,
  sameText,
  SIGNATURE_ALGORITHM,
  type SignatureClaim,
} from '../signature-v4.ts';
import { notImplemented, S3Error } from './errors.ts';
import { type S3Request } from './request.ts';

/** The pair of keys that opens the server. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Credentials of roles come with one; whoever has none configured is let in without. */
  readonly sessionToken: string;
}

/** How the body of a request that is let in is to be checked. */
export type PayloadCheck =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'sha256'; readonly hash: string }
  /** `aws-chunked`, with checksums behind the body. */
  | { readonly kind: 'chunked' };

const LARGEST_SKEW_MS = 15 * 60_000;
const LONGEST_LINK_S = 7 * 24 * 3_600;

/** Lets a request in that one of these pairs has signed, in its headers or in its address. Throws what S3 answers. */
export function authorize(
  request: S3Request,
  credentials: readonly S3Credentials[],
  now: Date,
): PayloadCheck {
  const authorization = request.header('authorization');
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) {
    if (authorization !== '') {
      throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed.');
    }
    return authorizeLink(request, credentials, now);
  }
  if (request.query.has('Signature')) throw notImplemented('signatures of version 2');
  if (authorization === '') throw new S3Error('AccessDenied', 'Access Denied');
  return authorizeHeaders(request, authorization, credentials, now);
}

function authorizeHeaders(
  request: S3Request,
  authorization: string,
  known: readonly S3Credentials[],
  now: Date,
): PayloadCheck {
  if (!authorization.startsWith(SIGNATURE_ALGORITHM)) {
    throw new S3Error('InvalidArgument', 'Unsupported Authorization Type');
  }
  const claim = parseAuthorization(authorization);
  const amzDate = request.header('x-amz-date');
  const signedAt = parseAmzDate(amzDate);
  if (!claim || claim.service !== 's3' || claim.date !== amzDate.slice(0, 8)) {
    throw new S3Error(
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; it needs a credential of this day and of the service "s3", signed headers and a signature.',
    );
  }
  if (!signedAt) {
    throw new S3Error(
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    );
  }
  const credentials = keysOf(claim, request.header('x-amz-security-token'), known);
  if (Math.abs(now.getTime() - signedAt.getTime()) > LARGEST_SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { RequestTime: amzDate, ServerTime: now.toISOString() },
    );
  }
  requireSigned(request, claim);
  const payloadHash = request.header('x-amz-content-sha256');
  const check = payloadCheck(payloadHash);
  requireSignature(request, claim, credentials, {
    amzDate,
    payloadHash,
    query: [...request.query],
  });
  return check;
}

function authorizeLink(
  request: S3Request,
  known: readonly S3Credentials[],
  now: Date,
): PayloadCheck {
  const { query } = request;
  const claim = claimOf(
    query.get('X-Amz-Credential'),
    query.get('X-Amz-SignedHeaders'),
    query.get('X-Amz-Signature'),
  );
  const amzDate = query.get('X-Amz-Date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  const algorithm = query.get('X-Amz-Algorithm');
  if (
    !claim ||
    !signedAt ||
    algorithm !== SIGNATURE_ALGORITHM ||
    claim.service !== 's3' ||
    claim.date !== amzDate.slice(0, 8) ||
    !Number.isInteger(seconds) ||
    seconds < 1 ||
    seconds > LONGEST_LINK_S
  ) {
    throw new S3Error(
      'AuthorizationQueryParametersError',
      'Query-string authentication needs X-Amz-Algorithm, -Credential, -Date, -SignedHeaders and -Signature, and X-Amz-Expires from 1 to 604800.',
    );
  }
  const credentials = keysOf(claim, query.get('X-Amz-Security-Token') ?? '', known);
  if (signedAt.getTime() - now.getTime() > LARGEST_SKEW_MS) {
    throw new S3Error('AccessDenied', 'Request is not yet valid', { 'X-Amz-Date': amzDate });
  }
  const expiresAt = signedAt.getTime() + seconds * 1_000;
  if (now.getTime() > expiresAt) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': String(seconds),
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: now.toISOString(),
    });
  }
  requireSigned(request, claim);
  requireSignature(request, claim, credentials, {
    amzDate,
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    query: [...query].filter(([name]) => name !== 'X-Amz-Signature'),
  });
  return { kind: 'unsigned' };
}

function keysOf(
  { accessKeyId }: SignatureClaim,
  sessionToken: string,
  known: readonly S3Credentials[],
): S3Credentials {
  const credentials = known.find(each => each.accessKeyId === accessKeyId);
  if (!credentials) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  if (sessionToken !== '' && !sameText(sessionToken, credentials.sessionToken)) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  return credentials;
}

/** The host and every header of S3's own must be signed, or whoever passes the request on could change them. */
function requireSigned({ incoming }: S3Request, { signedHeaders }: SignatureClaim): void {
  const unsigned = Object.keys(incoming.headers).filter(
    name => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error(
    'AccessDenied',
    'There were headers present in the request which were not signed',
    { HeadersNotSigned: unsigned.join(', ') },
  );
}

function requireSignature(
  { method, path, incoming }: S3Request,
  claim: SignatureClaim,
  { secretAccessKey }: S3Credentials,
  signed: {
    readonly amzDate: string;
    readonly payloadHash: string;
    readonly query: readonly (readonly [string, string])[];
  },
): void {
  // S3 signs the path as it is sent, encoded once.
  const canonicalPath = path
    .split('/')
    .map(segment => encodeStrictly(decodeURIComponent(segment)))
    .join('/');
  const header = (name: string): string => {
    const value = incoming.headers[name] ?? '';
    return typeof value === 'string' ? value : value.join(',');
  };
  if (isSignedWith(secretAccessKey, claim, { method, canonicalPath, header, ...signed })) return;
  throw new S3Error(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

function payloadCheck(hash: string): PayloadCheck {
  if (hash === 'UNSIGNED-PAYLOAD') return { kind: 'unsigned' };
  if (hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { kind: 'chunked' };
  if (hash.startsWith('STREAMING-')) throw notImplemented(`bodies of the kind ${hash}`);
  if (/^[0-9a-f]{64}$/.test(hash)) return { kind: 'sha256', hash };
  if (hash !== '') {
    throw new S3Error('InvalidArgument', 'x-amz-content-sha256 must be a hash or a known keyword');
  }
  throw new S3Error(
    'InvalidRequest',
    'Missing required header for this request: x-amz-content-sha256',
  );
}
