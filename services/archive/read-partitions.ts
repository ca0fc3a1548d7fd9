import { type ClientBase } from 'pg';
import { copyTo } from '../db/copy-to.ts';
import { md5 } from './canonical-json.ts';
import { headerOf, partitionPrefix, partitionRows } from './columns.ts';
import { type ArchivedTable, type PartitionName } from './layout.ts';

/** A partition as its object is: the header and the rows in the order of the key. */
export interface PartitionContent {
  readonly partition: PartitionName;
  /** Without the header. */
  readonly rows: number;
  readonly md5: string;
  readonly body: Buffer;
}

/**
 * Reads partitions of a table from the snapshot under way (snapshot.ts), and gives each that has rows to `receive`, in the order of their names; a promise makes the database wait. `only`: the partitions to look
 * for, which must be partitions of the table; absent: all.
 */
export async function readPartitions(
  client: ClientBase,
  table: ArchivedTable,
  only: readonly PartitionName[] | undefined,
  receive: (content: PartitionContent) => Promise<void> | undefined,
): Promise<void> {
  const splitter = new Splitter(table, receive);
  await copyTo(client, partitionRows(table, only), row => splitter.row(row));
  await splitter.end();
}

const COMMA = 0x2c;
/** Rows are gathered in pieces of this size. */
const PIECE = 256 << 10;

/** Cuts the ordered rows of a table into its partitions. */
class Splitter {
  readonly #header: Buffer;
  readonly #prefix: 'date=' | 'bucket=' | undefined;
  readonly #receive: (content: PartitionContent) => Promise<void> | undefined;
  /** The first column of the rows under way, with its comma; undefined before the first row. */
  #label: Buffer | undefined;
  #rows = 0;
  readonly #pieces: Buffer[] = [];
  #piece = Buffer.allocUnsafe(PIECE);
  #used = 0;

  constructor(
    table: ArchivedTable,
    receive: (content: PartitionContent) => Promise<void> | undefined,
  ) {
    this.#header = Buffer.from(headerOf(table));
    this.#prefix = partitionPrefix(table);
    this.#receive = receive;
  }

  row(row: Buffer): Promise<void> | undefined {
    let finished: Promise<void> | undefined;
    const label = this.#label;
    if (label === undefined || !startsWith(row, label)) {
      finished = this.end();
      const length = this.#prefix === undefined ? 0 : row.indexOf(COMMA) + 1;
      this.#label = Buffer.from(row.subarray(0, length));
      this.#add(this.#header, 0);
    }
    this.#rows += 1;
    this.#add(row, this.#label?.length ?? 0);
    return finished;
  }

  /** Gives what has been gathered. */
  end(): Promise<void> | undefined {
    if (this.#label === undefined) return undefined;
    const name = this.#label.toString('utf8', 0, this.#label.length - 1);
    const partition = this.#prefix === undefined ? 'all' : `${this.#prefix}${name}`;
    const body = Buffer.concat([...this.#pieces, this.#piece.subarray(0, this.#used)]);
    const rows = this.#rows;
    this.#pieces.length = 0;
    this.#used = 0;
    this.#rows = 0;
    this.#label = undefined;
    return this.#receive({ partition, rows, md5: md5(body), body });
  }

  /** Copies the bytes from `start` on: they are only there during the call. */
  #add(bytes: Buffer, start: number): void {
    let from = start;
    while (from < bytes.length) {
      if (this.#used === PIECE) {
        this.#pieces.push(this.#piece);
        this.#piece = Buffer.allocUnsafe(PIECE);
        this.#used = 0;
      }
      const copied = bytes.copy(this.#piece, this.#used, from);
      this.#used += copied;
      from += copied;
    }
  }
}

function startsWith(row: Buffer, label: Buffer): boolean {
  for (let i = label.length - 1; i >= 0; i--) if (row[i] !== label[i]) return false;
  return true;
}
