import { type ClientBase } from 'pg';
import { expect, test } from 'vitest';
import {
  forgetMarks,
  readTracking,
  type Tracking,
} from '../../../services/archive/tracking-store.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { meanwhile, untilWaiting } from '../../support/interleaving.ts';

/** As the archive's role, on a connection of its own. */
async function asArchive<T>(db: TestDatabase, use: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await db.archive.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
}

const request = (day: string): string =>
  `insert into appointment (customer_id, date, start_time) values ('c', '${day}', '09:00')`;
const daysOf = ({ marks }: Tracking): string[] =>
  marks.filter(({ table }) => table === 'appointment').map(({ partition }) => partition);

test('P-07: a change that is committed while a run is under way is in that run or the next', () =>
  withDatabase(async db => {
    await given(db.owner).customer({ id: 'c' });
    await db.owner.query(request('2999-01-01'));
    const covered = await asArchive(db, run =>
      meanwhile(db, 'api', async early =>
        meanwhile(db, 'api', async late => {
          await early.query(request('2999-01-02'));
          await run.query('begin isolation level repeatable read, read only');
          const tracking = await readTracking(run);
          expect(daysOf(tracking)).toEqual(['date=2999-01-01']);
          await late.query(request('2999-01-03'));
          await late.query('commit');
          // One that began before the snapshot, and changes once more after it what the snapshot has seen.
          await early.query(request('2999-01-04'));
          await early.query('commit');
          await db.api.query(request('2999-01-05'));
          expect(daysOf(await readTracking(run))).toEqual(['date=2999-01-01']);
          await run.query('commit');
          return tracking;
        }),
      ),
    );
    await asArchive(db, client => forgetMarks(client, covered, 'run-1'));
    const after = await asArchive(db, readTracking);
    expect(after.lastRunId).toBe('run-1');
    const left = ['date=2999-01-02', 'date=2999-01-03', 'date=2999-01-04', 'date=2999-01-05'];
    expect(daysOf(after)).toEqual(left);
    // A second time nothing more goes.
    await asArchive(db, client => forgetMarks(client, covered, 'run-1'));
    expect(daysOf(await asArchive(db, readTracking))).toEqual(left);
    await asArchive(db, client => forgetMarks(client, after, 'run-2'));
    expect(await asArchive(db, readTracking)).toMatchObject({ lastRunId: 'run-2', marks: [] });
  }));

test('a transaction that is still open when a run forgets is in the next one', () =>
  withDatabase(async db => {
    await given(db.owner).customer({ id: 'c' });
    await meanwhile(db, 'api', async open => {
      await open.query(request('2999-01-02'));
      await asArchive(db, async client => forgetMarks(client, await readTracking(client), 'run-1'));
      await open.query('commit');
    });
    expect(daysOf(await asArchive(db, readTracking))).toEqual(['date=2999-01-02']);
  }));

test('the tracking of a database that is new says so', () =>
  withDatabase(async db => {
    const { rows } = await db.owner.query<{ number: number }>(
      'select max(number)::int as number from schema_migration',
    );
    const tracking = await asArchive(db, readTracking);
    expect(tracking).toEqual({
      databaseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      lastRunId: null,
      isRestored: false,
      knownRuns: [],
      wasArchived: false,
      covered: expect.stringMatching(/^\d+:\d+:/),
      strangeTables: [],
      zone: 'Asia/Ho_Chi_Minh',
      schemaVersion: rows[0]?.number,
      marks: [],
      unloaded: [],
      loadedDays: [],
      lastIds: {
        customer: null,
        consultant: null,
        timeslot: null,
        appointment: null,
        feedback: null,
        program: null,
        program_participant: null,
        assignment: null,
        audit_event: null,
      },
    });
  }));

test('P-02: the last ids are those that were given out, whether or not their rows are still there', () =>
  withDatabase(async db => {
    const { id } = await given(db.owner).timeslot();
    await db.owner.query('delete from timeslot');
    const { lastIds } = await asArchive(db, readTracking);
    expect(lastIds).toMatchObject({ timeslot: id, consultant: 1, appointment: null });
  }));

test('P-15: what is not loaded is told by partition, and the windows that are', () =>
  withDatabase(async db => {
    await db.owner.query(`
      insert into unloaded_partition (table_name, date) values
        ('timeslot', '2025-03-06'), ('appointment', '2025-12-31'), ('appointment', '2025-03-06');
      insert into loaded_days (from_date, to_date) values ('2025-03-09', '2025-03-10'), ('2025-03-01', '2025-03-03')`);
    expect(await asArchive(db, readTracking)).toMatchObject({
      unloaded: [
        { table: 'appointment', partition: 'date=2025-03-06' },
        { table: 'appointment', partition: 'date=2025-12-31' },
        { table: 'timeslot', partition: 'date=2025-03-06' },
      ],
      loadedDays: [
        { from: '2025-03-01', to: '2025-03-03' },
        { from: '2025-03-09', to: '2025-03-10' },
      ],
    });
  }));

test.for([
  ['another zone', `update office set zone = 'Asia/Tokyo'`],
  ['a table that is emptied at once', 'truncate program_participant'],
] as const)('P-04: marks are not relied on after what they do not tell: %s', ([, statement]) =>
  withDatabase(async db => {
    await asArchive(db, async client => forgetMarks(client, await readTracking(client), 'run-1'));
    await db.owner.query(statement);
    expect((await asArchive(db, readTracking)).lastRunId).toBeNull();
  }),
);

test.for(['before', 'after'] as const)(
  'P-04: nor when it happens while a run is under way, and is committed %s the run begins to forget',
  order =>
    withDatabase(async db => {
      await given(db.owner).customer({ id: 'c' });
      const covered = await asArchive(db, client => readTracking(client));
      await meanwhile(db, 'owner', async owner => {
        await owner.query(`update office set zone = 'Asia/Tokyo'`);
        if (order === 'before') await owner.query('commit');
        const forgotten = asArchive(db, client => forgetMarks(client, covered, 'run-1'));
        if (order === 'after') {
          await untilWaiting(db);
          await owner.query('commit');
        }
        await forgotten;
      });
      const after = await asArchive(db, readTracking);
      expect(after).toMatchObject({ lastRunId: null, marks: [] });
      await asArchive(db, client => forgetMarks(client, after, 'run-2'));
      expect((await asArchive(db, readTracking)).lastRunId).toBe('run-2');
    }),
);

test('the same zone again changes nothing', () =>
  withDatabase(async db => {
    await asArchive(db, async client => forgetMarks(client, await readTracking(client), 'run-1'));
    await db.owner.query(`update office set zone = zone`);
    expect((await asArchive(db, readTracking)).lastRunId).toBe('run-1');
  }));
