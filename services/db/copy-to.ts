import { type ClientBase, type Connection, type Submittable } from 'pg';
import { type Sql } from './sql.ts';

/**
 * Takes the rows of a COPY, each with its line feed, in order. The bytes are only there during the call. A promise
 * makes the server wait until it is settled; rows that are on their way already come nevertheless.
 */
export type RowSink = (row: Buffer) => Promise<void> | undefined;

/**
 * Runs `copy (statement) to stdout (format csv)` and gives how many rows came. UTF-8, no header. PostgreSQL sends one
 * message per row, so that nobody has to look for the ends of rows among quotes. Errors: what the server says, or what
 * the sink throws; then the rest of the rows is read and forgotten, and the connection goes on.
 */
export async function copyTo(client: ClientBase, statement: Sql, sink: RowSink): Promise<number> {
  if (statement.values.length > 0) throw new Error('COPY takes no bound values');
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const text = `copy (${statement.text}) to stdout (format csv, encoding 'UTF8')`;
  client.query(new Copy(text, sink, { resolve, reject }));
  return promise;
}

interface Settle {
  resolve(rows: number): void;
  reject(reason: unknown): void;
}

/** What pg's client hands to the query under way. */
class Copy implements Submittable {
  readonly #text: string;
  readonly #sink: RowSink;
  readonly #settle: Settle;
  #rows = 0;
  #failed: { readonly cause: unknown } | undefined;
  /** The sink's promises that are not settled yet. */
  #pending = 0;
  #isReady = false;

  constructor(text: string, sink: RowSink, settle: Settle) {
    this.#text = text;
    this.#sink = sink;
    this.#settle = settle;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    if (this.#failed) return;
    this.#rows += 1;
    try {
      const wait = this.#sink(chunk);
      if (wait) this.#hold(wait, connection);
    } catch (cause) {
      this.#failed = { cause };
    }
  }

  handleCommandComplete(): void {}

  // After an error the server is ready again too, unless the connection is gone: then no such message comes.
  handleReadyForQuery(): void {
    this.#isReady = true;
    this.#finish();
  }

  handleError(error: Error): void {
    this.#failed ??= { cause: error };
    this.#settle.reject(this.#failed.cause);
  }

  #hold(wait: Promise<void>, { stream }: Connection): void {
    this.#pending += 1;
    stream.pause();
    wait
      .catch((cause: unknown) => (this.#failed ??= { cause }))
      .finally(() => {
        this.#pending -= 1;
        if (this.#pending > 0) return;
        stream.resume();
        if (this.#isReady) this.#finish();
      });
  }

  #finish(): void {
    if (this.#failed) this.#settle.reject(this.#failed.cause);
    else if (this.#pending === 0) this.#settle.resolve(this.#rows);
  }
}
