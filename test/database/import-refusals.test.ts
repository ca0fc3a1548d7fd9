import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataTables, rollupTables } from '../../services/db/tables.ts';
import { type Finding } from '../../services/import/finding.ts';
import { importOriginal } from '../../services/import/import-original.ts';
import { type OriginalFiles, readOriginalDirectory } from '../../services/import/original-files.ts';
import { ImportRefused } from '../../services/import/report.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { refusalCases } from '../support/refusal-cases.ts';
import { asOwner, changed, sampleText, zone } from '../support/original-sample.ts';

describe('refusals', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createDatabase();
  });
  afterAll(() => db.drop());

  test.for(refusalCases)('%s in %s', async ([, file, [from, to], row, column, code]) => {
    const files = changed({ [file]: [from, to] });
    const refusals = await refused(db, files);
    expect(refusals[0]).toMatchObject({ file, row, column, code });
    expect(refusals[0]?.reason).not.toMatch(/select|insert|import_|constraint|950000|Trần|Bảo/);
    expect(await rowsLeft(db)).toBe(0);
  });

  test('bytes that are not UTF-8 are named with their row and column', async () => {
    const bytes = Buffer.from(sampleText('Customer.csv'));
    bytes[bytes.indexOf('Diệp') + 2] = 0xff;
    const refusals = await refused(db, { ...changed({}), 'Customer.csv': bytes });
    expect(refusals).toMatchObject([
      { file: 'Customer.csv', row: 5, column: 'fullname', code: 'BAD_ENCODING' },
    ]);
  });

  test('an empty file is refused', async () => {
    const refusals = await refused(db, { ...changed({}), 'Customer.csv': new Uint8Array() });
    expect(refusals[0]).toMatchObject({ file: 'Customer.csv', row: 1, code: 'EMPTY_FILE' });
  });

  test('a field without an end is not read into memory', async () => {
    const endless = function* (): Generator<Uint8Array> {
      yield Buffer.from(`${sampleText('Customer.csv').split('\r\n')[0]}\r\nx,"`);
      for (let i = 0; i < 100_000; i++) yield Buffer.alloc(10_000, 'x');
      throw new Error('read too far');
    };
    const refusals = await refused(db, { ...changed({}), 'Customer.csv': endless });
    expect(refusals[0]).toMatchObject({ file: 'Customer.csv', row: 2, code: 'FIELD_TOO_LARGE' });
  });

  test('everything wrong with the cells is said at once, and rows after a record with line breaks keep their number', async () => {
    const refusals = await refused(
      db,
      changed({
        'Customer.csv': ['2026-02-03T09:09:09,false', 'soon,perhaps'],
        'Consultant.csv': ['2024-01-08,', 'x,'],
      }),
    );
    const [own, following] = [refusals.slice(0, 3), refusals.slice(3)];
    expect(own.map(({ file, row, column }) => [file, row, column])).toEqual([
      ['Customer.csv', 9, 'createdat'],
      ['Customer.csv', 9, 'isdisabled'],
      ['Consultant.csv', 4, 'joindate'],
    ]);
    // What refers to a refused row cannot be taken either.
    expect(new Set(following.map(({ code }) => code))).toEqual(new Set(['REFERENCE_REFUSED']));
    expect(following).toHaveLength(7);
  });

  test('a source that fails leaves nothing behind, and the connection still works', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(sampleText('Appointment.csv').slice(0, 300));
      await Promise.resolve();
      throw new Error('the disk is gone');
    };
    await expect(
      asOwner(db, client =>
        importOriginal(client, { ...changed({}), 'Appointment.csv': failing }, { zone }),
      ),
    ).rejects.toThrow('the disk is gone');
    expect(await rowsLeft(db)).toBe(0);
  });

  test('a directory without any of the files is refused', async () => {
    await expect(readOriginalDirectory(import.meta.dirname)).rejects.toThrow(/none of the files/);
    await expect(
      readOriginalDirectory(path.join(import.meta.dirname, 'no such place')),
    ).rejects.toThrow(/cannot be read/);
  });

  test('after all that the good files go in, once', async () => {
    await asOwner(db, client => importOriginal(client, changed({}), { zone }));
    const before = await rowsLeft(db);
    expect(before).toBeGreaterThan(69);
    await asOwner(db, client => importOriginal(client, changed({}), { zone }));
    expect(await rowsLeft(db)).toBe(before);
  });
});

async function refused(db: TestDatabase, files: OriginalFiles): Promise<readonly Finding[]> {
  try {
    await asOwner(db, client => importOriginal(client, files, { zone }));
  } catch (error) {
    if (error instanceof ImportRefused) return error.report.rejections;
    throw error;
  }
  throw new Error('was taken');
}

async function rowsLeft(db: TestDatabase): Promise<number> {
  const counts = [...dataTables, ...rollupTables].map(table => `(select count(*) from ${table})`);
  const { rows } = await db.owner.query<{ total: number }>(
    `select (${counts.join(' + ')})::int as total`,
  );
  return rows[0]?.total ?? -1;
}
