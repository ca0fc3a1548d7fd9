import { type ClientBase } from 'pg';
import { stringify } from 'csv-stringify/sync';
import { appointmentConditions } from '../appointment/filter.ts';
import { onClient } from '../db/connection.ts';
import { refuseUnloadedDays } from '../db/loaded-days.ts';
import { join, sql } from '../db/sql.ts';
import { type JobContext } from '../job/job.ts';
import { type Bucket } from '../s3/bucket.ts';
import { officeTime, type OfficeTime } from '../shared/clock.ts';
import { rangeOrDefault, type DateRange, type OptionalRange } from '../shared/dates.ts';
import { parseSelection } from '../shared/selection.ts';
import { readDailySummaries } from '../statistics/store.ts';
import { forSpreadsheet } from './excel.ts';
import { dayColumns } from './list-columns.ts';
import { listStatement, type ListExport } from './lists.ts';
import { blocksOf, inSnapshot, type TextRow } from './snapshot.ts';
import { writeText } from './written.ts';

/** What is exported: a list with its own filter, or the days of a period of at most 366 days. */
export type CsvExport = (
  ListExport | { readonly query: 'DAILY_SUMMARIES'; readonly filter?: OptionalRange | null }
) & {
  /** For spreadsheets: a byte order mark, codes as text, nothing that could be a formula. Otherwise exact values. */
  readonly excel: boolean;
};

export type ExportQuery = CsvExport['query'];

export interface CsvFile {
  readonly key: string;
  /** What a browser saves it as. */
  readonly fileName: string;
  /** Without the header. */
  readonly rows: number;
  readonly bytes: number;
}

/** Refuses what `exportCsv` would refuse. Errors: `InvalidInput` naming the entry of the filter that cannot be. */
export function checkExport(input: CsvExport, now: OfficeTime): void {
  if (input.query === 'DAILY_SUMMARIES') periodOf(input.filter, now);
  else listStatement(input, now);
}

/**
 * Writes a list as a CSV file, all of it, from one snapshot and in constant memory: a header of the API's field names,
 * CRLF, absent values empty. Errors: `InvalidInput` of the filter; `Conflict/DAY_NOT_LOADED` when the list would lack
 * appointments of a day.
 */
export async function exportCsv(
  input: CsvExport,
  {
    client,
    bucket,
    now,
    zone,
    jobId,
  }: Pick<JobContext, 'client' | 'now' | 'zone' | 'jobId'> & {
    readonly bucket: Pick<Bucket, 'write'>;
  },
): Promise<CsvFile> {
  const time = officeTime(now(), zone);
  const fileName = `${fileNames[input.query]}-${time.date}.csv`;
  const key = `exports/${jobId}/${fileName}`;
  return inSnapshot(client, zone, async () => {
    const days = daysIn(input, time);
    if (days) await refuseUnloadedDays(onClient(client), days);
    const counted = { rows: 0 };
    const { bytes } = await writeText(bucket, key, textOf(client, input, time, counted));
    return { key, fileName, rows: counted.rows, bytes };
  });
}

/** The days that must all be there. People and programs always are. */
function daysIn(input: CsvExport, now: OfficeTime): Partial<DateRange> | undefined {
  switch (input.query) {
    case 'APPOINTMENTS':
      return appointmentConditions(input.filter);
    case 'DAILY_SUMMARIES':
      return periodOf(input.filter, now);
    default:
      return undefined;
  }
}

const fileNames: Readonly<Record<ExportQuery, string>> = {
  APPOINTMENTS: 'appointments',
  CUSTOMERS: 'customers',
  CONSULTANTS: 'consultants',
  PROGRAMS: 'programs',
  DAILY_SUMMARIES: 'daily-summaries',
};

const MARK = '\uFEFF';

async function* textOf(
  client: ClientBase,
  input: CsvExport,
  now: OfficeTime,
  counted: { rows: number },
): AsyncGenerator<string> {
  const { headers, blocks } =
    input.query === 'DAILY_SUMMARIES'
      ? daysOf(client, input.filter, now)
      : rowsOf(client, input, input.excel, now);
  yield `${input.excel ? MARK : ''}${lines([headers])}`;
  for await (const block of blocks) {
    counted.rows += block.length;
    yield lines(block);
  }
}

interface Table {
  readonly headers: readonly string[];
  readonly blocks: AsyncIterable<readonly TextRow[]>;
}

function rowsOf(client: ClientBase, list: ListExport, excel: boolean, now: OfficeTime): Table {
  const { columns, rows } = listStatement(list, now);
  const values = columns.map(({ text, spreadsheet }) =>
    excel && spreadsheet ? spreadsheet : text,
  );
  async function* blocks(): AsyncGenerator<readonly TextRow[]> {
    for await (const block of blocksOf(client, sql`select ${join(values, ', ')} ${rows}`)) {
      if (!excel) yield block;
      else
        yield block.map(row =>
          row.map((cell, i) => forSpreadsheet(cell ?? '', columns[i]?.kind ?? 'text')),
        );
    }
  }
  return { headers: columns.map(({ header }) => header), blocks: blocks() };
}

/** A day for each row; there are never many. */
function daysOf(
  client: ClientBase,
  filter: OptionalRange | null | undefined,
  now: OfficeTime,
): Table {
  async function* blocks(): AsyncGenerator<readonly TextRow[]> {
    const everything = parseSelection({ graphql: `{ ${dayColumns.join(' ')} }` });
    const days = await readDailySummaries(onClient(client), periodOf(filter, now), everything);
    yield (days as Readonly<Record<string, unknown>>[]).map(day =>
      dayColumns.map(column => (day[column] === null ? null : String(day[column]))),
    );
  }
  return { headers: dayColumns, blocks: blocks() };
}

function periodOf(filter: OptionalRange | null | undefined, now: OfficeTime): DateRange {
  const range = { from: filter?.from, to: filter?.to };
  return rangeOrDefault(range, { today: now.date, length: 30, longest: 366, before: true });
}

function lines(rows: readonly TextRow[]): string {
  return stringify(
    rows.map(row => [...row]),
    { record_delimiter: 'windows' },
  );
}
