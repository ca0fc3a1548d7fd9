import { expect, test } from 'vitest';
import { importOriginal } from '../../services/import/import-original.ts';
import { ImportRefused } from '../../services/import/report.ts';
import { withDatabase } from '../support/database.ts';
import { asOwner, zone } from '../support/original-sample.ts';

const HEADER = 'customerid,fullname,email,phonenumber,dateofbirth,createdat,isdisabled,notes';
const row = (id: string, notes: string): string =>
  `${id},Lê An,,0912345678,,2026-01-01T00:00:00,false,${notes}`;

/** What a file of customers holds, and what is said of it: the rejections, or nothing and how many rows came in. */
const files: readonly (readonly [
  what: string,
  bytes: Buffer,
  codes: readonly string[],
  rows: number,
])[] = [
  ['a mark twice', Buffer.from(`\uFEFF\uFEFF${HEADER}\r\n${row('1', 'a')}\r\n`), [], 1],
  ['no end of the last line', Buffer.from(`${HEADER}\r\n${row('1', 'a')}`), [], 1],
  ['empty lines', Buffer.from(`${HEADER}\r\n\r\n${row('1', 'a')}\r\n\r\n`), [], 1],
  [
    'lines that end with CR alone',
    Buffer.from(`${HEADER}\r${row('1', 'a')}\r`),
    ['BAD_LINE_ENDS'],
    0,
  ],
  ['CR alone inside', Buffer.from(`${HEADER}\n${row('1', '"a\rb"')}\n`), [], 1],
  [
    'UTF-16',
    Buffer.from(`\uFEFF${HEADER}\r\n${row('1', 'a')}\r\n`, 'utf16le'),
    ['BAD_ENCODING'],
    0,
  ],
  ['Latin-1', Buffer.from(`${HEADER}\r\n${row('1', 'a')}\r\n`, 'latin1'), ['BAD_ENCODING'], 0],
  [
    'half a character',
    Buffer.from(`${HEADER}\r\n${row('1', 'đ')}`).subarray(0, -1),
    ['BAD_ENCODING'],
    0,
  ],
  ['half a pair', cesu8(`${HEADER}\r\n${row('1', '@')}\r\n`), ['BAD_ENCODING'], 0],
  ['NUL', Buffer.from(`${HEADER}\r\n${row('1', '\0')}\r\n`), ['NUL_BYTE'], 0],
  ['an open quote', Buffer.from(`${HEADER}\r\n${row('1', '"a')}\r\n`), ['BAD_QUOTES'], 0],
  [
    'a cell of a megabyte',
    Buffer.from(`${HEADER}\r\n${row('1', 'x'.repeat(2 ** 20))}\r\n`),
    ['FIELD_TOO_LARGE'],
    0,
  ],
  [
    'a cell of nearly a megabyte',
    Buffer.from(`${HEADER}\r\n${row('1', 'x'.repeat(900_000))}\r\n`),
    ['TOO_LONG'],
    0,
  ],
  ['ten thousand columns more', wide(10_000), [], 1],
  ['a header without its columns', Buffer.from('a,b,c\r\n1,2,3\r\n'), ['MISSING_COLUMN'], 0],
  ['nothing but a mark', Buffer.from('\uFEFF'), ['EMPTY_FILE'], 0],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), ['BAD_ENCODING'], 0],
];

test.for(files)('P-03: %s', ([, bytes, codes, rows]) =>
  withDatabase(async db => {
    const report = await asOwner(db, client =>
      importOriginal(client, { 'Customer.csv': bytes }, { zone }).catch((error: unknown) => {
        if (error instanceof ImportRefused) return error.report;
        throw error;
      }),
    );
    expect([...new Set(report.rejections.map(({ code }) => code))]).toEqual(codes);
    const found = await db.owner.query('select id from customer');
    expect(found.rowCount).toBe(rows);
    expect(JSON.stringify(report).length).toBeLessThan(10_000);
  }),
);

/** `@` as three bytes of one half of a pair, as Java writes it. */
function cesu8(text: string): Buffer {
  const [before = '', after = ''] = text.split('@');
  return Buffer.concat([Buffer.from(before), Buffer.from('eda080', 'hex'), Buffer.from(after)]);
}

function wide(columns: number): Buffer {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`).join(',');
  const cells = Array.from({ length: columns }, () => 'x').join(',');
  return Buffer.from(`${HEADER},${names}\r\n${row('1', '')},${cells}\r\n`);
}
