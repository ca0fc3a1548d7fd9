import { type ClientBase } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onClient } from '../../services/db/connection.ts';
import { invariants } from '../../services/invariants/all.ts';
import { checkAll } from '../../services/invariants/store.ts';
import { officeTime } from '../../services/shared/clock.ts';
import { createDatabase, withDatabase, type TestDatabase } from '../support/database.ts';
import { damages } from '../support/damages/index.ts';
import { soundOffice } from '../support/damages/sound-office.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { OFFICE_ZONE, startService, statementsOf } from '../support/service.ts';
import { expectSound, violationsIn } from '../support/soundness.ts';

const NOON = officeTime(new Date('2025-03-05T12:00:00+07:00'), OFFICE_ZONE);

let db: TestDatabase;
let client: ClientBase & { release(): void };
beforeAll(async () => {
  db = await createDatabase();
  client = await db.owner.connect();
  await soundOffice(client);
});
afterAll(async () => {
  client?.release();
  await db?.drop();
});

/** What is reported after the statements, which are undone. */
async function reportedAfter(statements: readonly string[]): Promise<Record<string, string[]>> {
  await client.query('begin');
  try {
    await client.query(`set local meetassist.now = '${NOON.instant}'`);
    for (const statement of statements) {
      const { rowCount, command } = await client.query(statement);
      if (/^(INSERT|UPDATE|DELETE)$/.test(command) && !rowCount) {
        throw new Error(`changes nothing: ${statement}`);
      }
    }
    const checks = await checkAll(onClient(client), NOON);
    return Object.fromEntries(
      checks
        .filter(({ violations }) => violations > 0)
        .map(({ name, violations, examples }) => {
          expect(violations).toBe(examples.length);
          return [name, examples.map(example => example.replace(/ event \d+$/, ' event *'))];
        }),
    );
  } finally {
    await client.query('rollback');
  }
}

describe('what violates an invariant is reported by it, and by no other', () => {
  test('the office that is damaged below is sound', () => expectSound(db));

  test.for(damages.map(damage => [damage.name, damage.title, damage] as const))(
    '%s: %s',
    async ([, , { name, statements, examples }]) => {
      expect(await reportedAfter(statements)).toEqual({ [name]: examples });
    },
  );

  test('each of them is damaged by one of these tests at least', () => {
    const damaged = new Set(damages.map(({ name }) => name));
    expect([...damaged].sort()).toEqual(invariants.map(({ name }) => name).sort());
  });
});

test('a meeting past midnight overlaps those of the next day, of the consultant and of the customer', async () => {
  expect(
    await reportedAfter([
      ...['within_its_day', 'no_overlap', 'customer_no_overlap'].map(
        rule => `alter table appointment drop constraint appointment_${rule}`,
      ),
      `insert into appointment (id, customer_id, consultant_id, date, start_time, duration_minutes) values
         (9, 'b', 2, '2025-03-07', '23:30', 60), (10, 'b', 2, '2025-03-08', '00:15', 15)`,
    ]),
  ).toEqual({
    appointment_no_overlap: ['10'],
    appointment_customer_no_overlap: ['10'],
    appointment_lasts_5_to_480_minutes: ['9'],
  });
});

test('an event is about a row only by its table and its number as it is written', async () => {
  expect(
    await reportedAfter([
      `insert into audit_event (actor, action, entity, entity_id, after) values
         ('x', 'x', 'nothing', '1', '{"version": 1}'), ('x', 'x', 'consultant', '01', '{"version": 1}'),
         ('x', 'x', 'appointment', '99999999999', '{"version": 1}')`,
    ]),
  ).toEqual({
    audit_event_of_a_row: ['nothing 1', 'consultant 01', 'appointment 99999999999'],
  });
});

test('of days that are not loaded nothing is asked, nor of what was told on them', async () => {
  expect(
    await reportedAfter([
      `alter table audit_event disable trigger user`,
      `alter table assignment disable trigger user`,
      `alter table appointment disable trigger appointment_recorded`,
      `alter table assignment drop constraint assignment_of_appointment`,
      // Loaded are the sixth but for its appointments, and records from the sixth on.
      `delete from audit_event`,
      `delete from assignment where id = 1`,
      `update assignment set at = '2025-03-06T09:00+07:00'`,
      `delete from appointment where date = '2025-03-06'`,
      `delete from client_token where operation in ('createAppointment', 'createTimeslot')`,
      `insert into unloaded_partition (table_name, date) values
         ('appointment', '2025-03-06'), ('audit_event', '2025-03-05'), ('assignment', '2025-03-05')`,
      `alter table audit_event enable trigger user`,
      `set local meetassist.now = '2025-03-06T12:00+07:00'`,
      `update customer set notes = 'x' where id = 'a'`,
      `update customer set notes = 'y' where id = 'a'`,
      `insert into audit_event (actor, action, entity, entity_id, before, after)
         values ('x', 'cancelAppointment', 'appointment', '1', '{"version": 4}', '{"version": 5}')`,
    ]),
  ).toEqual({});
});

describe('asking', () => {
  test('is one statement, whatever is wrong', async () => {
    const service = startService(db.connection('api'));
    try {
      const { names } = await statementsOf(() => violationsIn(service));
      expect(names).toEqual(['invariants']);
    } finally {
      await service.close();
    }
  });

  test('gives the first ten of many, and counts the others', async () => {
    await client.query('begin');
    await client.query(`update timeslot set end_time = end_time`);
    await client.query(`alter table timeslot disable trigger timeslot_recorded`);
    await client.query(
      `insert into customer (id, full_name) select 'many-' || i, 'x' from generate_series(1, 12) as i`,
    );
    await client.query(`alter table customer disable trigger customer_recorded`);
    await client.query(`update customer set notes = 'unrecorded' where id like 'many-%'`);
    const checks = await checkAll(onClient(client), NOON);
    await client.query('rollback');
    const check = checks.find(({ name }) => name === 'audit_event_of_the_last_change');
    expect(check?.violations).toBe(12);
    expect(check?.examples).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(i => `customer many-${i}`),
    ]);
  });
});

test('a random office is sound, but for the rules that it was filled without', () =>
  withDatabase(async other => {
    await fillAtRandom(other, { appointments: 250, today: NOON.date, seed: 7 });
    const service = startService(other.connection('api'));
    try {
      const names = (await violationsIn(service)).map(({ name }) => name);
      expect(names).toEqual([
        'appointment_started_when_completed',
        'appointment_of_enabled_people',
        'program_below_capacity',
      ]);
    } finally {
      await service.close();
    }
    await other.owner.query(`
      begin;
      set local meetassist.importing = 'on';
      update customer set is_disabled = false;
      update consultant set is_disabled = false;
      update program set capacity = null;
      update appointment set completed_at = date + interval '1 day' where status = 'COMPLETED';
      commit`);
    await expectSound(other);
  }));
