import { type PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { internalRules, refusals } from '../../services/db/constraint-errors.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { breaches, legacy } from '../support/breaches.ts';
import { given } from '../support/given.ts';
import { namedRules, namelessRefusals } from '../support/named-rules.ts';
import { documentedReasons } from '../support/reasons.ts';

/** Noon of the office; what lies ahead of it is the future. */
const NOW = '2025-03-05 12:00:00+07';

let db: TestDatabase;
let client: PoolClient;

/** Ids are fixed, so that the statements below can be read: customer c, d, off; consultant 1, 2, 9 (disabled). */
beforeAll(async () => {
  db = await createDatabase();
  const make = given(db.owner);
  await make.customer({ id: 'c' });
  await make.customer({ id: 'd' });
  await make.customer({ id: 'off', is_disabled: true });
  await make.consultant({ id: 1, email: 'One@example.vn' });
  await make.consultant({ id: 2 });
  await make.consultant({ id: 9, is_disabled: true, email: 'one@example.vn' });
  await make.timeslot({ id: 1, consultant_id: 1, date: '2025-03-06' });
  await make.timeslot({ id: 2, consultant_id: 2, date: '2025-03-06' });
  const future = { date: '2025-03-06' };
  const past = { date: '2025-03-04' };
  await make.appointment({ ...future, id: 1, customer_id: 'c', consultant_id: 1 });
  await make.appointment({
    ...past,
    id: 2,
    customer_id: 'c',
    consultant_id: 1,
    status: 'CONFIRMED',
  });
  await make.appointment({
    ...past,
    id: 3,
    customer_id: 'd',
    consultant_id: 2,
    status: 'COMPLETED',
  });
  await make.appointment({ ...past, id: 4, customer_id: 'd', status: 'CANCELLED' });
  await make.appointment({
    ...past,
    id: 5,
    start_time: '15:00',
    customer_id: 'd',
    consultant_id: 2,
    status: 'COMPLETED',
    outcome: 'NO_SHOW',
  });
  await make.appointment({ ...past, id: 6, start_time: '16:00', customer_id: 'd' });
  await make.feedback({ appointment_id: 3 });
  await make.program({ id: 1 });
  await make.program({ id: 2, capacity: 1 });
  await make.program({ id: 3, is_disabled: true });
  await make.program({ id: 4, status: 'COMPLETED' });
  await make.program({ id: 5, status: 'ONGOING' });
  await make.participant({ program_id: 1, customer_id: 'c' });
  await make.participant({ program_id: 2, customer_id: 'c' });
  await make.assignment({ id: 1, appointment_id: 1, to_consultant_id: 1 });
  // Rows that get an id by themselves do not meet those above.
  for (const table of [
    'consultant',
    'timeslot',
    'appointment',
    'program',
    'assignment',
    'audit_event',
  ]) {
    await db.owner.query(`alter table ${table} alter column id restart with 100`);
  }
});
afterAll(() => db.drop());

// Each case is undone, so none meets what another did.
beforeEach(async () => {
  client = await db.owner.connect();
  await client.query(`begin; set local meetassist.now = '${NOW}'`);
});
afterEach(async () => {
  await client.query('rollback');
  client.release();
});

describe('P-41: each rule refuses its breach by name', () => {
  test.for(breaches)('%s: %s', async ([constraint, statement]) => {
    await expect(client.query(statement)).rejects.toMatchObject({ constraint });
  });

  test("no zone but a real one is the office's", async () => {
    await expect(client.query(`update office set zone = 'Mars/Olympus'`)).rejects.toThrow();
  });

  test('every rule is in the table above', async () => {
    const covered = new Set(breaches.map(([constraint]) => constraint));
    const uncovered = (await namedRules(db.owner)).filter(name => !covered.has(name));
    expect(uncovered.filter(name => !ownRecords.test(name))).toEqual([]);
  });

  test('every rule has one answer for clients, or is one that no request can breach', async () => {
    const answered = [...Object.keys(refusals), ...internalRules];
    expect(answered.toSorted()).toEqual(await namedRules(db.owner));
  });

  test('nothing is refused without a name', async () => {
    expect(await namelessRefusals(db.owner)).toEqual([]);
  });

  test('the reason of every refusal is in the table of docs/api.md', () => {
    const documented = documentedReasons();
    const missing = Object.entries(refusals).filter(
      ([, { type, info }]) => !documented.get(type)?.has(info.reason),
    );
    expect(missing.map(([rule, { type, info }]) => [rule, type, info.reason])).toEqual([]);
  });
});

/** What only triggers, migrations and the bootstrap write. */
const ownRecords = /rollup_key$|^schema_migration_key$|^office_zone_exists$/;

describe('what the rules allow', () => {
  test.for([
    `update appointment set status = 'CONFIRMED', confirmed_at = now() where id = 1`,
    `update appointment set status = 'CONFIRMED' where id = 1; update appointment set status = 'PENDING', consultant_id = null where id = 1`,
    `update appointment set status = 'CANCELLED', cancelled_at = now(), cancel_reason = 'x' where id = 1`,
    `update appointment set status = 'CANCELLED', cancelled_at = now() where id = 2`,
    `update appointment set status = 'COMPLETED', completed_at = now(), outcome = 'NO_SHOW' where id = 2`,
    `update appointment set description = 'x', meeting_url = 'HTTPS://example.vn' where id = 3`,
    `update appointment set consultant_id = 2, start_time = '10:00' where id = 1`,
    // One ends when the other begins.
    `insert into appointment (customer_id, consultant_id, date, start_time) values ('c', 1, '2025-03-06', '10:00')`,
    `insert into appointment (customer_id, consultant_id, date, start_time) values ('c', 1, '2025-03-06', '08:00')`,
    // Cancelled ones take no time.
    `set local meetassist.importing = 'on'; insert into appointment (customer_id, consultant_id, date, start_time, status, cancelled_at) values ('c', 1, '2025-03-06', '09:00', 'CANCELLED', now())`,
    // What overlapped when it was imported may go on where it is, and to where nothing overlaps.
    `${legacy}; update appointment set status = 'CONFIRMED', description = 'x' where id = 9; update appointment set status = 'PENDING', consultant_id = null where id = 9`,
    `${legacy}; update appointment set start_time = '10:00' where id = 9`,
    `${legacy}; update appointment set consultant_id = null, description = 'x' where id = 1; update appointment set status = 'CANCELLED', cancelled_at = now() where id = 9`,
    `${legacy}; insert into appointment (customer_id, consultant_id, date, start_time) values ('c', 1, '2025-03-06', '10:30')`,
    // Up to midnight.
    `insert into appointment (customer_id, date, start_time, duration_minutes) values ('d', '2025-03-07', '23:30', 30)`,
    // The past of disabled people is open to corrections.
    `insert into appointment (customer_id, consultant_id, date, start_time, status) values ('off', 9, '2025-03-04', '09:00', 'CONFIRMED')`,
    `update customer set is_disabled = true where id = 'd'`,
    `update consultant set is_disabled = true where id = 2`,
    `update consultant set is_disabled = false, email = null where id = 9`,
    `update consultant set email = null where id = 1; update consultant set is_disabled = false where id = 9`,
    `update customer set date_of_birth = '2025-03-05' where id = 'c'`,
    `update timeslot set is_available = false where id = 1`,
    `update timeslot set start_time = '08:00' where id = 2`,
    `delete from timeslot where id = 2`,
    `insert into timeslot (consultant_id, date, start_time, end_time) values (1, '2025-03-06', '10:00', '10:05')`,
    `update feedback set rating = 0.5, comment = ''`,
    `update program set status = 'ONGOING' where id = 1; update program set status = 'COMPLETED' where id = 1`,
    `update program set status = 'COMPLETED' where id = 1`,
    `update program_participant set status = 'CANCELLED' where program_id = 1; update program_participant set status = 'REGISTERED' where program_id = 1`,
    `update program_participant set status = 'ATTENDED' where program_id = 1`,
    `update program_participant set status = 'CANCELLED' where program_id = 2; insert into program_participant (program_id, customer_id) values (2, 'd')`,
    `insert into program_participant (program_id, customer_id) values (5, 'd')`,
  ])('%s', async statement => {
    await expect(client.query(statement)).resolves.toBeDefined();
  });
});
