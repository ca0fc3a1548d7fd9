import { type ClientBase } from 'pg';
import { copyTo } from '../db/copy-to.ts';
import { type RereadBytes } from '../s3/bucket.ts';
import { headerOf, partitionOf, partitionRows } from './columns.ts';
import { copyInPieces } from './copy-in-pieces.ts';
import { Gathered } from './gathered.ts';
import { type ArchivedTable, partitionings, type PartitionName } from './layout.ts';

/** A partition as its object is: the header and the rows in the order of the key. */
export interface PartitionContent {
  readonly partition: PartitionName;
  /** Without the header. */
  readonly rows: number;
  readonly bytes: number;
  readonly md5: string;
  /** Undefined where it is too large to be held in memory: then {@link bytesOf} reads it once more. */
  readonly body: Buffer | undefined;
}

/** The largest partition that is held in memory. */
export const LARGEST_HELD = 8 << 20;

/**
 * Reads partitions of a table from the snapshot under way (snapshot.ts), and gives each that has rows to `receive`, in
 * the order of their names; a promise makes the database wait. `only`: the partitions to look for, which must be
 * partitions of the table; absent: all. Holds one partition at a time, if it is not larger than `largest`.
 */
export async function readPartitions(
  client: ClientBase,
  table: ArchivedTable,
  only: readonly PartitionName[] | undefined,
  receive: (content: PartitionContent) => Promise<void> | undefined,
  largest = LARGEST_HELD,
): Promise<void> {
  const splitter = new Splitter(table, receive, largest);
  await copyTo(client, partitionRows(table, only), row => splitter.row(row));
  await splitter.end();
}

/** What to store of a partition that was read. One that was not held is read again whenever it is opened. */
export function bytesOf(
  client: ClientBase,
  table: ArchivedTable,
  { partition, bytes, md5, body }: PartitionContent,
): Buffer | RereadBytes {
  return body ?? { bytes, md5, open: () => partitionPieces(client, table, partition) };
}

/** The bytes of one partition, in constant memory. Nothing else is asked of the connection meanwhile. */
async function* partitionPieces(
  client: ClientBase,
  table: ArchivedTable,
  partition: PartitionName,
): AsyncGenerator<Buffer> {
  const isLabelled = partitionings[table] !== 'whole';
  let header: Buffer | undefined = Buffer.from(headerOf(table));
  const rows = copyInPieces(client, partitionRows(table, [partition]), row =>
    isLabelled ? row.subarray(row.indexOf(COMMA) + 1) : row,
  );
  for await (const piece of rows) {
    yield header ? Buffer.concat([header, piece]) : piece;
    header = undefined;
  }
}

const COMMA = 0x2c;

/** Cuts the ordered rows of a table into its partitions. */
class Splitter {
  readonly #table: ArchivedTable;
  readonly #header: Buffer;
  readonly #isLabelled: boolean;
  readonly #receive: (content: PartitionContent) => Promise<void> | undefined;
  /** The first column of the rows under way, with its comma; undefined before the first row. */
  #label: Buffer | undefined;
  #rows = 0;
  readonly #gathered: Gathered;

  constructor(
    table: ArchivedTable,
    receive: (content: PartitionContent) => Promise<void> | undefined,
    largest: number,
  ) {
    this.#table = table;
    this.#header = Buffer.from(headerOf(table));
    this.#isLabelled = partitionings[table] !== 'whole';
    this.#receive = receive;
    this.#gathered = new Gathered(largest);
  }

  row(row: Buffer): Promise<void> | undefined {
    let finished: Promise<void> | undefined;
    const label = this.#label;
    if (label === undefined || !startsWith(row, label)) {
      finished = this.end();
      const length = this.#isLabelled ? row.indexOf(COMMA) + 1 : 0;
      this.#label = Buffer.from(row.subarray(0, length));
      this.#gathered.add(this.#header, 0);
    }
    this.#rows += 1;
    this.#gathered.add(row, this.#label?.length ?? 0);
    return finished;
  }

  /** Gives what has been gathered. */
  end(): Promise<void> | undefined {
    if (this.#label === undefined) return undefined;
    const name = this.#label.toString('utf8', 0, Math.max(0, this.#label.length - 1));
    const partition = partitionOf(this.#table, name);
    const rows = this.#rows;
    this.#rows = 0;
    this.#label = undefined;
    return this.#receive({ partition, rows, ...this.#gathered.take() });
  }
}

function startsWith(row: Buffer, label: Buffer): boolean {
  for (let i = label.length - 1; i >= 0; i--) if (row[i] !== label[i]) return false;
  return true;
}
