import { type ClientBase, type Connection, type Submittable } from 'pg';

/** A value of a row on its way into a table; `null` is NULL. */
export type CopyValue = string | number | boolean | null;

/**
 * Sends rows to `copy … from stdin` in PostgreSQL's text format, made by {@link copyLine}, and gives how many arrived.
 * Waits for the server when it is slower than the source, so memory stays bounded. A source that throws makes the
 * server forget the rows; its error is thrown on. Table and columns are names of this code base, never data.
 */
export async function copyFrom(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<number> {
  return copyChunks(client, `copy ${into(table, columns)} from stdin`, batched(lines));
}

/**
 * Sends bytes of a CSV file without a header to `copy … from stdin`, and gives how many rows arrived. They may be cut
 * into chunks anywhere. Everything else is as with {@link copyFrom}.
 */
export async function copyCsv(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  chunks: Chunks,
): Promise<number> {
  return copyChunks(client, `copy ${into(table, columns)} from stdin (format csv)`, chunks);
}

type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

function copyChunks(client: ClientBase, text: string, chunks: Chunks): Promise<number> {
  const copy = createCopy(text, chunks);
  client.query(copy.submittable);
  return copy.rows;
}

function into(table: string, columns: readonly string[]): string {
  for (const name of [table, ...columns]) {
    if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`not an identifier: ${name}`);
  }
  return `${table} (${columns.join(', ')})`;
}

/** One row in COPY's text format: tabs between values, a line feed at its end. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    if (i > 0) line += '\t';
    if (value === null) line += '\\N';
    else if (typeof value === 'string') line += escaped(value);
    else line += value;
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;

function escaped(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

/** What pg's connection can do for COPY beyond its published type. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** The messages that pg's client hands to the query under way. */
interface CopyQuery extends Submittable {
  handleCopyInResponse(connection: CopyConnection): void;
  handleCommandComplete(message: { text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

function createCopy(
  text: string,
  chunks: Chunks,
): { submittable: CopyQuery; rows: Promise<number> } {
  const { promise: rows, resolve, reject } = Promise.withResolvers<number>();
  let copied = 0;
  let refused: Error | undefined;
  let failed: unknown;
  const submittable: CopyQuery = {
    submit: connection => connection.query(text),
    handleCopyInResponse(connection) {
      send(connection, chunks, () => refused !== undefined).catch((error: unknown) => {
        failed = error;
        connection.sendCopyFail('the source of the rows failed');
      });
    },
    handleCommandComplete({ text: tag }) {
      copied = Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0);
    },
    // After an error the server is ready again too, unless the connection is gone: then no such message comes.
    handleReadyForQuery() {
      if (failed !== undefined) reject(failed);
      else resolve(copied);
    },
    handleError(error) {
      refused = error;
      reject(failed ?? error);
    },
  };
  return { submittable, rows };
}

/** About this much text goes into one message. */
const CHUNK = 1 << 16;

function batched(lines: Iterable<string> | AsyncIterable<string>): Chunks {
  return Symbol.iterator in lines ? batchedNow(lines) : batchedLater(lines);
}

function* batchedNow(lines: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

async function* batchedLater(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

async function send(
  connection: CopyConnection,
  chunks: Chunks,
  isRefused: () => boolean,
): Promise<void> {
  for await (const chunk of chunks) {
    if (isRefused()) return;
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableNeedDrain) await drained(connection);
    // A server that reads as fast as this writes leaves no moment in which its refusal would be heard.
    await new Promise(setImmediate);
  }
  if (!isRefused()) connection.endCopyFrom();
}

/** Resolves when the socket takes more, or will never again. */
function drained({ stream }: Connection): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.once('drain', done).once('close', done);
  });
}
