import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of AWS Signature Version 4 that services share. Source: "Create a signed AWS API request", IAM user guide. */
export const SIGNATURE_ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature says of itself. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** YYYYMMDD. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** In lower case, as they were given. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** What is signed, as it came over the wire. */
export interface SignedParts {
  readonly method: string;
  /** Each segment encoded as the service wants it. */
  readonly canonicalPath: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The value of a header by its name in lower case; `''` where there is none. */
  readonly header: (name: string) => string;
  readonly payloadHash: string;
  /** YYYYMMDDTHHMMSSZ. */
  readonly amzDate: string;
}

/** The claim of an Authorization header; null when a part is missing. */
export function parseAuthorization(text: string): SignatureClaim | null {
  const credential = /Credential=([^,\s]+)/.exec(text)?.[1];
  const signedHeaders = /SignedHeaders=([^,\s]+)/.exec(text)?.[1];
  const signature = /Signature=([0-9a-f]{64})\b/.exec(text)?.[1];
  return claimOf(credential, signedHeaders, signature);
}

/** The claim made of its three texts; null when one is missing or not of the right shape. */
export function claimOf(
  credential: string | null | undefined,
  signedHeaders: string | null | undefined,
  signature: string | null | undefined,
): SignatureClaim | null {
  const [accessKeyId, date, region, service, end] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined) return null;
  if (service === undefined || end !== 'aws4_request' || !signature) return null;
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: signedHeaders?.split(';') ?? [],
    signature,
  };
}

/** Whether these parts, signed with this secret, give the signature that is claimed. */
export function isSignedWith(
  secretAccessKey: string,
  claim: SignatureClaim,
  parts: SignedParts,
): boolean {
  const { date, region, service, signature } = claim;
  const scope = [date, region, service, 'aws4_request'];
  const text = [
    SIGNATURE_ALGORITHM,
    parts.amzDate,
    scope.join('/'),
    sha256(canonicalRequest(parts, claim)),
  ].join('\n');
  const key = scope.reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  return sameText(hmac(key, text).toString('hex'), signature);
}

/** The instant of YYYYMMDDTHHMMSSZ; null when it is not of that shape. */
export function parseAmzDate(text: string): Date | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!parts) return null;
  const [year = 0, month = 1, day, hour, minute, second] = parts.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** Percent-encoding of everything but letters, digits and `-._~`. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** In lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Compares in a time that does not tell how much is the same. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function canonicalRequest(parts: SignedParts, { signedHeaders }: SignatureClaim): string {
  const headers = signedHeaders.map(
    name => `${name}:${parts.header(name).trim().replace(/ +/g, ' ')}\n`,
  );
  return [
    parts.method,
    parts.canonicalPath,
    canonicalQuery(parts.query),
    headers.join(''),
    signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

function canonicalQuery(query: SignedParts['query']): string {
  return query
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
