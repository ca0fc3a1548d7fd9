import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { chance, type Chance } from '../support/random.ts';
import { given } from '../support/given.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';

const TODAY = '2025-03-05';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
  await fillAtRandom(db, { appointments: 150, today: TODAY, seed: 31 });
});
afterAll(() => db.drop());

async function expectExact(when: string): Promise<void> {
  for (const name of rollupNames) {
    const { stored, counted } = await storedAndCounted(db.owner, name);
    expect(stored, `${name} ${when}`).toEqual(counted);
  }
}

const some = `(select id from appointment order by md5(id::text || $1::text) limit $2)`;
const held = `(select id from appointment where status = 'COMPLETED' and outcome is distinct from 'NO_SHOW' order by md5(id::text || $1::text) limit $2)`;

/** Changes by every way there is: $1 is a number of its own, $2 how many rows. What a rule refuses stays undone. */
const changes: readonly string[] = [
  `insert into appointment (customer_id, consultant_id, date, start_time, status, required_specialty, created_at)
   select 'zalo-' || (i * 7 + $1) % 30, nullif((i + $1) % 9, 0), date '${TODAY}' + (i + $1)::int % 20, make_time(20 + (i + $1)::int % 4, 0, 0),
          'PENDING', case when i % 2 = 0 then 'Luật' end, timestamptz '2025-03-01' + make_interval(mins => ($1 * 37 + i) % 5000)
     from generate_series(1, $2::int) as i`,
  `update appointment set status = 'CONFIRMED' where id in ${some} and status = 'PENDING' and consultant_id is not null`,
  `update appointment set status = 'COMPLETED', outcome = case when id % 3 = 0 then 'NO_SHOW' else 'ATTENDED' end where id in ${some} and status = 'CONFIRMED'`,
  `update appointment set outcome = case when outcome = 'NO_SHOW' then null else outcome end where id in ${some} and not exists (select from feedback where appointment_id = id)`,
  `update appointment set status = 'CANCELLED', cancelled_at = now() where id in ${some} and status in ('PENDING', 'CONFIRMED')`,
  `update appointment set status = 'PENDING', consultant_id = null where id in ${some} and status in ('PENDING', 'CONFIRMED')`,
  `update appointment set consultant_id = 1 + (id + $1::int) % 8 where id in ${some} and status in ('PENDING', 'CONFIRMED')`,
  `update appointment set date = date + ($1::int % 5 - 2) where id in ${some} and status in ('PENDING', 'CONFIRMED')`,
  `update appointment set duration_minutes = 15 + ($1::int % 4) * 5 where id in ${some} and status in ('PENDING', 'CONFIRMED')`,
  `update appointment set required_specialty = case when $1::int % 2 = 0 then 'IT' end where id in ${some}`,
  `update appointment set created_at = created_at + interval '20 minutes' where id in ${some}`,
  `update appointment set description = 'changed ' || $1::text where id in ${some}`,
  `delete from appointment a where id in ${some} and not exists (select from feedback where appointment_id = a.id)`,
  `insert into feedback (appointment_id, rating) select id, ($1::int % 11) / 2.0 from ${held} h on conflict do nothing`,
  `insert into feedback (appointment_id, rating) select id, ($1::int % 11) / 2.0 from ${held} h on conflict (appointment_id) do update set rating = excluded.rating`,
  `update feedback set rating = ($1::int % 11) / 2.0 where appointment_id in ${held}`,
  `delete from feedback where appointment_id in ${held}`,
  `insert into timeslot (consultant_id, date, start_time, end_time, is_available)
   select 1 + (i + $1) % 8, date '${TODAY}' + 10 + i::int, make_time(8 + $1::int % 10, 0, 0), make_time(8 + $1::int % 10, 45, 0), i % 3 > 0
     from generate_series(1, $2::int) as i`,
  `update timeslot set is_available = not is_available where id % 7 = $1::int % 7 and $2::int > 0`,
  `update timeslot set end_time = end_time - interval '5 minutes' where id % 11 = $1::int % 11 and $2::int > 0`,
  `update timeslot set consultant_id = 1 + consultant_id % 8, date = date + 40 where id % 13 = $1::int % 13 and $2::int > 0`,
  `delete from timeslot where id % 17 = $1::int % 17 and $2::int > 0`,
  `insert into customer (full_name, created_at) select 'new', timestamptz '2025-03-01' + make_interval(mins => $1::int * 11 + i) from generate_series(1, $2::int) as i`,
  `update customer set is_disabled = not is_disabled where full_name = 'new' and md5(id) < '8' and $1::int > 0 and $2::int > 0`,
  `delete from customer where full_name = 'new' and md5(id || $1::text) < '4' and $2::int > 0`,
  `insert into program_participant (program_id, customer_id) select 1 + $1::int % 18, 'zalo-' || i from generate_series(1, $2::int) as i on conflict do nothing`,
  `update program_participant set status = 'CANCELLED' where status = 'REGISTERED' and program_id = 1 + $1::int % 18 and $2::int > 0`,
  `update program_participant set status = 'ATTENDED' where status = 'REGISTERED' and program_id % 4 = $1::int % 4 and $2::int > 0`,
  `delete from program_participant where program_id = 1 + $1::int % 18 and $2::int > 3`,
];

/** Refusals by a rule, and the ends of a race that PostgreSQL breaks off. */
const expectedCodes = ['23505', '23514', '23P01', '23001', '23503', '23502', '40P01', '40001'];

async function change(statement: string, luck: Chance, most = 6): Promise<boolean> {
  try {
    const { rowCount } = await db.owner.query(statement, [
      luck.between(1, 999),
      luck.between(1, most),
    ]);
    return (rowCount ?? 0) > 0;
  } catch (error) {
    const { code } = error as { code?: string };
    if (!expectedCodes.includes(code ?? '')) throw error;
    return false;
  }
}

describe('rollups are exact', () => {
  test('after the rows were loaded', () => expectExact('after loading'));

  test('after each kind of change', async () => {
    const luck = chance(1);
    for (const statement of changes) {
      let changed = false;
      for (let i = 0; i < 8; i++) changed = (await change(statement, luck)) || changed;
      expect(changed, `changes nothing: ${statement}`).toBe(true);
      await expectExact(`after ${statement}`);
    }
  }, 30_000);

  test('after each kind of change of one row at a time', async () => {
    const luck = chance(3);
    for (const statement of changes) {
      for (let i = 0; i < 12; i++) await change(statement, luck, 1);
      await expectExact(`after ${statement}`);
    }
  }, 30_000);

  test('after random changes from four connections at once', async () => {
    const luck = chance(2);
    for (let round = 0; round < 12; round++) {
      const statements = Array.from({ length: 24 }, () => luck.of(changes));
      await Promise.all(statements.map(statement => change(statement, luck)));
      await expectExact(`after round ${round}`);
    }
    const { rows } = await db.owner.query<{ shards: number }>(
      'select count(distinct shard)::int as shards from day_rollup',
    );
    expect(rows[0]?.shards, 'several connections wrote').toBeGreaterThan(1);
  }, 30_000);

  test('although bookings of the same day and subject do not wait for each other', async () => {
    const make = given(db.owner);
    const customers = await make.customers(8);
    const consultants = await make.consultants(8, i => ({ id: 1_001 + i }));
    const bookings = customers.map(() => new Client(db.connection('api')));
    try {
      await Promise.all(bookings.map(each => each.connect()));
      // None is committed before the last one is made: a booking that waited for another would wait in vain.
      for (const [i, booking] of bookings.entries()) {
        await booking.query(
          `begin; set local lock_timeout = '10s'; set local meetassist.now = '${TODAY}'`,
        );
        await booking.query(
          `insert into appointment (customer_id, consultant_id, date, start_time, required_specialty)
           values ($1, $2, date '${TODAY}' + 30, '05:00', 'Luật')`,
          [customers[i]?.id, consultants[i]?.id],
        );
      }
      await Promise.all(bookings.map(each => each.query('commit')));
    } finally {
      await Promise.all(bookings.map(each => each.end()));
    }
    await expectExact('afterwards');
  });

  test('after everything is gone', async () => {
    await db.owner.query(
      `delete from feedback; delete from appointment; delete from timeslot; delete from program_participant; delete from customer`,
    );
    await expectExact('at the end');
  });
});
