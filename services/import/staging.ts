import { type ClientBase } from 'pg';
import { copyFrom, copyLine, type CopyValue } from '../db/copy-from.ts';
import { quoted } from '../shared/errors.ts';
import { BadCsv, readCsv } from './csv-records.ts';
import { type Findings } from './finding.ts';
import { type Column, formats, type OriginalFileName } from './formats.ts';
import { type ByteSource } from './original-files.ts';

/** What became of a file's rows before they reach the tables. */
export interface Staged {
  /** Rows that hold something, without the header. */
  readonly read: number;
  /** Headers of columns that the format does not have; they were left out. */
  readonly unknownColumns: readonly string[];
}

export interface StagingContext {
  readonly file: OriginalFileName;
  /** The office's date, YYYY-MM-DD. */
  readonly today: string;
  readonly refusals: Findings;
  readonly warnings: Findings;
}

/** The temporary table that holds a file's rows, each with its `row` number, until they are all known to be good. */
export function stagingTable(file: OriginalFileName): string {
  return `import_${file.replace('.csv', '').toLowerCase()}`;
}

/**
 * Reads a file into its staging table, which vanishes with the transaction. Rows that cannot be taken are left out
 * and said; memory does not grow with the file. A file that is not there gives an empty table.
 */
export async function stage(
  client: ClientBase,
  source: ByteSource | undefined,
  context: StagingContext,
): Promise<Staged> {
  const table = stagingTable(context.file);
  const { columns } = formats[context.file];
  const definitions = columns.map(({ name, type }) => `${name} ${type}`);
  await client.query(
    `create temp table ${table} (row integer, ${definitions.join(', ')}) on commit drop`,
  );
  if (source === undefined) return { read: 0, unknownColumns: [] };

  const staged = { read: 0, unknownColumns: [] as string[] };
  const names = ['row', ...columns.map(({ name }) => name)];
  await copyFrom(client, table, names, stagedLines(source, context, staged));
  await client.query(`analyze ${table}`);
  return staged;
}

async function* stagedLines(
  source: ByteSource,
  context: StagingContext,
  staged: { read: number; unknownColumns: string[] },
): AsyncGenerator<string> {
  const { file, refusals } = context;
  const { columns } = formats[file];
  let places: number[] | undefined;
  let header: readonly string[] = [];
  try {
    for await (const { row, cells } of readCsv(
      source instanceof Uint8Array ? [source] : source(),
    )) {
      if (places === undefined) {
        header = cells.map(cell => cell.trim().toLowerCase());
        places = placesOf(header, columns, row, context);
        if (places === undefined) return;
        staged.unknownColumns = unknownIn(header, columns);
        continue;
      }
      staged.read++;
      if (cells.length !== header.length) {
        refusals.add({
          ...{ file, row, column: null, code: 'FIELD_COUNT' },
          reason: `has ${cells.length} fields, but the header has ${header.length}; put fields with commas or line breaks in quotes`,
        });
        continue;
      }
      const values = readRow(row, cells, places, context);
      if (values !== undefined) yield copyLine(values);
    }
    if (places === undefined) {
      const reason = 'is empty; its first row names the columns';
      refusals.add({ file, row: 1, column: null, code: 'EMPTY_FILE', reason });
    }
  } catch (error) {
    if (!(error instanceof BadCsv)) throw error;
    const column =
      places && error.cell !== null ? (columns[places.indexOf(error.cell)]?.name ?? null) : null;
    refusals.add({ file, row: error.row, column, code: error.code, reason: error.message });
  }
}

/** Where each column of the format stands; −1 for one that may be missing and is. Undefined when the header is bad. */
function placesOf(
  header: readonly string[],
  columns: readonly Column[],
  row: number,
  { file, refusals }: StagingContext,
): number[] | undefined {
  const before = refusals.total;
  const places = columns.map(({ name, mayBeMissing }) => {
    const place = header.indexOf(name);
    if (place === -1 && !mayBeMissing) {
      const reason = 'is missing; the header names every column of the format';
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
  return header.filter(name => !columns.some(column => column.name === name)).map(quoted);
}

/** The row number and the values of the format's columns, in its order; undefined when the row was refused. */
function readRow(
  row: number,
  cells: readonly string[],
  places: readonly number[],
  { file, today, refusals, warnings }: StagingContext,
): CopyValue[] | undefined {
  const { columns, check } = formats[file];
  let isRefused = false;
  let column: string | null = null;
  const refuse = (where: string | null, code: string, reason: string): void => {
    isRefused = true;
    refusals.add({ file, row, column: where, code, reason });
  };
  const notes = {
    refuse: (code: string, reason: string) => refuse(column, code, reason),
    warn: (code: string, reason: string) => warnings.add({ file, row, column, code, reason }),
  };
  const values: CopyValue[] = [row];
  columns.forEach(({ name, read, empty }, index) => {
    const cell = cells[places[index] ?? -1] ?? '';
    column = name;
    if (cell !== '') values.push(read(cell, notes));
    else {
      values.push(null);
      if (empty === 'refused') notes.refuse('REQUIRED', 'is empty, but every row needs it');
    }
  });
  if (!isRefused && check) {
    const staged = Object.fromEntries(
      columns.map(({ name }, index) => [name, values[index + 1] ?? null]),
    );
    check(staged, { refuse }, today);
  }
  return isRefused ? undefined : values;
}
