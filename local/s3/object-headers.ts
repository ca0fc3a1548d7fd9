import { type OutgoingHttpHeaders, validateHeaderValue } from 'node:http';
import { type ReceivedBody } from './body.ts';
import { S3Error } from './errors.ts';
import { type ObjectFacts } from './object-file.ts';
import { quoted } from './operation.ts';
import { type S3Request } from './request.ts';
import { type UploadFacts } from './uploads.ts';

/** Headers of a write that are kept and sent with the object. */
const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;
const METADATA = 'x-amz-meta-';
/** Source: "Working with object metadata", S3 user guide. */
const LARGEST_METADATA = 2_048;

/** What a write says of the object beside its bytes. */
export function factsOfHeaders({ key, header, headerNames }: S3Request): UploadFacts {
  const metadata = Object.fromEntries(
    headerNames
      .filter(name => name.startsWith(METADATA))
      .map(name => [name.slice(METADATA.length), header(name)]),
  );
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > LARGEST_METADATA) {
    throw new S3Error(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size.',
    );
  }
  return {
    key,
    contentType: header('content-type') || 'binary/octet-stream',
    headers: Object.fromEntries(
      KEPT.map(name => [name, keptValue(name, header(name))]).filter(([, value]) => value !== ''),
    ),
    metadata,
  };
}

/** `aws-chunked` is how the body came, and nothing of the object. */
function keptValue(name: string, value: string): string {
  if (name !== 'content-encoding') return value;
  const codings = value.split(',').map(coding => coding.trim());
  return codings.filter(coding => coding !== 'aws-chunked').join(',');
}

/** What S3 says of an object in the headers of an answer; a link may say some of them otherwise. */
export function headersOfFacts(facts: ObjectFacts, request: S3Request): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    'accept-ranges': 'bytes',
    'last-modified': new Date(facts.lastModified).toUTCString(),
    etag: quoted(facts.etag),
    'content-type': facts.contentType,
    ...facts.headers,
  };
  for (const [name, value] of Object.entries(facts.metadata)) headers[`${METADATA}${name}`] = value;
  const { checksum } = facts;
  if (checksum && request.header('x-amz-checksum-mode').toUpperCase() === 'ENABLED') {
    headers[`x-amz-checksum-${checksum.algorithm}`] = checksum.value;
    headers['x-amz-checksum-type'] = 'FULL_OBJECT';
  }
  for (const name of OVERRIDES) {
    const value = request.query.get(`response-${name}`);
    if (value === null) continue;
    if (!isHeaderValue(name, value)) {
      throw new S3Error('InvalidArgument', `response-${name} cannot be sent as a header.`);
    }
    headers[name] = value;
  }
  return headers;
}

function isHeaderValue(name: string, value: string): boolean {
  try {
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

const OVERRIDES = [...KEPT, 'content-type'] as const;
/** Parameters that replace headers of the answer. */
export const overrideParameters = OVERRIDES.map(name => `response-${name}`);

/** What the answer to an upload, or to a part of one, says of the bytes that arrived. */
export function headersOfReceived({
  md5,
  checksum,
}: Pick<ReceivedBody, 'md5' | 'checksum'>): Record<string, string> {
  return {
    etag: quoted(md5),
    ...(checksum && { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value }),
  };
}
