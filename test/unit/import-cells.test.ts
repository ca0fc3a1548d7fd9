import { describe, expect, test } from 'vitest';
import * as cells from '../../services/import/cells.ts';
import { type BadCsv, readCsv } from '../../services/import/csv-records.ts';
import { phone } from '../../services/import/phone.ts';
import { splitSpecialties } from '../../services/import/specialties.ts';

/** What a reader makes of a text, or the codes of what it says. */
function read(
  cell: cells.ReadCell,
  text: string,
  fixPhones = false,
): { value: unknown; refused: string[]; warned: string[]; changed: string[] } {
  const refused: string[] = [];
  const warned: string[] = [];
  const changed: string[] = [];
  const value = cell(text, {
    fixPhones,
    refuse: code => refused.push(code),
    warn: code => warned.push(code),
    change: code => changed.push(code),
  });
  return { value, refused, warned, changed };
}

const takes = (cell: cells.ReadCell, text: string, value: unknown): void =>
  expect(read(cell, text)).toEqual({ value, refused: [], warned: [], changed: [] });

describe('cells that are taken', () => {
  test.for([
    ['08:00', '08:00'],
    ['00:00:00', '00:00:00'],
    ['23:59:59.999999', '23:59:59.999999'],
    ['09:15:00.5', '09:15:00.5'],
  ] as const)('the time %s', ([text, value]) => takes(cells.time, text, value));

  test.for([
    ['true', true],
    ['FALSE', false],
    ['True', true],
  ] as const)('the boolean %s', ([text, value]) => takes(cells.boolean, text, value));

  test.for(['2026-03-03T08:00:00', '2026-03-03 08:00:00', '2024-02-29T23:59:59.000001'])(
    'the timestamp %s',
    text => takes(cells.timestamp, text, text),
  );

  test.for(['2024-02-29', '0001-01-01', '9999-12-31'])('the date %s', text =>
    takes(cells.date, text, text),
  );

  test.for(['0', '0.0', '5.0', '4.25', '5', '3.1415926535'])(
    'the rating %s, exactly as given',
    text => takes(cells.rating, text, text),
  );

  test('a status in any case', () =>
    takes(cells.status('pending', 'confirmed'), 'Confirmed', 'CONFIRMED'));

  test('text is counted in characters, not in halves of them', () =>
    takes(cells.text(3), '😀𠮷đ', '😀𠮷đ'));

  test.for(['0912345678', '+84 912 345 678', '(028) 3823-4567', 'không có'])(
    'the phone %s, without a word',
    text => takes(phone, text, text),
  );

  test('specialties, as an array that keeps quotes and backslashes', () =>
    takes(cells.specialties, 'a"b; c\\d', '{"a\\"b","c\\\\d"}'));
});

describe('cells that are not', () => {
  test.for<[string, cells.ReadCell, string, string]>([
    ['time', cells.time, '24:00:00', 'BAD_TIME'],
    ['time', cells.time, '8:00', 'BAD_TIME'],
    ['time', cells.time, '08:60:00', 'BAD_TIME'],
    ['time', cells.time, '08:00:00.1234567', 'BAD_TIME'],
    ['time', cells.time, '08:00 AM', 'BAD_TIME'],
    ['boolean', cells.boolean, '1', 'BAD_BOOLEAN'],
    ['boolean', cells.boolean, ' true', 'BAD_BOOLEAN'],
    ['timestamp', cells.timestamp, '2026-03-03', 'BAD_TIMESTAMP'],
    ['timestamp', cells.timestamp, '2026-03-03T08:00', 'BAD_TIMESTAMP'],
    ['timestamp', cells.timestamp, '2026-02-29T08:00:00', 'BAD_TIMESTAMP'],
    ['timestamp', cells.timestamp, '2026-03-03T08:00:00+07', 'BAD_TIMESTAMP'],
    ['timestamp', cells.timestamp, '2026-03-03T24:00:00', 'BAD_TIMESTAMP'],
    ['date', cells.date, '2026-13-01', 'BAD_DATE'],
    ['date', cells.date, '2026-03-03T00:00:00', 'BAD_DATE'],
    ['date', cells.date, '0000-01-01', 'BAD_DATE'],
    ['date', cells.date, 'infinity', 'BAD_DATE'],
    ['rating', cells.rating, 'NaN', 'BAD_NUMBER'],
    ['rating', cells.rating, '4,5', 'BAD_NUMBER'],
    ['rating', cells.rating, '5.0000000000000001', 'OUT_OF_RANGE'],
    ['key', cells.key, '0', 'OUT_OF_RANGE'],
    ['key', cells.key, '2147483648', 'OUT_OF_RANGE'],
    ['key', cells.key, '01', 'BAD_NUMBER'],
    ['key', cells.key, '1.0', 'BAD_NUMBER'],
    ['key', cells.key, '１', 'BAD_NUMBER'],
    ['status', cells.status('pending'), 'PENDIENTE', 'UNKNOWN_STATUS'],
    ['text', cells.text(3), 'abcd', 'TOO_LONG'],
    ['name', cells.trimmedText(100), 'An ', 'NOT_TRIMMED'],
    ['address', cells.webAddress, 'https://a b', 'BAD_ADDRESS'],
    ['address', cells.webAddress, 'javascript:alert(1)', 'BAD_ADDRESS'],
    ['phone', phone, '012345678901234567890', 'TOO_LONG'],
  ])('%s %s: %s', ([, cell, text, code]) => {
    expect(read(cell, text).refused).toEqual([code]);
  });

  test.for([
    ['="0912345678"', 'PHONE_AS_FORMULA'],
    ['9.12E+08', 'PHONE_AS_NUMBER'],
    ['9,12E+08', 'PHONE_AS_NUMBER'],
    ['9.12345678E+08', 'PHONE_AS_NUMBER'],
    ['912345678', 'PHONE_WITHOUT_ZERO'],
  ])('the phone %s is kept with a warning', ([text = '', code]) => {
    expect(read(phone, text)).toEqual({
      ...{ value: text, refused: [], warned: [code], changed: [] },
    });
  });
});

describe('phones that are to be repaired', () => {
  test.for<[string, string, string[], string[]]>([
    ['="0912345678"', '0912345678', ['PHONE_FORMULA_REMOVED'], []],
    ['="912345678"', '0912345678', ['PHONE_FORMULA_REMOVED', 'PHONE_ZERO_ADDED'], []],
    ['912345678', '0912345678', ['PHONE_ZERO_ADDED'], []],
    ['9.12345678E+08', '0912345678', ['PHONE_WRITTEN_OUT', 'PHONE_ZERO_ADDED'], []],
    ['8,4912345678E10', '84912345678', ['PHONE_WRITTEN_OUT'], []],
    ['9.12E+08', '9.12E+08', [], ['PHONE_AS_NUMBER']],
    ['="0912', '="0912', [], ['PHONE_AS_FORMULA']],
    ['0912345678', '0912345678', [], []],
    ['+84 912 345 678', '+84 912 345 678', [], []],
  ])('%s becomes %s', ([text, value, changed, warned]) => {
    expect(read(phone, text, true)).toEqual({ value, refused: [], warned, changed });
  });
});

describe('specialties', () => {
  test.for<[string, string[]]>([
    ['Du học, Học bổng', ['Du học', 'Học bổng']],
    ['Công nghệ thông tin; Kế toán', ['Công nghệ thông tin', 'Kế toán']],
    ['Tâm lý / Hướng nghiệp', ['Tâm lý', 'Hướng nghiệp']],
    ['một\r\nhai\nba', ['một', 'hai', 'ba']],
    [',; /\n , ', []],
    ['Marketing', ['Marketing']],
    ['Du học, du học,DU HỌC', ['Du học']],
    ['Má, Ma', ['Má', 'Ma']],
  ])('%j', ([text, expected]) => {
    expect(splitSpecialties(text)).toEqual(expected);
  });
});

describe('CSV', () => {
  async function records(text: string): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const record of readCsv([Buffer.from(text)])) found.push(record);
    return found;
  }

  test.for(['\n', '\r\n'])(
    'rows are counted as a spreadsheet counts them, with ends of line %j',
    async end => {
      expect(await records(['a,b', '1,"x\r\ny"', '', '2,"say ""hi"""', '3,'].join(end))).toEqual([
        { row: 1, cells: ['a', 'b'] },
        { row: 2, cells: ['1', 'x\r\ny'] },
        { row: 4, cells: ['2', 'say "hi"'] },
        { row: 5, cells: ['3', ''] },
      ]);
    },
  );

  test('a mark at the beginning is no text, one inside is', async () => {
    expect(await records('\uFEFFa\n\uFEFFb')).toEqual([
      { row: 1, cells: ['a'] },
      { row: 2, cells: ['\uFEFFb'] },
    ]);
  });

  test('a character that stands for a broken one is text like any other', async () => {
    expect(await records('\uFFFD')).toEqual([{ row: 1, cells: ['\uFFFD'] }]);
  });

  test.for<[string, BadCsv['code'], number]>([
    ['a\n"b', 'BAD_QUOTES', 2],
    ['a\nb\nc"d', 'BAD_QUOTES', 3],
    ['a\n"b"c', 'BAD_QUOTES', 2],
    ['a\nb\0', 'NUL_BYTE', 2],
    [`a,b\n1,${'x'.repeat(1_000_010)}`, 'FIELD_TOO_LARGE', 2],
  ])('case %#: what is no CSV is refused with its row', async ([text, code, row]) => {
    await expect(records(text)).rejects.toEqual(
      expect.objectContaining({ name: 'BadCsv', code, row }),
    );
  });
});
