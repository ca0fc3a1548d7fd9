import { S3Error } from './errors.ts';

/** The longest line between chunks; a trailer is below 200 bytes. */
const LONGEST_LINE = 4_096;

/** Takes what follows the body: names in lower case. */
export type OnTrailers = (trailers: ReadonlyMap<string, string>) => void;

/**
 * The body inside the `aws-chunked` coding: `size-in-hex;extension CRLF bytes CRLF …`, ended by a chunk of no bytes and
 * lines `name:value`. Throws `IncompleteBody` when it ends early, `InvalidRequest` when it is anything else.
 */
export async function* dechunked(
  wire: AsyncIterable<Buffer>,
  onTrailers: OnTrailers,
): AsyncGenerator<Buffer> {
  const reader = createReader(wire);
  for (;;) {
    const size = sizeOf(await reader.line());
    if (size === 0) break;
    yield* reader.take(size);
    if ((await reader.line()) !== '') throw malformed();
  }
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || trailers.size >= 20) throw malformed();
    trailers.set(name.toLowerCase(), value.trim());
  }
  if (!(await reader.isAtEnd())) throw malformed();
  onTrailers(trailers);
}

function sizeOf(line: string): number {
  const size = /^([0-9a-f]{1,8})(;.*)?$/i.exec(line)?.[1];
  if (size === undefined) throw malformed();
  return Number.parseInt(size, 16);
}

function malformed(): S3Error {
  return new S3Error('InvalidRequest', 'The aws-chunked body is malformed.');
}

/** Reads a stream by lines and by numbers of bytes. */
function createReader(wire: AsyncIterable<Buffer>) {
  const source = wire[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const { done, value } = await source.next();
    if (done) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  }
  async function needMore(): Promise<void> {
    if (await more()) return;
    throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
  }

  return {
    /** Up to CRLF, without it. */
    async line(): Promise<string> {
      let end = rest.indexOf('\r\n');
      while (end < 0) {
        if (rest.length > LONGEST_LINE) throw malformed();
        await needMore();
        end = rest.indexOf('\r\n');
      }
      const line = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 2);
      return line;
    },
    async *take(bytes: number): AsyncGenerator<Buffer> {
      for (let left = bytes; left > 0;) {
        if (rest.length === 0) await needMore();
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        if (piece.length > 0) yield piece;
      }
    },
    isAtEnd: async (): Promise<boolean> => rest.length === 0 && !(await more()),
  };
}
