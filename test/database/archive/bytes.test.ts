import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archivedTables } from '../../../services/archive/layout.ts';
import { readInfo, readManifest } from '../../../services/archive/status.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { fillWithRecordedRows } from '../../support/archive/recorded-rows.ts';
import { otherDatabase } from '../../support/archive/other-database.ts';
import { restored, textOf } from '../../support/archive/restored.ts';
import { archived, NOW, ZONE } from '../../support/archive/run.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

const RECORDED = path.join(import.meta.dirname, '../../fixtures/archive/recorded-rows.txt');

let s3: TestS3;
let db: TestDatabase;
let bucket: Bucket;
beforeAll(async () => {
  s3 = await startS3();
  db = await createDatabase();
  await fillWithRecordedRows(db);
  bucket = await s3.bucket();
  await archived(db, bucket);
});
afterAll(async () => {
  await db.drop();
  await s3.close();
});

/** Key and bytes of every current object. */
async function objects(of: Bucket): Promise<Map<string, string>> {
  const stored = await readInfo(of);
  const found = new Map<string, string>();
  for (const table of archivedTables) {
    const manifest = stored && (await readManifest(of, stored.info, table));
    for (const { key } of manifest?.partitions ?? []) {
      const object = await of.read(key);
      found.set(key, object?.body.toString() ?? '');
    }
  }
  return found;
}

test('the bytes are those that were recorded: REWRITE_CASES=1 records them anew', async () => {
  const text = [...(await objects(bucket))].map(([key, body]) => `>>> ${key}\n${body}`).join('');
  if (process.env['REWRITE_CASES'] && !process.env['CI']) writeFileSync(RECORDED, text);
  expect(text).toBe(readFileSync(RECORDED, 'utf8'));
});

test('P-12: NULL and the empty text, and every odd text, come back as they were', () =>
  withDatabase(async to => {
    await restored(to, bucket, { now: NOW, zone: ZONE });
    expect(await textOf(to)).toEqual(await textOf(db));
  }));

test('P-12: somebody else’s reader of CSV finds the same cells', async () => {
  const { rows } = await db.owner.query<{ id: string; notes: string }>(
    'select id, notes from customer',
  );
  const expected = new Map(rows.map(({ id, notes }) => [id, notes]));
  let cells = 0;
  for (const [key, body] of await objects(bucket)) {
    if (!key.startsWith('archive/customer/')) continue;
    for (const row of parse<{ id: string; notes: string }>(body, {
      columns: true,
      record_delimiter: '\n',
    })) {
      expect([row.id, row.notes]).toEqual([row.id, expected.get(row.id)]);
      cells += 1;
    }
  }
  expect(cells).toBe(rows.length);
});

describe('P-18: the same data are the same bytes', () => {
  test.for([
    ['en', { timezone: 'America/St_Johns', datestyle: 'SQL, DMY' }],
    ['vi-u-kn', { timezone: 'Pacific/Chatham', datestyle: 'German', extra_float_digits: '-3' }],
    [
      'C.UTF-8',
      {
        timezone: 'Asia/Ho_Chi_Minh',
        datestyle: 'Postgres, MDY',
        intervalstyle: 'iso_8601',
        bytea_output: 'escape',
      },
    ],
  ] as const)(
    'in a database of collation %s, whose sessions begin otherwise',
    { timeout: 60_000 },
    async ([locale, settings]) => {
      const kind =
        locale === 'C.UTF-8'
          ? `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`
          : `locale_provider icu icu_locale '${locale}' locale 'C'`;
      const other = await otherDatabase(kind, settings);
      try {
        await restored(other, bucket, { now: NOW, zone: ZONE });
        const elsewhere = await s3.bucket();
        await archived(other, elsewhere, { acceptShrink: true });
        expect(await objects(elsewhere)).toEqual(await objects(bucket));
      } finally {
        await other.drop();
      }
    },
  );
});
