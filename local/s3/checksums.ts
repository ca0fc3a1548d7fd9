import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, S3Error } from './errors.ts';
import { type S3Request } from './request.ts';

/** The checksums that are verified; the SDK sends CRC32 by itself. */
const ALGORITHMS = ['crc32', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof ALGORITHMS)[number];

/** A checksum of an object as S3 writes it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

/** What a client says its body is, known before the body or behind it. */
export interface ExpectedDigests {
  /** Base64 of 16 bytes. */
  readonly md5: string | undefined;
  readonly checksum: Checksum | undefined;
  /** The algorithm whose value follows the body. */
  readonly trailing: ChecksumAlgorithm | undefined;
}

/** Reads what the headers say. Throws `InvalidDigest`, `InvalidRequest`, `NotImplemented`. */
export function readExpectedDigests({ header, headerNames }: S3Request): ExpectedDigests {
  const md5 = header('content-md5') || undefined;
  if (md5 !== undefined && !isBase64Of(md5, 16)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  const named = headerNames.flatMap(name => checksumName(name) ?? []);
  if (named.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [algorithm] = named;
  const trailer = header('x-amz-trailer');
  const trailing = trailer === '' ? undefined : checksumName(trailer.trim().toLowerCase());
  if (trailer !== '' && trailing === undefined) throw notImplemented(`the trailer ${trailer}`);
  return {
    md5,
    checksum: algorithm && checksumOf(algorithm, header(`x-amz-checksum-${algorithm}`)),
    trailing,
  };
}

/** Understands a checksum's value. Throws `InvalidRequest`. */
export function checksumOf(algorithm: ChecksumAlgorithm, value: string): Checksum {
  if (isBase64Of(value, SIZES[algorithm])) return { algorithm, value };
  throw new S3Error('InvalidRequest', `Value for x-amz-checksum-${algorithm} header is invalid.`);
}

const SIZES: Readonly<Record<ChecksumAlgorithm, number>> = { crc32: 4, sha1: 20, sha256: 32 };

function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === text;
}

function checksumName(header: string): ChecksumAlgorithm | undefined {
  const name = /^x-amz-checksum-(.+)$/.exec(header)?.[1];
  if (name === undefined || ['mode', 'type', 'algorithm'].includes(name)) return undefined;
  const known = ALGORITHMS.find(algorithm => algorithm === name);
  if (!known) throw notImplemented(`checksums of the kind ${name}`);
  return known;
}

/** Counts several digests of the same bytes. */
export interface Digests {
  update(bytes: Uint8Array): void;
  /** Hexadecimal. */
  md5(): string;
  /** Hexadecimal. */
  sha256(): string;
  /** Base64; of the algorithms that were asked for, and of CRC32. */
  value(algorithm: ChecksumAlgorithm): string;
}

export function createDigests(needed: readonly ChecksumAlgorithm[]): Digests {
  const hashes = new Map<string, Hash>(
    ['md5', 'sha256', ...needed.filter(name => name === 'sha1')].map(name => [
      name,
      createHash(name),
    ]),
  );
  let crc = 0;
  const hash = (name: string, encoding: 'hex' | 'base64'): string => {
    const found = hashes.get(name);
    if (!found) throw new Error(`${name} was not counted`);
    return found.copy().digest(encoding);
  };
  return {
    update(bytes) {
      for (const each of hashes.values()) each.update(bytes);
      crc = crc32(bytes, crc);
    },
    md5: () => hash('md5', 'hex'),
    sha256: () => hash('sha256', 'hex'),
    value(algorithm) {
      if (algorithm !== 'crc32') return hash(algorithm, 'base64');
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc >>> 0);
      return bytes.toString('base64');
    },
  };
}
