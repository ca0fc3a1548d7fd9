import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataTables, rollupTables } from '../../services/db/tables.ts';
import { originalFileNames } from '../../services/import/formats.ts';
import { importOriginal, type ImportOptions } from '../../services/import/import-original.ts';
import { type OriginalFiles, readOriginalDirectory } from '../../services/import/original-files.ts';
import { ImportRefused, type ImportReport } from '../../services/import/report.ts';
import { targets } from '../../services/import/targets.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';
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

const folders = [
  SAMPLE,
  ...['clean', 'damaged'].map(name => path.join(SHARED_SAMPLES, name)),
].filter(existsSync);

describe.for(folders)('the files of %s', folder => {
  test('P-06: a second import of the same files changes nothing', () =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(folder);
      const first = await load(db, files);
      const before = await contents(db);
      const second = await load(db, files);
      expect(await contents(db)).toEqual(before);
      expect(counts(second)).toEqual(
        counts(first).map(({ read }) => ({ read, inserted: 0, identical: read, rejected: 0 })),
      );
      expect(second).toMatchObject({ outcome: 'IMPORTED', overlaps: [], disabledConsultants: [] });
    }));

  test('P-05: in every file rows read = inserted + identical + rejected, as the tables grow', () =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(folder);
      const half = await halves(files);
      for (const part of [half, files]) {
        const before = await sizes(db);
        const report = await load(db, part);
        expectBalanced(report);
        const after = await sizes(db);
        expect(report.files.map(({ inserted }) => inserted)).toEqual(
          after.map((size, i) => size - (before[i] ?? 0)),
        );
      }
    }));

  test('a dry run tells the same and changes nothing, sequences neither', () =>
    withDatabase(async db => {
      const files = await readOriginalDirectory(folder);
      const before = await contents(db);
      const told = await load(db, files, { dryRun: true });
      expect(await contents(db)).toEqual(before);
      expect(told).toEqual({ ...(await load(db, files)), outcome: 'DRY_RUN' });
    }));
});

test('P-05: rows that differ from the database’s refuse the whole import, each by row and column', () =>
  withDatabase(async db => {
    await load(db, changed({}));
    await db.owner.query(`update customer set notes = 'đã gọi' where id = '7000000000000102'`);
    await db.owner.query(`update timeslot set end_time = '08:50' where id = 1`);
    const before = await contents(db);
    const more = changed(
      {},
      { 'Customer.csv': text => `${text}7000000000000999,Lê An,,,,2026-01-01T00:00:00,false,\r\n` },
    );
    const report = await refused(db, more);
    expect(
      report.rejections.map(({ file, row, column, code }) => [file, row, column, code]),
    ).toEqual([
      ['Customer.csv', 3, 'notes', 'DIFFERS'],
      ['ConsultantSchedule.csv', 2, 'endtime', 'DIFFERS'],
    ]);
    expectBalanced(report);
    expect(counts(report)[0]).toEqual({ read: 13, inserted: 1, identical: 11, rejected: 1 });
    expect(await contents(db)).toEqual(before);
    expect(await load(db, more, { dryRun: true })).toEqual({ ...report, outcome: 'DRY_RUN' });
  }));

test('P-05: of a file with every kind of damage each row is counted once', () =>
  withDatabase(async db => {
    const files = changed({
      'Customer.csv': ['2026-02-03T09:09:09,false', 'soon,perhaps'],
      'Consultant.csv': ['2024-01-08,', 'x,'],
      'Appointment.csv': ['\r\n4,1,', '\r\n2,1,'],
    });
    const report = await refused(db, files);
    expectBalanced(report);
    expect(report.files.map(({ rejected }) => rejected)).toEqual([1, 1, 3, 3, 1, 0, 1]);
    expect(await sizes(db)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  }));

test('rows may refer to rows that only the database has', () =>
  withDatabase(async db => {
    const all = changed({});
    const { 'Appointment.csv': appointments, 'AppointmentFeedback.csv': feedback, ...people } = all;
    await load(db, people);
    const slots = await db.owner.query('select id, is_available from timeslot order by id');
    const report = await load(db, {
      'Appointment.csv': appointments,
      'AppointmentFeedback.csv': feedback,
    });
    expect(counts(report).map(({ inserted }) => inserted)).toEqual([0, 0, 0, 15, 6, 0, 0]);
    expect(
      (await db.owner.query('select id, is_available from timeslot order by id')).rows,
    ).toEqual(slots.rows);
  }));

test('a slot whose start is an appointment’s start was booked, whichever file came first', () =>
  withDatabase(async db => {
    const { 'ConsultantSchedule.csv': slots, ...others } = changed({});
    await load(db, others);
    await load(db, { 'ConsultantSchedule.csv': slots });
    const apart = await db.owner.query('select id, is_available from timeslot order by id');
    await withDatabase(async other => {
      await load(other, changed({}));
      const together = await other.owner.query('select id, is_available from timeslot order by id');
      expect(apart.rows).toEqual(together.rows);
    });
    expect(new Set(apart.rows.map(row => row.is_available))).toEqual(new Set([true, false]));
  }));

test('P-16: a column that may be missing and is gives the default, and is not compared later', () =>
  withDatabase(async db => {
    const without = changed(
      {},
      {
        'Customer.csv': () =>
          'customerid,fullname,createdat,isdisabled\r\nc1,Lê An,2026-01-01T00:00:00,false\r\n',
      },
    );
    const report = await load(db, { 'Customer.csv': without['Customer.csv'] });
    expect(report.files[0]?.missingColumns).toEqual([
      'email',
      'phonenumber',
      'dateofbirth',
      'notes',
    ]);
    await db.owner.query(`update customer set notes = 'mới' where id = 'c1'`);
    expect(counts(await load(db, { 'Customer.csv': without['Customer.csv'] }))[0]).toMatchObject({
      identical: 1,
    });
    const consultants = changed(
      {},
      {
        'Consultant.csv': () =>
          'consultantid,fullname,createdat,isdisabled\r\n7,Lê Bình,2026-01-01T00:00:00,false\r\n',
      },
    );
    await load(db, { 'Consultant.csv': consultants['Consultant.csv'] });
    const { rows } = await db.owner.query('select specialties, email from consultant');
    expect(rows).toEqual([{ specialties: [], email: null }]);
  }));

test('a file with only a header is suspect beside rows, and nothing special in an empty database', () =>
  withDatabase(async db => {
    const header = changed({}, { 'Customer.csv': text => `${text.split('\r\n')[0]}\r\n` })[
      'Customer.csv'
    ];
    expect(counts(await load(db, { 'Customer.csv': header }))[0]).toMatchObject({ read: 0 });
    await load(db, changed({}));
    const report = await refused(db, { 'Customer.csv': header });
    expect(report.rejections).toMatchObject([
      { file: 'Customer.csv', row: null, code: 'ONLY_HEADER' },
    ]);
  }));

test('of enabled consultants with one address the newest of the files stays enabled, or who has it here', () =>
  withDatabase(async db => {
    const file = (...rows: string[]): OriginalFiles => ({
      'Consultant.csv': Buffer.from(
        ['consultantid,fullname,email,createdat,isdisabled', ...rows, ''].join('\r\n'),
      ),
    });
    const old = '3,Lê An,tuvan@example.vn,2024-01-01T00:00:00,false';
    const fresh = '2,Lê An,TUVAN@example.vn,2025-01-01T00:00:00,false';
    const report = await load(db, file(old, fresh));
    expect(report.disabledConsultants).toEqual([{ row: 2, consultantId: 3, inFavourOf: 2 }]);
    const later = await load(
      db,
      file(old, fresh, '9,Lê An,tuvan@example.VN,2026-01-01T00:00:00,false'),
    );
    expect(later.disabledConsultants).toEqual([{ row: 4, consultantId: 9, inFavourOf: 2 }]);
    expect(counts(later)[1]).toEqual({ read: 3, inserted: 1, identical: 2, rejected: 0 });
    const { rows } = await db.owner.query('select id from consultant where not is_disabled');
    expect(rows).toEqual([{ id: 2 }]);
  }));

test('an appointment that overlaps one of the database is kept and flagged, the other one stays as it is', () =>
  withDatabase(async db => {
    await load(db, changed({}));
    const { rows } = await db.owner.query(
      `select id, consultant_id, date::text, start_time + interval '10 minutes' as time from appointment
        where status = 'COMPLETED' and not legacy_overlap order by id limit 1`,
    );
    const { id, consultant_id, date, time } = rows[0];
    const line = `9000,${consultant_id},7000000000000105,${date},${time},30,,completed,,2026-01-01T00:00:00,`;
    const header = sampleText('Appointment.csv').split('\r\n')[0];
    const report = await load(db, { 'Appointment.csv': Buffer.from(`${header}\r\n${line}\r\n`) });
    expect(report.overlaps).toContainEqual({
      row: 2,
      appointmentId: 9000,
      withAppointmentId: id,
      of: 'CONSULTANT',
    });
    const flags = await db.owner.query(
      'select id, legacy_overlap as flag from appointment where id = any($1) order by id',
      [[id, 9000]],
    );
    expect(flags.rows).toEqual([
      { id, flag: false },
      { id: 9000, flag: true },
    ]);
  }));

test('a slot that overlaps one of the database is refused, and so is one that was deleted', () =>
  withDatabase(async db => {
    await load(db, changed({}));
    await db.owner.query('delete from timeslot where id = 20');
    const [header, first = ''] = sampleText('ConsultantSchedule.csv').split('\r\n');
    const report = await refused(db, {
      'ConsultantSchedule.csv': Buffer.from(
        [header, first.replace(/^\d+/, '9000'), '20,1,2030-01-01,08:00:00,09:00:00,true', ''].join(
          '\r\n',
        ),
      ),
    });
    expect(report.rejections.map(({ row, code }) => [row, code])).toEqual([
      [2, 'SLOT_OVERLAP'],
      [3, 'WAS_DELETED'],
    ]);
  }));

test('nobody is added to a program of the database that is full', () =>
  withDatabase(async db => {
    const { 'ProgramParticipant.csv': participants, ...others } = changed({});
    await load(db, others);
    await db.owner.query('update program set capacity = 1 where id = 2');
    const report = await refused(db, { 'ProgramParticipant.csv': participants });
    expect(report.rejections.map(({ code }) => code)).toContain('PROGRAM_FULL');
    expectBalanced(report);
    await db.owner.query('update program set capacity = 100 where id = 2');
    await load(db, { 'ProgramParticipant.csv': participants });
  }));

test('P-15: rows of days that are not loaded are refused, those of other days go in', () =>
  withDatabase(async db => {
    const { 'Consultant.csv': consultants, 'Customer.csv': customers } = changed({});
    await load(db, { 'Consultant.csv': consultants, 'Customer.csv': customers });
    // As after loading a window: the ids of the archive were given out.
    await db.owner.query(
      `insert into unloaded_partition (table_name, date) values ('appointment', '2026-03-03'), ('feedback', '2026-03-04')`,
    );
    await db.owner.query(`select setval(pg_get_serial_sequence('appointment', 'id'), 100)`);
    const [header, first = ''] = sampleText('Appointment.csv').split('\r\n');
    const dated = (id: number, date: string): string =>
      first.replace(/^1,/, `${id},`).replace('2026-03-03', date);
    const appointments = (...lines: string[]): OriginalFiles => ({
      'Appointment.csv': Buffer.from([header, ...lines, ''].join('\r\n')),
    });
    const report = await refused(db, {
      ...appointments(
        dated(101, '2026-03-03'),
        dated(102, '2026-03-04'),
        dated(7, '2026-03-05'),
        dated(103, '2026-03-06'),
      ),
      'AppointmentFeedback.csv': Buffer.from(
        'appointmentid,rating,createdat\r\n9,5.0,2026-03-06T00:00:00\r\n103,5.0,2026-03-06T00:00:00\r\n',
      ),
    });
    expect(
      report.rejections.map(({ file, row, column, code }) => [file, row, column, code]),
    ).toEqual([
      ['Appointment.csv', 2, 'date', 'DAY_NOT_LOADED'],
      ['Appointment.csv', 3, 'date', 'DAY_NOT_LOADED'],
      ['Appointment.csv', 4, 'appointmentid', 'DAY_NOT_LOADED'],
      ['AppointmentFeedback.csv', 2, 'appointmentid', 'DAY_NOT_LOADED'],
    ]);
    expectBalanced(report);
    await load(db, appointments(dated(103, '2026-03-06')));
  }));

test('damaged phones are repaired when asked to, each change is listed, and a second time they are identical', () =>
  withDatabase(async db => {
    const files = changed(
      { 'Customer.csv': ['0950000101', '"=""0950000101"""'] },
      { 'Customer.csv': text => text.replace('0950000102', '9.5E+08') },
    );
    const report = await load(db, files, { fixPhones: true });
    expect(report.files[0]?.changes.map(({ row, code }) => [row, code])).toEqual([
      [2, 'PHONE_FORMULA_REMOVED'],
      [12, 'PHONE_ZERO_ADDED'],
    ]);
    expect(report.files[0]?.warnings.map(({ row, code }) => [row, code])).toEqual([
      [3, 'PHONE_AS_NUMBER'],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/950000/);
    expect(counts(await load(db, files, { fixPhones: true }))[0]).toMatchObject({ identical: 12 });
    const differing = await refused(db, files);
    expect(differing.rejections.map(({ row, column }) => [row, column])).toEqual([
      [2, 'phonenumber'],
      [12, 'phonenumber'],
    ]);
  }));

test('generated keys go on above the imported ones and are never taken back', () =>
  withDatabase(async db => {
    await db.owner.query(`select setval(pg_get_serial_sequence('appointment', 'id'), 5000)`);
    await load(db, changed({}));
    const { rows } = await db.owner.query<{ appointment: string; timeslot: string }>(`
      select nextval(pg_get_serial_sequence('appointment', 'id')) as appointment,
             nextval(pg_get_serial_sequence('timeslot', 'id')) - max(id) as timeslot from timeslot`);
    expect(rows).toEqual([{ appointment: '5001', timeslot: '1' }]);
  }));

test('what was merged in three steps is sound', () =>
  withDatabase(async db => {
    const files = changed({});
    await load(db, await halves(files));
    const service = startService(db.connection('api'));
    service.at('2030-03-05T12:00:00+07:00');
    try {
      await service.ask('Mutation.createCustomer', { input: { fullName: 'Nguyễn Thị Lan' } });
      await load(db, files);
      await load(db, files);
      const names = (await violationsIn(service)).map(({ name }) => name);
      expect(names).toEqual([]);
    } finally {
      await service.close();
    }
  }));

function load(
  db: TestDatabase,
  files: OriginalFiles,
  options: Omit<ImportOptions, 'zone'> = {},
): Promise<ImportReport> {
  return asOwner(db, client => importOriginal(client, files, { zone, ...options }));
}

async function refused(db: TestDatabase, files: OriginalFiles): Promise<ImportReport> {
  const error = await load(db, files).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ImportRefused)) throw new Error('was not refused', { cause: error });
  return error.report;
}

interface Counts {
  readonly read: number;
  readonly inserted: number;
  readonly identical: number;
  readonly rejected: number;
}

function counts(report: ImportReport): Counts[] {
  return report.files.map(({ read, inserted, identical, rejected }) => ({
    read,
    inserted,
    identical,
    rejected,
  }));
}

function expectBalanced(report: ImportReport): void {
  for (const { read, inserted, identical, rejected } of counts(report)) {
    expect(inserted + identical + rejected).toBe(read);
  }
}

/** The first half of the rows of those files that nothing else refers to, and all of the others. */
async function halves(files: OriginalFiles): Promise<OriginalFiles> {
  const shorter: Record<string, Uint8Array> = {};
  for (const name of originalFileNames) {
    const source = files[name];
    if (source === undefined) continue;
    const chunks: Uint8Array[] = [];
    if (source instanceof Uint8Array) chunks.push(source);
    else for await (const chunk of source()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const isReferredTo = [
      'Customer.csv',
      'Consultant.csv',
      'Appointment.csv',
      'CommunityProgram.csv',
    ].includes(name);
    const lines = text.split('\r\n');
    const some = isReferredTo ? lines : lines.slice(0, Math.max(2, lines.length >> 1));
    shorter[name] = Buffer.from(some.join('\r\n'));
  }
  return shorter;
}

/** Rows of the seven tables, in order of the files. */
async function sizes(db: TestDatabase): Promise<number[]> {
  const each = originalFileNames.map(name => `(select count(*)::int from ${targets[name].table})`);
  const { rows } = await db.owner.query<{ sizes: number[] }>(
    `select array[${each.join(', ')}] as sizes`,
  );
  return rows[0]?.sizes ?? [];
}

/** Every row of every table and what is marked as changed, with the place of each sequence. */
async function contents(db: TestDatabase): Promise<unknown> {
  const all = [...dataTables, ...rollupTables, 'archive_mark'].map(
    table => `select '${table}' as name, to_jsonb(r)::text as row from ${table} r`,
  );
  const { rows } = await db.owner.query(`${all.join(' union all ')} order by 1, 2`);
  const sequences = await db.owner.query(
    `select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`,
  );
  return { rows, sequences: sequences.rows };
}
