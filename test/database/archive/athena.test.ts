import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { athenaDdl } from '../../../services/archive/athena.ts';
import {
  archivedTables,
  partitionSymlinkKey,
  runKey,
  symlinkKey,
} from '../../../services/archive/layout.ts';
import { type Bucket } from '../../../services/s3/bucket.ts';
import { athenaRows, athenaTables, listedObjects } from '../../support/archive/athena.ts';
import { archived, NOW, refusedRun, verified, ZONE } from '../../support/archive/run.ts';
import { restored } from '../../support/archive/restored.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { fillAtRandom } from '../../support/random-office.ts';
import { startS3, type TestS3 } from '../../support/s3.ts';

// Many runs, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

/** Every row of the database is in Athena once, under the day or the bucket that it has. */
async function expectSame(db: TestDatabase, bucket: Bucket): Promise<void> {
  const { rows: days } = await db.owner.query<{ from: string }>(
    `select to_char(min(date), 'YYYY-MM-DD') as from
       from (select date from timeslot union select date from appointment
              union select office_date(at) from audit_event) d`,
  );
  const from = days[0]?.from ?? '';
  const tables = athenaTables(
    athenaDdl({ bucket: bucket.name, database: 'office', from, until: 'NOW+2YEARS' }),
  );
  for (const [i, table] of archivedTables.entries()) {
    const { rows } = await db.owner.query<{ row: string }>(rowsOf[table]);
    const seen = await athenaRows(bucket, tables[i] ?? missing(table), NOW);
    const found = seen.map(({ partition, values }) =>
      [partition, ...keysOf[table].map(column => values[column])].join(' ').trim(),
    );
    expect(found.sort(), table).toEqual(rows.map(({ row }) => row).sort());
  }
}

const missing = (table: string): never => {
  throw new Error(`no statement for ${table}`);
};

const keysOf: Readonly<Record<(typeof archivedTables)[number], readonly string[]>> = {
  customer: ['id', 'version'],
  consultant: ['id', 'version'],
  timeslot: ['date', 'id', 'version'],
  appointment: ['date', 'id', 'version'],
  feedback: ['appointment_id', 'version'],
  program: ['id', 'version'],
  program_participant: ['program_id', 'customer_id'],
  assignment: ['id'],
  audit_event: ['id'],
};

const rowsOf: Readonly<Record<(typeof archivedTables)[number], string>> = {
  customer: `select concat_ws(' ', right(customer_partition(id), 2), id, version) as row from customer`,
  consultant: `select concat_ws(' ', id, version) as row from consultant`,
  timeslot: `select concat_ws(' ', date, date, id, version) as row from timeslot`,
  appointment: `select concat_ws(' ', date, date, id, version) as row from appointment`,
  feedback: `select concat_ws(' ', a.date, f.appointment_id, f.version) as row
               from feedback f join appointment a on a.id = f.appointment_id`,
  program: `select concat_ws(' ', id, version) as row from program`,
  program_participant: `select concat_ws(' ', program_id, customer_id) as row from program_participant`,
  assignment: `select concat_ws(' ', office_date(at), id) as row from assignment`,
  audit_event: `select concat_ws(' ', office_date(at), id) as row from audit_event`,
};

const listsWritten = (): string[] =>
  s3
    .requests()
    .flatMap(({ operation, key }) =>
      operation === 'PutObject' && key.startsWith('athena/') ? [key] : [],
    )
    .sort();

test('what the statements lead to is every archived row, once, after each run', () =>
  withDatabase(async db => {
    await fillAtRandom(db, { appointments: 60, today: '2026-11-20', seed: 8 });
    const lonely = await given(db.owner).appointment({ date: '2027-03-01' });
    const bucket = await s3.bucket();
    await archived(db, bucket);
    await expectSame(db, bucket);

    // It moves, and leaves a day without any row behind.
    await db.owner.query(`update appointment set date = '2027-03-08' where id = $1`, [lonely.id]);
    listsWritten();
    await archived(db, bucket);
    const written = listsWritten().filter(key => key.startsWith('athena/appointment/'));
    expect(written).toEqual([
      partitionSymlinkKey('appointment', 'date=2027-03-01'),
      partitionSymlinkKey('appointment', 'date=2027-03-08'),
      symlinkKey('appointment'),
    ]);
    await expectSame(db, bucket);

    await archived(db, bucket);
    expect(listsWritten()).toEqual([]);
  }));

test('a FULL run writes the lists that are not as they should be, and no others', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket();
    await given(db.owner).appointments(3, i => ({ date: `2026-12-0${i + 1}` }));
    await archived(db, bucket);
    const lost = partitionSymlinkKey('appointment', 'date=2026-12-01');
    const wrong = partitionSymlinkKey('appointment', 'date=2026-12-02');
    const tooMuch = partitionSymlinkKey('appointment', 'date=2026-12-09');
    await s3.remove(bucket.name, lost);
    const object = (await bucket.read(partitionSymlinkKey('appointment', 'date=2026-12-03')))?.body;
    for (const key of [wrong, tooMuch])
      await bucket.write(key, object ?? Buffer.of(), 'text/plain');
    await bucket.write(symlinkKey('program'), Buffer.from('s3://elsewhere/x\n'), 'text/plain');
    const alien = 'athena/program/of-somebody-else.sql';
    await bucket.write(alien, Buffer.from('select 1'), 'text/plain');
    listsWritten();
    await archived(db, bucket, { mode: 'FULL' });
    expect(listsWritten()).toEqual([lost, wrong, tooMuch, symlinkKey('program')]);
    expect((await bucket.read(alien))?.body.toString()).toBe('select 1');
    await expectSame(db, bucket);
  }));

test('what a run left undone behind its commit is done from a database that was restored from it', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket({ attempts: 1 });
    await given(db.owner).appointment({ date: '2026-12-01' });
    await archived(db, bucket);
    await given(db.owner).appointment({ date: '2026-12-02' });
    s3.fail('DENY', { operation: 'PutObject', key: 'metadata/runs/', times: Infinity });
    const { run_id } = await refusedRun(archived(db, bucket));
    s3.heal();
    await withDatabase(async to => {
      await restored(to, bucket, { now: NOW, zone: ZONE });
      expect(await archived(to, bucket)).toMatchObject({ outcome: 'UNCHANGED' });
      await expectSame(to, bucket);
      expect(await bucket.head(runKey(run_id))).toBeDefined();
      expect(await verified(to, bucket, true)).toMatchObject({ missing: [] });
      listsWritten();
      await archived(to, bucket);
      expect(listsWritten()).toEqual([]);
    });
  }));

test('no list names an object that is not archived, wherever a run is stopped', () =>
  withDatabase(async db => {
    const bucket = await s3.bucket({ attempts: 1 });
    await given(db.owner).appointment({ date: '2026-12-01' });
    await archived(db, bucket);
    let stopped = 0;
    for (let request = 0; ; request++) {
      await given(db.owner).appointment({ date: `2026-12-${10 + (request % 20)}` });
      s3.fail('DENY', { after: request, times: Infinity });
      const isDone = await archived(db, bucket).then(
        () => true,
        () => false,
      );
      s3.heal();
      for (const key of await listedObjects(bucket)) {
        expect(await bucket.head(key), key).toBeDefined();
      }
      if (isDone) break;
      stopped += 1;
      // What a stopped run left is put right by the next one.
      if (request % 4 === 3) {
        await archived(db, bucket);
        await expectSame(db, bucket);
      }
    }
    expect(stopped).toBeGreaterThan(10);
    await expectSame(db, bucket);
  }));
