import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportCsv, type CsvExport } from '../../services/export/csv.ts';
import { forSpreadsheet } from '../../services/export/excel.ts';
import { importOriginal } from '../../services/import/import-original.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { originalOffice } from '../support/original-office.ts';
import { asOwner, zone } from '../support/original-sample.ts';
import { type AnsweredPage, type Service, startService } from '../support/service.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { createSink } from '../support/sink.ts';

const NOW = '2026-03-05T12:00:00+07:00';
let db: TestDatabase;
let service: Service;
let s3: TestS3;
let bucket: Bucket;
beforeAll(async () => {
  [db, s3] = await Promise.all([createDatabase(), startS3()]);
  bucket = await s3.bucket();
  const size = { customers: 80, consultants: 6, days: 30, programs: 6, numericIds: false };
  await asOwner(db, client => importOriginal(client, originalOffice(size, 3), { zone }));
  await db.owner.query(`update consultant set max_per_day = 4 where id % 2 = 0`);
  await db.owner.query(`update program set capacity = 1000 where id % 2 = 0`);
  service = startService(db.connection('api'));
  service.at(NOW);
});
afterAll(async () => {
  await service.close();
  await Promise.all([db.drop(), s3.close()]);
});

/** Exports, and what the lists answer to the same filter. */
const lists: readonly (readonly [operation: string, input: CsvExport])[] = [
  ['Query.appointments', { query: 'APPOINTMENTS', excel: false }],
  [
    'Query.appointments',
    {
      query: 'APPOINTMENTS',
      filter: { statuses: ['PENDING', 'COMPLETED'], from: '2025-11-12', to: '2025-11-20' },
      excel: false,
    },
  ],
  ['Query.appointments', { query: 'APPOINTMENTS', filter: { search: 'nguyen' }, excel: false }],
  ['Query.appointments', { query: 'APPOINTMENTS', filter: { unassigned: true }, excel: false }],
  [
    'Query.appointments',
    { query: 'APPOINTMENTS', filter: { minRating: 4.25, maxRating: 5 }, excel: false },
  ],
  ['Query.customers', { query: 'CUSTOMERS', excel: false }],
  [
    'Query.customers',
    { query: 'CUSTOMERS', filter: { includeDisabled: true, search: 'an' }, excel: false },
  ],
  [
    'Query.customers',
    { query: 'CUSTOMERS', filter: { isDisabled: true, createdFrom: '2025-01-01' }, excel: false },
  ],
  ['Query.consultants', { query: 'CONSULTANTS', filter: { includeDisabled: true }, excel: false }],
  ['Query.consultants', { query: 'CONSULTANTS', filter: { specialty: 'Du học' }, excel: false }],
  ['Query.programs', { query: 'PROGRAMS', filter: { includeDisabled: true }, excel: false }],
  ['Query.programs', { query: 'PROGRAMS', filter: { statuses: ['ONGOING'] }, excel: false }],
];

test.for(lists)(
  '%s and its export hold the same rows in the same order: %j',
  async ([operation, input]) => {
    const { filter } = input as { filter?: unknown };
    const expected: Record<string, unknown>[] = [];
    let nextToken: string | null = null;
    do {
      const page: AnsweredPage<Record<string, unknown>> = await service.ask(
        operation,
        { filter, limit: 100, nextToken },
        { select: 2 },
      );
      expected.push(...page.items);
      nextToken = page.nextToken;
    } while (nextToken !== null);

    const { rows, records } = await exported(input);
    expect(records.map(row => row['id'])).toEqual(expected.map(item => String(item['id'])));
    expect(rows).toBe(expected.length);
    for (const [i, item] of expected.entries()) {
      const row = records[i] ?? {};
      const shared = Object.keys(row).filter(name => name in item);
      expect(shared.length).toBeGreaterThan(5);
      for (const name of shared) expect(comparable(row[name] ?? ''), name).toBe(asText(item[name]));
    }
  },
);

test('daily summaries are those of the API', async () => {
  const range = { from: '2025-11-10', to: '2025-11-25' };
  const days = await service.ask<Record<string, unknown>[]>('Query.dailySummaries', range);
  const { records } = await exported({ query: 'DAILY_SUMMARIES', filter: range, excel: true });
  expect(records).toEqual(
    days.map(day =>
      Object.fromEntries(Object.entries(day).map(([name, value]) => [name, asText(value)])),
    ),
  );
});

test('a filter that cannot be is refused as by the list, and nothing is written', async () => {
  const sink = createSink();
  const input = { query: 'APPOINTMENTS', filter: { from: '2026-02-30' }, excel: false } as const;
  await expect(run(input, sink)).rejects.toMatchObject({ info: { reason: 'BAD_DATE' } });
  expect(sink.files.size).toBe(0);
});

test('a list that would lack a day is refused, one of other days is not', async () => {
  const without = { query: 'APPOINTMENTS', filter: { to: '2025-11-19' }, excel: false } as const;
  const all = { query: 'APPOINTMENTS', excel: false } as const;
  const days = {
    query: 'DAILY_SUMMARIES',
    filter: { from: '2025-11-20', to: '2025-11-21' },
    excel: false,
  } as const;
  await db.owner.query(
    `insert into unloaded_partition (table_name, date) values ('feedback', '2025-11-20')`,
  );
  try {
    for (const input of [all, days]) {
      await expect(run(input, bucket)).rejects.toMatchObject({
        info: { reason: 'DAY_NOT_LOADED', date: '2025-11-20' },
      });
    }
    expect((await exported(without)).rows).toBeGreaterThan(0);
    expect((await exported({ query: 'PROGRAMS', excel: false })).rows).toBeGreaterThan(0);
  } finally {
    await db.owner.query('delete from unloaded_partition');
  }
});

test('the file’s name is made of the list and the office’s date, never of somebody’s text', async () => {
  const filter = { search: '../../etc/passwd' };
  const sink = createSink();
  const file = await run({ query: 'CUSTOMERS', filter, excel: false }, sink);
  expect(file).toMatchObject({
    fileName: 'customers-2026-03-05.csv',
    key: 'exports/one/customers-2026-03-05.csv',
    rows: 0,
  });
  expect(file.bytes).toBe(sink.files.get(file.key)?.length);
});

describe('for spreadsheets', () => {
  test('a mark comes first, codes stay text, instants are wall clocks', async () => {
    const { text, records } = await exported({
      query: 'CUSTOMERS',
      filter: { includeDisabled: true },
      excel: true,
    });
    expect(text.startsWith('\uFEFFid,fullName,')).toBe(true);
    for (const row of records) {
      expect(row['id']).toMatch(/^="[0-9a-f]+"$/);
      expect(row['createdAt']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    }
    expect(records.map(row => row['phoneNumber'])).toContain('="912345678"');
    expect(records.map(row => row['phoneNumber'])).toContain(`'="0912345678"`);
  });

  test.for(['APPOINTMENTS', 'CUSTOMERS', 'CONSULTANTS', 'PROGRAMS'] as const)(
    'no cell of %s is a formula but the codes',
    async query => {
      const exact = await exported({ query, excel: false });
      const cells = (records: Record<string, string>[]): string[] =>
        records.flatMap(row => Object.values(row));
      expect(cells(exact.records).filter(cell => DANGEROUS.test(cell))).not.toEqual([]);
      const { records } = await exported({ query, excel: true });
      expect(cells(records).filter(cell => DANGEROUS.test(cell) && !CODE.test(cell))).toEqual([]);
      // The apostrophe apart, texts are exact.
      for (const [i, row] of records.entries()) {
        for (const name of ['description', 'notes', 'qualifications', 'fullName', 'name']) {
          const cell = row[name];
          const original = exact.records[i]?.[name];
          if (cell !== original) expect(cell).toBe(`'${original}`);
        }
      }
    },
  );

  test('no text at all becomes a formula', () => {
    const beginning = fc.string({
      unit: fc.constantFrom(
        ' ',
        '\t',
        '\r',
        '\n',
        '=',
        '+',
        '-',
        '@',
        '＝',
        '"',
        '\u00A0',
        '\uFEFF',
        '\u200B',
        '\0',
        'a',
        '0',
      ),
    });
    fc.assert(
      fc.property(beginning, fc.string({ unit: 'grapheme' }), (start, rest) => {
        for (const kind of ['text', 'code'] as const) {
          const cell = forSpreadsheet(start + rest, kind);
          expect(DANGEROUS.test(cell) && !(kind === 'code' && CODE.test(cell))).toBe(false);
          expect(cell.includes(start + rest)).toBe(true);
        }
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });
});

test('thousands of rows leave in pieces', async () => {
  await given(db.owner).customers(9_000);
  const sink = createSink();
  const { rows } = await run({ query: 'CUSTOMERS', excel: false }, sink);
  expect(rows).toBeGreaterThan(9_000);
  expect(sink.most.chunk).toBeLessThan(1_000_000);
  const [text] = [...sink.files.values()];
  expect(sink.most.chunk).toBeLessThan((text?.length ?? 0) / 3);
});

const DANGEROUS = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝])/u;
/** Quotes with nothing in them that could end them. */
const CODE = /^="[^"=]*"$/;

async function exported(input: CsvExport) {
  const { key, rows, bytes } = await run(input, bucket);
  const object = await bucket.read(key);
  expect(object?.body.length).toBe(bytes);
  const text = object?.body.toString() ?? '';
  const records: Record<string, string>[] = parse(text, {
    columns: true,
    bom: true,
    recordDelimiter: '\r\n',
  });
  return { text, rows, records };
}

async function run(input: CsvExport, to: Pick<Bucket, 'write'>) {
  const client = await db.archive.connect();
  try {
    return await exportCsv(input, {
      client,
      bucket: to,
      now: () => new Date(NOW),
      zone,
      jobId: 'one',
    });
  } finally {
    client.release();
  }
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return comparable(Array.isArray(value) ? value.join(', ') : String(value));
}

/** Instants by what they are, not by the zone that tells them: the API's session stands in another one. */
function comparable(text: string): string {
  return /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d$/.test(text)
    ? `${new Date(text).toISOString()}${/\.(\d+)/.exec(text)?.[1] ?? ''}`
    : text;
}
