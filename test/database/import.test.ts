import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originalFileNames } from '../../services/import/formats.ts';
import { importOriginal } from '../../services/import/import-original.ts';
import { readOriginalDirectory } from '../../services/import/original-files.ts';
import { describeImport, type ImportReport } from '../../services/import/report.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../support/database.ts';
import { asInTheFile, expected, readRows } from '../support/original-rows.ts';
import {
  asOwner,
  changed,
  SAMPLE,
  sampleText,
  SHARED_SAMPLES,
  zone,
} from '../support/original-sample.ts';
import { startService } from '../support/service.ts';
import { violationsIn } from '../support/soundness.ts';

/** Folders with files that import completely. */
const good = [SAMPLE, path.join(SHARED_SAMPLES, 'clean')].filter(existsSync);

describe.for(good)('the files of %s', directory => {
  let db: TestDatabase;
  let report: ImportReport;
  beforeAll(async () => {
    db = await createDatabase();
    report = await asOwner(db, async client =>
      importOriginal(client, await readOriginalDirectory(directory), { zone }),
    );
  });
  afterAll(() => db.drop());

  test.for(originalFileNames)('%s: each row is in the database as the file has it', async file => {
    const given = readRows(directory, file);
    const { rows } = await db.owner.query<Record<string, string>>(asInTheFile[file]);
    expect(rows).toEqual(given.map(row => expected(file, row, directory)));
    const reported = report.files.find(each => each.file === file);
    expect(reported).toMatchObject({
      read: given.length,
      inserted: given.length,
      unknownColumns: [],
    });
  });

  test('no two unflagged live appointments of a person overlap, and each flagged one overlaps an earlier one', async () => {
    const { rows } = await db.owner.query<{ id: number; flagged: boolean; overlaps: boolean }>(`
      select a.id, a.legacy_overlap as flagged, exists (
               select from appointment b
                where b.id < a.id and b.status <> 'CANCELLED'
                  and (b.consultant_id = a.consultant_id or b.customer_id = a.customer_id)
                  and (b.date + b.start_time, make_interval(mins => b.duration_minutes))
                      overlaps (a.date + a.start_time, make_interval(mins => a.duration_minutes))) as overlaps
        from appointment a
       where a.status <> 'CANCELLED'`);
    expect(rows.filter(row => row.flagged !== row.overlaps)).toEqual([]);
    expect(report.overlaps.map(each => each.appointmentId)).toEqual(
      rows
        .filter(row => row.flagged)
        .map(row => row.id)
        .sort((one, other) => one - other),
    );
    expect(report.overlaps.length).toBeGreaterThan(0);
  });

  test('what was imported is sound, but for the meetings ahead of people who were disabled all the same', async () => {
    const service = startService(db.connection('api'));
    service.at('2026-11-20T09:00:00+07:00');
    try {
      const names = (await violationsIn(service)).map(({ name }) => name);
      expect(names.filter(name => name !== 'appointment_of_enabled_people')).toEqual([]);
    } finally {
      await service.close();
    }
  });

  test('the next keys come after the imported ones', async () => {
    for (const table of ['consultant', 'timeslot', 'appointment', 'program']) {
      const { rows } = await db.owner.query<{ isAbove: boolean }>(`
        select nextval(pg_get_serial_sequence('${table}', 'id')) = coalesce(max(id), 0) + 1 as "isAbove" from ${table}`);
      expect(rows, table).toEqual([{ isAbove: true }]);
    }
  });
});

describe('the report of the sample', () => {
  test('says what was read, kept and looks wrong', () =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(SAMPLE);
      const report = await asOwner(db, client => importOriginal(client, files, { zone }));
      expect(report.overlaps).toEqual([
        { row: 6, appointmentId: 6, withAppointmentId: 5, of: 'CONSULTANT' },
      ]);
      expect(report.files[0]?.warnings).toMatchObject([
        { file: 'Customer.csv', row: 12, column: 'phonenumber', code: 'PHONE_WITHOUT_ZERO' },
      ]);
      expect(describeImport(report).split('\n')).toEqual([
        'Customer.csv: 12 rows read, 12 inserted',
        'Consultant.csv: 5 rows read, 5 inserted',
        'ConsultantSchedule.csv: 18 rows read, 18 inserted',
        'Appointment.csv: 15 rows read, 15 inserted',
        'AppointmentFeedback.csv: 6 rows read, 6 inserted',
        'CommunityProgram.csv: 4 rows read, 4 inserted',
        'ProgramParticipant.csv: 9 rows read, 9 inserted',
        '1 overlap of live appointments, kept and flagged:',
        '  Appointment.csv, row 6: appointment 6 overlaps 5 of the same consultant',
        '1 warning:',
        expect.stringMatching(/^ {2}Customer\.csv, row 12, phonenumber: .*\(PHONE_WITHOUT_ZERO\)$/),
      ]);
    }));

  test('is the same for LF, a byte order mark, headers in capitals, other columns and bytes that come one by one', () =>
    withDatabase(async db => {
      const files = Object.fromEntries(
        originalFileNames.map(name => {
          const [header = '', ...rest] = sampleText(name).replaceAll('\r\n', '\n').split('\n');
          const bytes = Buffer.from(`\uFEFF${[header.toUpperCase(), ...rest].join('\n')}`);
          return [name, () => Array.from(bytes, byte => Uint8Array.of(byte))];
        }),
      );
      const wider = changed(
        {},
        { 'AppointmentFeedback.csv': text => text.replaceAll('\r\n', ',x\r\n') },
      );
      const report = await asOwner(db, client =>
        importOriginal(
          client,
          { ...files, 'AppointmentFeedback.csv': wider['AppointmentFeedback.csv'] },
          { zone },
        ),
      );
      expect(report.files.map(({ read, inserted }) => [read, inserted])).toEqual(
        [12, 5, 18, 15, 6, 4, 9].map(number => [number, number]),
      );
      expect(report.files[4]?.unknownColumns).toEqual(['"x"']);
      const { rows } = await db.owner.query<Record<string, string>>(asInTheFile['Customer.csv']);
      expect(rows.map(row => row['fullname'])).toEqual(
        readRows(SAMPLE, 'Customer.csv').map(row => row['fullname']),
      );
    }));
});

test('phones that a spreadsheet damaged are kept as they are, with a warning', () =>
  withDatabase(async db => {
    const files = changed({ 'Customer.csv': ['0950000101', '"=""0950000101"""'] });
    const worse = { 'Customer.csv': (text: string) => text.replace('0950000102', '9.5E+08') };
    const report = await asOwner(db, client =>
      importOriginal(client, changed({}, worse, files), { zone }),
    );
    expect(report.files[0]?.warnings.map(({ row, code }) => [row, code])).toEqual([
      [2, 'PHONE_AS_FORMULA'],
      [3, 'PHONE_AS_NUMBER'],
      [12, 'PHONE_WITHOUT_ZERO'],
    ]);
    const { rows } = await db.owner.query(
      "select phone_number from customer where id = '7000000000000101'",
    );
    expect(rows).toEqual([{ phone_number: '="0950000101"' }]);
  }));
