import { describe, expect, test } from 'vitest';
import { forgetMarks, readTracking } from '../../../services/archive/tracking-store.ts';
import { type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { meanwhile } from '../../support/interleaving.ts';

/** A database in which transactions gather marks that say so, and not one in a thousand. */
const withGathering = (use: (db: TestDatabase) => Promise<void>): Promise<void> =>
  withDatabase(async db => {
    await given(db.owner).program({ name: 'one' });
    await db.owner.query('delete from archive_mark');
    await db.owner.query(
      `alter table archive_mark disable trigger archive_mark_gathered;
       create trigger always after insert on archive_mark for each statement
         when (current_setting('test.gathers', true) = 'on') execute function gather_archive_marks()`,
    );
    await use(db);
  });
const gathers = `set local test.gathers = 'on'`;

const changed = `update program set content = coalesce(content, '') || 'x'`;

async function change(db: TestDatabase, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await db.owner.query(changed);
}

async function marks(db: TestDatabase): Promise<Record<string, number>> {
  const { rows } = await db.owner.query<{ name: string; marks: number }>(
    'select table_name as name, count(*)::int as marks from archive_mark group by 1',
  );
  return Object.fromEntries(rows.map(({ name, marks }) => [name, marks]));
}

async function asRun<T>(
  db: TestDatabase,
  use: (client: Parameters<typeof readTracking>[0]) => Promise<T>,
): Promise<T> {
  const client = await db.archive.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
}

describe('P-04: marks that are gathered while no run succeeds', () => {
  test('are as few as the partitions, not as many as the transactions', () =>
    withGathering(async db => {
      await change(db, 40);
      expect(await marks(db)).toEqual({ program: 40, audit_event: 40 });
      await db.owner.query(`${gathers}; ${changed}`);
      // Its own mark is the one that was gathered into.
      expect(await marks(db)).toEqual({ program: 1, audit_event: 1 });
      // Few are left as they are.
      await change(db, 7);
      await db.owner.query(`${gathers}; ${changed}`);
      expect(await marks(db)).toEqual({ program: 9, audit_event: 9 });
    }));

  test('stay for the next run when the one under way has not seen what they stand for', () =>
    withGathering(async db => {
      await change(db, 20);
      const { covered } = await asRun(db, readTracking);
      await db.owner.query(`${gathers}; ${changed}`);
      await asRun(db, client => forgetMarks(client, { covered }, 'r1'));
      const { marks: left, lastRunId } = await asRun(db, readTracking);
      expect(lastRunId).toBe('r1');
      expect(left).toContainEqual({ table: 'program', partition: 'all' });
    }));

  test('stay when somebody older commits behind the run’s snapshot and before the gathering', () =>
    withGathering(async db => {
      await meanwhile(db, 'owner', async older => {
        await older.query(`update program set name = name || '+'`);
        for (let i = 0; i < 10; i++) {
          await db.owner.query(
            `insert into archive_mark (table_name, partition) values ('program', 'all')`,
          );
        }
        const { covered } = await asRun(db, readTracking);
        await older.query('commit');
        await db.owner.query(
          `${gathers}; insert into archive_mark (table_name, partition) values ('customer', 'bucket=01')`,
        );
        expect(await marks(db)).toMatchObject({ program: 1 });
        await asRun(db, client => forgetMarks(client, { covered }, 'r1'));
        expect(await marks(db)).toMatchObject({ program: 1 });
      });
    }));

  test('make nobody wait: not the gatherer for others, nor a run for the gatherer', () =>
    withGathering(async db => {
      await change(db, 20);
      await meanwhile(db, 'owner', async writer => {
        await writer.query(
          `insert into archive_mark (table_name, partition) values ('consultant', 'all')`,
        );
        await meanwhile(db, 'owner', async gatherer => {
          const gather = `${gathers}; set local lock_timeout = '1ms'; ${mark}`;
          await gatherer.query(gather);
          // Nothing is left for a second one.
          await db.owner.query(gather);
          await asRun(db, async client => {
            await client.query(`set lock_timeout = '1ms'`);
            await forgetMarks(client, await readTracking(client), 'r1');
            await client.query('reset lock_timeout');
          });
          // What it had in hand is marked still when it comes to nothing.
          await gatherer.query('rollback; begin');
          expect(await marks(db)).toEqual({ program: 20, audit_event: 20 });
        });
        await writer.query('commit');
      });
      expect(await marks(db)).toMatchObject({ consultant: 1 });
    }));
});

const mark = `insert into archive_mark (table_name, partition) values ('customer', 'bucket=01')`;
