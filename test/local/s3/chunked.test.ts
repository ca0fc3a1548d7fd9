import { expect, test } from 'vitest';
import { dechunked } from '../../../local/s3/chunked.ts';
import { S3Error } from '../../../local/s3/errors.ts';
import { type Chance, chance } from '../../support/random.ts';

function coded(body: Buffer, random: Chance): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const chunk = body.subarray(at, at + random.between(1, 40));
    const extension = random.likely(20) ? ';chunk-signature=0' : '';
    parts.push(Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk);
    parts.push(Buffer.from('\r\n'));
    at += chunk.length;
  }
  parts.push(Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'));
  return Buffer.concat(parts);
}

async function* divided(wire: Buffer, random: Chance): AsyncGenerator<Buffer> {
  for (let at = 0; at < wire.length;) {
    const piece = wire.subarray(at, at + random.between(1, 25));
    at += piece.length;
    yield piece;
  }
}

/** The bytes, or S3's code. */
async function read(wire: Buffer, random: Chance): Promise<Buffer | string> {
  const pieces: Buffer[] = [];
  let trailers: ReadonlyMap<string, string> | undefined;
  try {
    const body = dechunked(divided(wire, random), found => void (trailers = found));
    for await (const piece of body) pieces.push(piece);
  } catch (cause) {
    if (cause instanceof S3Error) return cause.code;
    throw cause;
  }
  expect(trailers).toBeDefined();
  return Buffer.concat(pieces);
}

/** Line ends and digits, as the coding itself has them. */
function someBody(random: Chance): Buffer {
  return Buffer.from(
    Array.from({ length: random.between(0, 120) }, () => random.of([13, 10, 48, 59, 65, 255])),
  );
}

test('a body arrives as it was, however it is divided', async () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = chance(seed);
    const body = someBody(random);
    expect(await read(coded(body, random), random), `seed ${seed}`).toEqual(body);
  }
});

test('a body that ends early is refused, wherever it ends', async () => {
  const random = chance(3);
  const wire = coded(someBody(random), random);
  for (let end = 0; end < wire.length; end += 1) {
    expect(await read(wire.subarray(0, end), random)).toBe('IncompleteBody');
  }
});

test.for([
  ['no size', 'x\r\n\r\n'],
  ['a negative size', '-1\r\na\r\n0\r\n\r\n'],
  ['a size beyond all measure', 'fffffffff\r\n'],
  ['more bytes than were announced', '1\r\nab\r\n0\r\n\r\n'],
  ['something behind its end', '0\r\n\r\nmore'],
  ['a line that does not end', `${'0'.repeat(5_000)}`],
  ['a trailer without a name', '0\r\n: value\r\n\r\n'],
])('a body with %s is refused', async ([, wire = '']) => {
  expect(await read(Buffer.from(wire), chance(1))).toBe('InvalidRequest');
});

test('a body that was changed anywhere is refused, or is another body, and is never waited for', async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = chance(seed);
    const wire = coded(someBody(random), random);
    wire[random.between(0, wire.length - 1)] = random.between(0, 255);
    const found = await read(wire, random);
    if (typeof found === 'string') expect(['InvalidRequest', 'IncompleteBody']).toContain(found);
  }
});
