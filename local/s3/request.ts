import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { notImplemented, S3Error } from './errors.ts';

/** A request in path style: `/bucket/key?query`. */
export interface S3Request {
  /** What a client cites in a complaint. */
  readonly id: string;
  readonly method: string;
  /** As it came, without the query. */
  readonly path: string;
  /** Decoded; `''` for the service itself. */
  readonly bucket: string;
  /** Decoded; `''` for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** The value of a header by its name in lower case, `''` where there is none; also of those that a link carries in its query. */
  readonly header: (name: string) => string;
  /** Names of the headers, in lower case, also of those that a link carries in its query. */
  readonly headerNames: readonly string[];
  readonly incoming: IncomingMessage;
}

/** At most this many bytes of UTF-8. Source: "Object key naming", S3 user guide. */
const LONGEST_KEY = 1_024;

/** Understands the address. Throws `InvalidURI` and `KeyTooLongError`. */
export function readRequest(incoming: IncomingMessage): S3Request {
  const [path = '/', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const hoisted = new Map(
    [...query]
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => isHoistable(name)),
  );
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  return {
    id: randomBytes(8).toString('hex').toUpperCase(),
    method: incoming.method ?? 'GET',
    path,
    bucket: decoded(bucket),
    key: checkedKey(decoded(key)),
    query,
    header(name) {
      const value = incoming.headers[name] ?? hoisted.get(name) ?? '';
      return typeof value === 'string' ? value : value.join(',');
    },
    headerNames: [...Object.keys(incoming.headers), ...hoisted.keys()],
    incoming,
  };
}

/** What the parameters of a signature are called is no header. */
const OF_SIGNATURE = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
]);

function isHoistable(name: string): boolean {
  return name.startsWith('x-amz-') && !OF_SIGNATURE.has(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function checkedKey(key: string): string {
  if (Buffer.byteLength(key) <= LONGEST_KEY) return key;
  throw new S3Error('KeyTooLongError', 'Your key is too long', {
    MaxSizeAllowed: String(LONGEST_KEY),
  });
}

/** Throws `NotImplemented` for a parameter that the operation would silently leave out of account. */
export function refuseOtherParameters({ query }: S3Request, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (known.includes(name) || name === 'x-id' || /^x-amz-/i.test(name)) continue;
    throw notImplemented(`the parameter ${name} of this request`);
  }
}

/** Every header of S3's own that some operation here understands or may leave out of account. */
const KNOWN_HEADERS =
  /^x-amz-(date|content-sha256|security-token|user-agent|checksum-(mode|type|algorithm|crc32|sha1|sha256)|sdk-checksum-algorithm|trailer|decoded-content-length|meta-.*|copy-source(-if-(match|none-match))?|metadata-directive|mp-object-size)$/;

/** Throws `NotImplemented` for a header that would silently be left out of account. */
export function refuseOtherHeaders({ headerNames }: S3Request): void {
  const foreign = headerNames.find(name => name.startsWith('x-amz-') && !KNOWN_HEADERS.test(name));
  if (foreign !== undefined) throw notImplemented(`the header ${foreign}`);
}
