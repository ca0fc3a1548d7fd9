import { type ClientBase } from 'pg';
import { copyTo } from '../db/copy-to.ts';
import { type Sql } from '../db/sql.ts';

/** Rows are handed over in pieces of this size, or of one row that is larger. */
const PIECE = 256 << 10;

/**
 * The rows of a COPY as `cut` leaves them, in pieces, as fast as they are taken: the server waits meanwhile. Whoever
 * stops taking has the rest read and forgotten, and the connection goes on. Errors: what the server says.
 */
export async function* copyInPieces(
  client: ClientBase,
  statement: Sql,
  cut: (row: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  const handover = new Handover();
  const copy = copyTo(client, statement, row => handover.add(cut(row)));
  const ended = copy.then(
    () => handover.end(),
    (cause: unknown) => handover.end({ cause }),
  );
  try {
    for (let piece = await handover.take(); piece; piece = await handover.take()) yield piece;
  } finally {
    handover.stop();
    await ended;
  }
}

/** Between the rows that come by themselves, and somebody who asks for pieces. */
class Handover {
  #rows: Buffer[] = [];
  #bytes = 0;
  /** The server waits for it. */
  #taken: PromiseWithResolvers<void> | undefined;
  /** Whoever takes waits for it. */
  #given: PromiseWithResolvers<void> | undefined;
  #isStopped = false;
  #end: { readonly failure: { readonly cause: unknown } | undefined } | undefined;

  /** Keeps a copy: the bytes are only there during the call. */
  add(row: Buffer): Promise<void> | undefined {
    if (this.#isStopped) throw new Error('nobody takes the rows any more');
    this.#rows.push(Buffer.from(row));
    this.#bytes += row.length;
    if (this.#bytes < PIECE) return undefined;
    this.#given?.resolve();
    return (this.#taken ??= Promise.withResolvers<void>()).promise;
  }

  end(failure?: { readonly cause: unknown }): void {
    this.#end = { failure };
    this.#given?.resolve();
  }

  stop(): void {
    this.#isStopped = true;
    this.#taken?.resolve();
  }

  /** Undefined: that was all. */
  async take(): Promise<Buffer | undefined> {
    if (this.#bytes < PIECE && !this.#end) {
      this.#given = Promise.withResolvers<void>();
      await this.#given.promise;
    }
    if (this.#end?.failure) throw this.#end.failure.cause;
    if (this.#bytes === 0) return undefined;
    const piece = Buffer.concat(this.#rows);
    this.#rows = [];
    this.#bytes = 0;
    this.#taken?.resolve();
    this.#taken = undefined;
    return piece;
  }
}
