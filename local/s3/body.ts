import { type PayloadCheck } from './authorization.ts';
import {
  type Checksum,
  checksumOf,
  createDigests,
  type ExpectedDigests,
  readExpectedDigests,
} from './checksums.ts';
import { dechunked } from './chunked.ts';
import { S3Error } from './errors.ts';
import { type Fault, faulted } from './faults.ts';
import { type S3Request } from './request.ts';

/** A body that arrived whole and is what its sender said. */
export interface ReceivedBody {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly md5: string;
  /** The checksum that the sender gave. */
  readonly checksum: Checksum | undefined;
}

/** At most this many bytes in one request. Source: "Uploading objects", S3 user guide. */
const LARGEST_BODY = 5 * 2 ** 30;
const LARGEST_DOCUMENT = 2 * 2 ** 20;

/**
 * Hands the body on in pieces as it arrives, and resolves when it is verified: length, signed hash, Content-MD5 and
 * checksum. Until then nothing of it may be believed. Throws `IncompleteBody`, `BadDigest`, `XAmzContentSHA256Mismatch`.
 */
export async function receive(
  request: S3Request,
  check: PayloadCheck,
  write: (piece: Buffer) => Promise<void>,
  fault?: Fault,
): Promise<ReceivedBody> {
  const bytes = lengthOf(request, check);
  const expected = readExpectedDigests(request);
  if ((expected.trailing !== undefined) !== (check.kind === 'chunked')) {
    throw new S3Error('InvalidRequest', 'x-amz-trailer and an aws-chunked body belong together.');
  }
  const digests = createDigests(
    [expected.checksum?.algorithm, expected.trailing].filter(name => name !== undefined),
  );
  let trailers: ReadonlyMap<string, string> = new Map();
  const wire = arriving(request);
  const body = check.kind === 'chunked' ? dechunked(wire, found => void (trailers = found)) : wire;
  let received = 0;
  for await (const piece of faulted(body, bytes, fault)) {
    received += piece.length;
    if (received > bytes) throw incomplete();
    digests.update(piece);
    await write(piece);
  }
  if (received !== bytes) throw incomplete();
  const checksum = expected.checksum ?? trailingChecksum(expected, trailers);
  verifyDigests({ ...expected, checksum }, check, digests);
  return { bytes, md5: digests.md5(), checksum };
}

/** The whole body as text, for the small documents that operations are told things by. */
export async function receiveDocument(request: S3Request, check: PayloadCheck): Promise<string> {
  if (lengthOf(request, check) > LARGEST_DOCUMENT) {
    throw new S3Error('MalformedXML', 'The XML you provided is too large.');
  }
  const pieces: Buffer[] = [];
  await receive(request, check, async piece => void pieces.push(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** The number of bytes of the object. */
function lengthOf({ header }: S3Request, check: PayloadCheck): number {
  const text = header(check.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length');
  if (!/^\d{1,15}$/.test(text)) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(text) > LARGEST_BODY) {
    throw new S3Error(
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed object size.',
    );
  }
  return Number(text);
}

async function* arriving({ incoming }: S3Request): AsyncGenerator<Buffer> {
  try {
    // Whoever stops reading still wants to answer.
    for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
      if (Buffer.isBuffer(piece)) yield piece;
    }
  } catch {
    // The client went away in the middle of its body.
    throw incomplete();
  }
}

function incomplete(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

function trailingChecksum(
  { trailing }: ExpectedDigests,
  trailers: ReadonlyMap<string, string>,
): Checksum | undefined {
  if (trailing === undefined) return undefined;
  return checksumOf(trailing, trailers.get(`x-amz-checksum-${trailing}`) ?? '');
}

function verifyDigests(
  { md5, checksum }: ExpectedDigests,
  check: PayloadCheck,
  digests: ReturnType<typeof createDigests>,
): void {
  if (check.kind === 'sha256' && digests.sha256() !== check.hash) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  if (md5 !== undefined && Buffer.from(digests.md5(), 'hex').toString('base64') !== md5) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (checksum && digests.value(checksum.algorithm) !== checksum.value) {
    throw new S3Error(
      'BadDigest',
      `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
}
