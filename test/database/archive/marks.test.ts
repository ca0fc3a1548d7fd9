import { type PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTracking, type Tracking } from '../../../services/archive/tracking-store.ts';
import { contentsOf, differences } from '../../support/archive/partition-contents.ts';
import { createDatabase, type TestDatabase, withDatabase } from '../../support/database.ts';
import { given } from '../../support/given.ts';
import { meanwhile } from '../../support/interleaving.ts';
import { chance, type Chance } from '../../support/random.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner.query('delete from archive_mark');
});

async function marked(): Promise<string[]> {
  const { rows } = await db.owner.query<{ name: string }>(
    `select distinct table_name || ' ' || partition as name from archive_mark`,
  );
  return rows.map(({ name }) => name).sort();
}

/** Within a transaction of one statement as a run reads it. */
async function trackingOf(role: 'archive' | 'owner'): Promise<Tracking> {
  const client = await db[role].connect();
  try {
    return await readTracking(client);
  } finally {
    client.release();
  }
}

const namesOf = ({ marks }: Tracking): string[] =>
  marks.map(({ table, partition }) => `${table} ${partition}`);

describe('P-04: a change marks the partitions that hold something else than before, and no other', () => {
  test.for([1, 2])(
    'of two hundred random statements, seed %i',
    { timeout: 120_000 },
    async seed => {
      const luck = chance(seed);
      const client = await db.owner.connect();
      let changes = 0;
      try {
        let before = await contentsOf(db.owner);
        for (let step = 0; step < 200; step++) {
          await client.query('delete from archive_mark');
          const done = await attempt(client, luck, statementAt(luck, `${seed}-${step}`));
          const after = await contentsOf(db.owner);
          const changed = differences(before, after);
          expect(await marked(), `step ${step}: ${done.statement}`).toEqual(changed);
          if (done.succeeded) changes++;
          before = after;
        }
      } finally {
        client.release();
      }
      // A storm of refusals would show nothing.
      expect(changes).toBeGreaterThan(100);
    },
  );
});

/** Runs a statement in a transaction of its own, at some hour around midnight, in somebody's way of writing dates. */
async function attempt(
  client: PoolClient,
  luck: Chance,
  statement: string,
): Promise<{ readonly statement: string; readonly succeeded: boolean }> {
  const hour = luck.between(14, 19);
  const style = luck.of(['ISO, YMD', 'German', 'SQL, MDY', 'Postgres, DMY']);
  await client.query(`begin; set local datestyle = '${style}'`);
  await client.query(`set local meetassist.now = '2025-03-0${luck.between(3, 5)}T${hour}:30:00Z'`);
  try {
    await client.query(statement);
    await client.query('commit');
    return { statement, succeeded: true };
  } catch {
    await client.query('rollback');
    return { statement, succeeded: false };
  }
}

/** Something that changes rows, or is refused; what it writes was never there before. */
function statementAt(luck: Chance, unique: string): string {
  const day = `'2025-03-${String(luck.between(1, 12)).padStart(2, '0')}'`;
  const otherDay = `'2025-03-${String(luck.between(1, 12)).padStart(2, '0')}'`;
  const hour = `'${String(luck.between(6, 20)).padStart(2, '0')}:00'`;
  const any = (table: string, key = 'id') =>
    `(select ${key} from ${table} order by md5(${key}::text || '${unique}') limit 1)`;
  const few = (table: string, key = 'id') =>
    `(select ${key} from ${table} order by md5(${key}::text || '${unique}') limit ${luck.between(1, 4)})`;
  return luck.of([
    `insert into customer (id, full_name) select '${unique}-' || i, 'x' from generate_series(1, ${luck.between(1, 4)}) i`,
    `update customer set notes = '${unique}' where id in ${few('customer')}`,
    `update customer set id = id || '+' where id = ${any('customer')}`,
    `insert into consultant (full_name) values ('${unique}')`,
    `update consultant set qualifications = '${unique}' where id in ${few('consultant')}`,
    `insert into timeslot (consultant_id, date, start_time, end_time)
       select id, d, time ${hour}, time ${hour} + interval '50 minutes' from consultant, unnest(array[${day}, ${otherDay}]::date[]) d
        where id in ${few('consultant')} on conflict do nothing`,
    `update timeslot set date = ${day}, is_available = not is_available where id in ${few('timeslot')}`,
    `delete from timeslot where id in ${few('timeslot')}`,
    `insert into appointment (customer_id, date, start_time, description) values (${any('customer')}, ${day}, ${hour}, '${unique}')`,
    `insert into appointment (customer_id, consultant_id, date, start_time, status)
       values (${any('customer')}, ${any('consultant')}, ${day}, ${hour}, 'CONFIRMED')`,
    `update appointment set date = ${day}, description = '${unique}' where id = ${any(`(select * from appointment where status = 'PENDING') a`)}`,
    `update appointment set description = '${unique}' where id in ${few('appointment')}`,
    `update appointment set status = 'COMPLETED', completed_at = office_now(), outcome = 'ATTENDED'
      where id = ${any(`(select * from appointment where status = 'CONFIRMED' and date < '2025-03-04') a`)}`,
    `update appointment set status = 'CANCELLED', cancelled_at = office_now() where id = ${any(`(select * from appointment where status = 'PENDING') a`)}`,
    `insert into feedback (appointment_id, rating, comment)
       select id, 4, '${unique}' from appointment a where status = 'COMPLETED'
          and not exists (select from feedback f where f.appointment_id = a.id) limit 2`,
    `update feedback set comment = '${unique}' where appointment_id in ${few('feedback', 'appointment_id')}`,
    `delete from feedback where appointment_id = ${any('feedback', 'appointment_id')}`,
    `insert into program (name, date) values ('${unique}', ${day})`,
    `update program set content = '${unique}' where id in ${few('program')}`,
    `insert into program_participant (program_id, customer_id) values (${any('program')}, ${any('customer')})`,
    `update program_participant set status = 'ATTENDED' where status = 'REGISTERED' and program_id = ${any('program')}`,
    `delete from program_participant where customer_id = ${any('customer')}`,
    `insert into assignment (appointment_id, to_consultant_id, strategy, actor, at)
       select ${any('appointment')}, ${any('consultant')}, 'MANUAL', 'x', t
         from unnest(array['2025-03-04T16:59:59.999999Z', '2025-03-04T17:00:00Z']::timestamptz[]) t`,
    `insert into audit_event (actor, action, entity, entity_id) values ('${unique}', 'x', 'customer', 'x')`,
    `select anonymise_customer(${any(`(select * from customer where full_name <> '—') c`)}, null)`,
  ]);
}

describe('who marks', () => {
  test('is asked once for each partition, however many rows there are', async () => {
    const { id } = await given(db.owner).consultant();
    await db.owner.query('delete from archive_mark');
    await db.owner.query(
      `insert into timeslot (consultant_id, date, start_time, end_time)
       select $1, date '2026-01-01' + d, time '08:00' + h * interval '15 minutes', time '08:10' + h * interval '15 minutes'
         from generate_series(0, 49) d, generate_series(0, 39) h`,
      [id],
    );
    const { rows } = await db.owner.query<{ name: string; marks: number }>(
      `select table_name as name, count(*)::int as marks from archive_mark group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { name: 'audit_event', marks: 1 },
      { name: 'timeslot', marks: 50 },
    ]);
  });

  test('unmarks what it undoes', async () => {
    await meanwhile(db, 'api', async other => {
      await other.query(
        `insert into program (name, date) values ('kept', '2025-03-05'); savepoint s`,
      );
      await other.query(
        `insert into customer (id, full_name) values ('undone', 'x'); rollback to s`,
      );
      await other.query('commit; begin');
      await other.query(`insert into consultant (full_name) values ('undone as well')`);
    });
    expect(namesOf(await trackingOf('archive'))).toEqual([
      expect.stringMatching(/^audit_event date=/),
      'program all',
    ]);
  });

  test.for([
    ['customer', `insert into customer (id, full_name) values ($1, 'x')`],
    ['consultant', `insert into consultant (full_name) values ($1)`],
    ['program', `insert into program (name, date) values ($1, '2025-03-05')`],
    [
      'timeslot',
      `insert into timeslot (consultant_id, date, start_time, end_time)
       select id, '2025-04-01', '09:00', '10:00' from consultant where full_name = $1`,
    ],
    [
      'appointment',
      `insert into appointment (customer_id, date, start_time) select id, '2999-04-01', '09:00' from customer where id = $1`,
    ],
  ] as const)('never waits for another who changes the same partition: %s', ([table, statement]) =>
    withDatabase(async own => {
      // Rollups are rows that two may meet in; what is left are the marks.
      await own.owner.query(`alter table ${table} disable trigger user`);
      for (const operation of ['insert', 'update', 'delete']) {
        await own.owner.query(
          `alter table ${table} enable trigger ${table}_marked_on_${operation}`,
        );
      }
      await given(own.owner).customers(2, i => ({ id: `in bucket ${i}` }));
      await given(own.owner).consultants(2, i => ({ full_name: `in bucket ${i}` }));
      await own.owner.query('delete from archive_mark');
      const names = table === 'customer' ? sameBucket : ['in bucket 0', 'in bucket 1'];
      await meanwhile(own, 'api', one =>
        meanwhile(own, 'api', async other => {
          await other.query(`set local lock_timeout = '1ms'`);
          await one.query(statement, [names[0]]);
          await other.query(statement, [names[1]]);
          await one.query('commit');
          await other.query('commit');
        }),
      );
      const { rows } = await own.owner.query<{ name: string }>(
        `select table_name || ' ' || partition as name from archive_mark where table_name = $1`,
        [table],
      );
      expect(rows).toHaveLength(2);
      expect(new Set(rows.map(({ name }) => name)).size).toBe(1);
    }),
  );
});

/** Ids of customers that are kept in one file. */
const sameBucket = ['c10', 'c28'];
