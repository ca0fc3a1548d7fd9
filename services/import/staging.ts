import { type ClientBase } from 'pg';
import { copyFrom, copyLine, type CopyValue } from '../db/copy-from.ts';
import { quoted } from '../shared/errors.ts';
import { BadCsv, readCsv } from './csv-records.ts';
import { type Findings } from './finding.ts';
import { type Column, filledColumns, formats, type OriginalFileName } from './formats.ts';
import { type ByteSource } from './original-files.ts';
import { readRow, type RowContext } from './rows.ts';

/** What became of a file's rows before they reach the tables. */
export interface Staged {
  /** Rows that hold something, without the header. */
  readonly read: number;
  /** Headers of columns that the format does not have; they were left out. */
  readonly unknownColumns: readonly string[];
  /** Columns of the format that the file has. */
  readonly columns: readonly string[];
  /** True when the file could not be read to its end: then its rows say nothing about other files' rows. */
  readonly isBroken: boolean;
}

export interface StagingContext extends RowContext {
  readonly refusals: Findings;
}

/**
 * The temporary table that holds a file's rows, each with its `row` number and its `state`: `NEW` until it is found
 * `IDENTICAL` to a row of the database, or `REFUSED`. A refused row keeps its key alone, where that could be read.
 */
export function stagingTable(file: OriginalFileName): string {
  return `import_${file.replace('.csv', '').toLowerCase()}`;
}

/**
 * Reads a file into its staging table, which vanishes with the transaction. What is wrong with a row is said; memory
 * does not grow with the file. A file that is not there gives an empty table.
 */
export async function stage(
  client: ClientBase,
  source: ByteSource | undefined,
  context: StagingContext,
): Promise<Staged> {
  const table = stagingTable(context.file);
  const filled = filledColumns(formats[context.file]);
  const definitions = [...filled, ...Object.entries(formats[context.file].derived ?? {})].map(
    ([name, type]) => `${name} ${type}`,
  );
  await client.query(
    `create temp table ${table} (row integer, state text, ${definitions.join(', ')}) on commit drop`,
  );
  const staged: Writable<Staged> = { read: 0, unknownColumns: [], columns: [], isBroken: false };
  if (source === undefined) return staged;

  const names = ['row', 'state', ...filled.map(([name]) => name)];
  await copyFrom(client, table, names, stagedLines(source, context, staged));
  await client.query(`analyze ${table}`);
  return staged;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

async function* stagedLines(
  source: ByteSource,
  context: StagingContext,
  staged: Writable<Staged>,
): AsyncGenerator<string> {
  const { file, refusals } = context;
  const { columns } = formats[file];
  let places: number[] | undefined;
  let header: readonly string[] = [];
  const bytes = source instanceof Uint8Array ? [source] : source();
  try {
    for await (const { row, cells } of readCsv(bytes)) {
      if (places === undefined) {
        header = cells.map(cell => cell.trim().toLowerCase());
        places = placesOf(header, columns, row, context);
        if (places === undefined) {
          staged.isBroken = true;
          return;
        }
        staged.unknownColumns = unknownIn(header, columns);
        staged.columns = columns
          .filter(({ name }) => header.includes(name))
          .map(({ name }) => name);
        continue;
      }
      staged.read++;
      if (cells.length === header.length) {
        yield copyLine(readRow(row, cells, places, context));
        continue;
      }
      refusals.add({
        ...{ file, row, column: null, code: 'FIELD_COUNT' },
        reason: `has ${cells.length} fields, but the header has ${header.length}; put fields with commas or line breaks in quotes`,
      });
      yield copyLine(refusedRow(row, file));
    }
    if (places === undefined) {
      const reason = 'is empty; its first row names the columns';
      refusals.add({ file, row: 1, column: null, code: 'EMPTY_FILE', reason });
      staged.isBroken = true;
    }
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    const column =
      places && error.cell !== null ? (columns[places.indexOf(error.cell)]?.name ?? null) : null;
    refusals.add({ file, row: error.row, column, code: error.code, reason: error.message });
    staged.isBroken = true;
    if (places === undefined) return;
    staged.read++;
    yield copyLine(refusedRow(error.row, file));
  }
}

/** A row of which not even the key is known. */
function refusedRow(row: number, file: OriginalFileName): CopyValue[] {
  return [row, 'REFUSED', ...filledColumns(formats[file]).map(() => null)];
}

/** Where each column of the format stands; −1 for one that may be missing and is. Undefined when the header is bad. */
function placesOf(
  header: readonly string[],
  columns: readonly Column[],
  row: number,
  { file, refusals }: StagingContext,
): number[] | undefined {
  const before = refusals.total;
  if (header.some(name => name.includes('\r'))) {
    // The whole file would be one long header.
    const reason = 'ends its lines with CR alone; save the file with CRLF or LF';
    refusals.add({ file, row, column: null, code: 'BAD_LINE_ENDS', reason });
    return undefined;
  }
  const places = columns.map(({ name, mayBeMissing }) => {
    const place = header.indexOf(name);
    if (place === -1 && !mayBeMissing) {
      const reason = 'is missing; no row can do without it';
      refusals.add({ file, row, column: name, code: 'MISSING_COLUMN', reason });
    } else if (place !== header.lastIndexOf(name)) {
      const reason = 'is named twice in the header';
      refusals.add({ file, row, column: name, code: 'DUPLICATE_COLUMN', reason });
    }
    return place;
  });
  return refusals.total === before ? places : undefined;
}

function unknownIn(header: readonly string[], columns: readonly Column[]): string[] {
  const unknown = header.filter(name => !columns.some(column => column.name === name));
  const shown = unknown.slice(0, MOST_UNKNOWN).map(quoted);
  const more = unknown.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

const MOST_UNKNOWN = 100;
