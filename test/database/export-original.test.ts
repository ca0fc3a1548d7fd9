import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportOriginal } from '../../services/export/original.ts';
import { type OriginalFileName, originalFileNames } from '../../services/import/formats.ts';
import { importOriginal } from '../../services/import/import-original.ts';
import { type OriginalFiles, readOriginalDirectory } from '../../services/import/original-files.ts';
import { type Bucket } from '../../services/s3/bucket.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';
import { originalOffice } from '../support/original-office.ts';
import { asOwner, SAMPLE, SHARED_SAMPLES, zone } from '../support/original-sample.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let s3: TestS3;
let bucket: Bucket;
beforeAll(async () => {
  s3 = await startS3();
  bucket = await s3.bucket();
});
afterAll(() => s3.close());

const small = { customers: 60, consultants: 8, days: 15, programs: 5 };

test.for([1, 2, 3, 4, 5, 6])(
  'files → database → files: generated ones with seed %i come back byte for byte',
  seed =>
    withDatabase(async db => {
      const files = originalOffice({ ...small, numericIds: seed % 2 === 0 }, seed);
      const report = await load(db, files);
      const exported = await exportAll(db);
      for (const [index, file] of originalFileNames.entries()) {
        expect(exported.text[file], file).toBe(files[file].toString());
        const { md5, bytes, rows } = exported.files.find(each => each.file === file) ?? {};
        expect(md5).toBe(createHash('md5').update(files[file]).digest('hex'));
        expect({ bytes, rows }).toEqual({
          bytes: files[file].length,
          rows: report.files[index]?.read,
        });
      }
    }),
);

test.for([SAMPLE, path.join(SHARED_SAMPLES, 'clean')].filter(existsSync))(
  'files → database → files: the rows of %s come back byte for byte',
  folder =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(folder);
      await load(db, files);
      const exported = await exportAll(db);
      for (const file of originalFileNames) {
        const given = await textOf(files, file);
        if (given === undefined) expect(exported.text[file]).toMatch(/^[a-z,]+\r\n$/);
        else expect(inOrder(exported.text[file] ?? ''), file).toEqual(inOrder(given));
      }
    }),
);

const damaged = path.join(SHARED_SAMPLES, 'damaged');
test.runIf(existsSync(damaged))(
  'files → database → files: of the damaged ones only the mark and the repeated address are other',
  () =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(damaged);
      const { disabledConsultants } = await load(db, files);
      const disabled = disabledConsultants.map(({ consultantId }) => String(consultantId));
      const { text } = await exportAll(db);
      for (const file of originalFileNames) {
        const lines = (await textOf(files, file))?.replace(/^\uFEFF/, '').split('\r\n') ?? [];
        const expected = lines.map(line =>
          file === 'Consultant.csv' && disabled.includes(line.split(',')[0] ?? '')
            ? line.replace(/false$/, 'true')
            : line,
        );
        expect(text[file], file).toBe(expected.join('\r\n'));
      }
    }),
);

test('what was exported is identical when it is imported again', () =>
  withDatabase(async db => {
    await load(db, originalOffice({ ...small, numericIds: false }, 9));
    await db.owner.query(`update consultant set specialties = '{"Mới", "Khác"}' where id % 2 = 0`);
    await db.owner.query(`update timeslot set is_available = not is_available where id % 3 = 0`);
    const exported = await exportAll(db);
    const again = originalFileNames.map(file => [file, Buffer.from(exported.text[file] ?? '')]);
    const report = await load(db, Object.fromEntries(again));
    expect(report.files.map(({ read, identical }) => [read, identical])).toEqual(
      exported.files.map(({ rows }) => [rows, rows]),
    );
    expect(exported.text['Consultant.csv']).toContain('"Mới, Khác"');
  }));

test('P-15: a database that does not hold every day writes no files', () =>
  withDatabase(async db => {
    await load(db, originalOffice({ ...small, numericIds: false }, 9));
    await db.owner.query(
      `insert into unloaded_partition (table_name, date) values ('timeslot', '2024-05-06')`,
    );
    await expect(exportAll(db)).rejects.toMatchObject({
      info: { reason: 'DAY_NOT_LOADED', date: '2024-05-06' },
    });
  }));

test('the export is the same whatever the session’s zone, and only reads', () =>
  withDatabase(async db => {
    await load(db, originalOffice({ ...small, numericIds: false }, 11));
    const one = await exportAll(db, 'Pacific/Chatham');
    const other = await exportAll(db, 'America/New_York');
    expect(one).toEqual(other);
  }));

function load(db: TestDatabase, files: OriginalFiles) {
  return asOwner(db, client => importOriginal(client, files, { zone }));
}

/** Rows in an order of their own: the sample's customers stand as they came. */
function inOrder(text: string): string[] {
  return text.split(/\r\n(?=[0-9a-f]+,|$)/).sort();
}

/** What the archive's role writes, by file. */
async function exportAll(db: TestDatabase, sessionZone = 'UTC') {
  const client = await db.archive.connect();
  const text: Partial<Record<OriginalFileName, string>> = {};
  try {
    await client.query(`set timezone to '${sessionZone}'; set datestyle to 'SQL, DMY'`);
    const { files } = await exportOriginal({}, { client, bucket, zone, jobId: randomUUID() });
    for (const { file, key } of files) {
      const object = await bucket.read(key);
      expect(
        createHash('md5')
          .update(object?.body ?? '')
          .digest('hex'),
      ).toBe(object?.etag);
      text[file] = object?.body.toString();
    }
    return {
      files: files.map(({ key, ...file }) => ({ ...file, key: key.split('/').at(-1) })),
      text,
    };
  } finally {
    client.release(true);
  }
}

async function textOf(files: OriginalFiles, file: OriginalFileName): Promise<string | undefined> {
  const source = files[file];
  if (source === undefined || source instanceof Uint8Array) return source?.toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of source()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
