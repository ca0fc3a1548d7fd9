import { encodeStrictly } from '../signature-v4.ts';
import { S3Error } from './errors.ts';
import { compareKeys, placeOf } from './key-order.ts';
import { type Operation, quoted } from './operation.ts';
import { type XmlNode } from './xml.ts';

const LARGEST_PAGE = 1_000;

export const listObjectsV2: Operation = {
  parameters: [
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
  ],
  async run({ request: { query }, store }) {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const startAfter = query.get('start-after');
    const token = query.get('continuation-token');
    const size = pageSize(query.get('max-keys'));
    const encode = encodingOf(query.get('encoding-type'));
    const place = token === null ? { after: startAfter ?? '' } : readToken(token);
    const page = pageOf(store.keys(), { prefix, delimiter, place, size });
    return {
      document: {
        ListBucketResult: {
          Name: store.name,
          Prefix: encode(prefix),
          Delimiter: delimiter === '' ? undefined : encode(delimiter),
          StartAfter: startAfter === null ? undefined : encode(startAfter),
          ContinuationToken: token ?? undefined,
          NextContinuationToken: page.next && writeToken(page.next),
          KeyCount: page.keys.length + page.prefixes.length,
          MaxKeys: size,
          EncodingType: query.get('encoding-type') ?? undefined,
          IsTruncated: page.next !== undefined,
          Contents: page.keys.flatMap((key): XmlNode[] => {
            const facts = store.facts(key);
            if (!facts) return [];
            return [
              {
                Key: encode(key),
                LastModified: facts.lastModified,
                ETag: quoted(facts.etag),
                Size: facts.bytes,
                StorageClass: 'STANDARD',
              },
            ];
          }),
          CommonPrefixes: page.prefixes.map(each => ({ Prefix: encode(each) })),
        },
      },
    };
  },
};

/** Where a page goes on: behind a key, or behind every key that begins with a common prefix. */
interface Place {
  readonly after: string;
  readonly isPrefix?: boolean;
}

interface ListedPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  readonly next: Place | undefined;
}

/** One page of the keys, which are in order. Keys with the delimiter behind the prefix count once, as their beginning. */
export function pageOf(
  keys: readonly string[],
  options: { prefix: string; delimiter: string; place: Place; size: number },
): ListedPage {
  const { prefix, delimiter, place, size } = options;
  const page = { keys: [] as string[], prefixes: [] as string[] };
  const first = compareKeys(place.after, prefix) < 0 ? prefix : place.after;
  let last: Place | undefined;
  for (let at = placeOf(keys, first); at < keys.length; at += 1) {
    const key = keys[at] ?? '';
    if (!key.startsWith(prefix)) break;
    if (key === place.after || (place.isPrefix && key.startsWith(place.after))) continue;
    if (last?.isPrefix && key.startsWith(last.after)) continue;
    if (page.keys.length + page.prefixes.length >= size) return { ...page, next: last };
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      page.keys.push(key);
      last = { after: key };
    } else {
      last = { after: key.slice(0, end + delimiter.length), isPrefix: true };
      page.prefixes.push(last.after);
    }
  }
  return { ...page, next: undefined };
}

function pageSize(text: string | null): number {
  if (text === null) return LARGEST_PAGE;
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), LARGEST_PAGE);
  throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
}

/** Keys may hold what XML cannot say; in this encoding everything can be said. Slashes stay, and a space is `+`. */
function encodingOf(encoding: string | null): (text: string) => string {
  if (encoding === null) return text => text;
  if (encoding === 'url') {
    return text => encodeStrictly(text).replaceAll('%2F', '/').replaceAll('%20', '+');
  }
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
}

function writeToken({ after, isPrefix = false }: Place): string {
  return Buffer.from(JSON.stringify([after, isPrefix])).toString('base64url');
}

function readToken(token: string): Place {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && typeof parts[0] === 'string') {
      return { after: parts[0], isPrefix: parts[1] === true };
    }
  } catch {
    // Refused below.
  }
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
}
