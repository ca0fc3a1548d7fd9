import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

/** A record of a CSV file. */
export interface CsvRecord {
  /** As a spreadsheet numbers rows: the first is 1, and a record with line breaks is one row. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** The file is not CSV in UTF-8 from this row on. `cell` counts from 0; null when it is not known. */
export class BadCsv extends Error {
  override readonly name = 'BadCsv';
  readonly code: 'BAD_QUOTES' | 'FIELD_TOO_LARGE' | 'BAD_ENCODING' | 'NUL_BYTE';
  readonly row: number;
  readonly cell: number | null;
  constructor(code: BadCsv['code'], message: string, row: number, cell: number | null) {
    super(message);
    this.code = code;
    this.row = row;
    this.cell = cell;
  }
}

/**
 * The records of a CSV file, as they come: commas, doubled quotes, LF or CRLF, with or without a byte order mark.
 * Empty rows are left out but counted. Errors: {@link BadCsv}, and what the source throws.
 */
export async function* readCsv(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<CsvRecord> {
  // Fields come as bytes, so that what is not UTF-8 is noticed where it stands.
  const parser = parse({
    encoding: null,
    relaxColumnCount: true,
    recordDelimiter: ['\r\n', '\n'],
    maxRecordSize: LARGEST_FIELD,
  });
  const bytes = Readable.from(withoutMark(source));
  bytes.on('error', error => parser.destroy(error));
  bytes.pipe(parser);
  let row = 0;
  try {
    for await (const fields of parser as AsyncIterable<Buffer[]>) {
      row++;
      if (fields.length === 1 && fields[0]?.length === 0) continue;
      yield { row, cells: decode(fields, row) };
    }
  } catch (error) {
    // Records that were parsed but not yet read are lost with the error; it knows how many there were.
    throw error instanceof CsvError ? explained(error, Number(error['records']) + 1) : error;
  } finally {
    bytes.destroy();
  }
}

/** Bytes. Longer than any field of the original; an opening quote without its end would otherwise take in the whole file. */
const LARGEST_FIELD = 1_000_000;

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutMark(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < MARK.length) continue;
    const rest = start.subarray(start.subarray(0, MARK.length).equals(MARK) ? MARK.length : 0);
    start = undefined;
    if (rest.length > 0) yield rest;
  }
  if (start !== undefined && start.length > 0) yield start;
}

function decode(fields: readonly Buffer[], row: number): string[] {
  return fields.map((field, cell) => {
    const text = field.toString('utf8');
    if (text.includes('\uFFFD') && !isUtf8(field)) {
      throw new BadCsv('BAD_ENCODING', 'is not UTF-8; save the file as “CSV UTF-8”', row, cell);
    }
    if (text.includes('\0')) {
      throw new BadCsv(
        'NUL_BYTE',
        'holds a NUL character, which no text has; remove it',
        row,
        cell,
      );
    }
    return text;
  });
}

function explained(error: CsvError, row: number): BadCsv {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const message = `has a field of more than ${LARGEST_FIELD} bytes; is a closing quote missing?`;
    return new BadCsv('FIELD_TOO_LARGE', message, row, null);
  }
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'opens a quote that is never closed'
      : 'has a quote in the wrong place; put the whole field in quotes and write each quote in it twice (="1" is "=""1""")';
  return new BadCsv('BAD_QUOTES', message, row, null);
}
