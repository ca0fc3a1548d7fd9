import { Readable } from 'node:stream';
import { bucketError, BucketError } from './bucket-error.ts';

/** The body of an answer as a stream that fails when it ends short, and whose failures say which object it is. */
export function checkedBody(body: unknown, key: string, bytes: number): Readable {
  if (!(body instanceof Readable)) throw new BucketError('GetObject', key, 'NoBody');
  const stream = Readable.from(checked(body, key, bytes), { objectMode: false });
  // Whoever stops reading, or never begins, gives the connection back.
  stream.once('close', () => body.destroy());
  return stream;
}

async function* checked(body: Readable, key: string, bytes: number): AsyncGenerator<Buffer> {
  let received = 0;
  try {
    for await (const piece of body) {
      const buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
      received += buffer.length;
      yield buffer;
    }
  } catch (cause) {
    throw bucketError('GetObject', key, cause);
  }
  if (received !== bytes) throw new BucketError('GetObject', key, 'ShortBody');
}

/** A source that remembers what it failed with, so that its failure is told apart from the bucket's. */
export function watched(source: AsyncIterable<Buffer>): {
  readonly pieces: Readable;
  readonly failure: () => { readonly cause: unknown } | undefined;
} {
  let failure: { readonly cause: unknown } | undefined;
  async function* pieces(): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  }
  return { pieces: Readable.from(pieces(), { objectMode: false }), failure: () => failure };
}
