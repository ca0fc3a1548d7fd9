import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllowedAction, type AppointmentAction } from '../../generated/graphql.ts';
import { addDays } from '../../services/shared/clock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { allRows, given, type Given } from '../support/given.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { chance } from '../support/random.ts';
import { type Rows } from '../support/rows.ts';
import { startService, type Person, type Service } from '../support/service.ts';

const TODAY = '2025-03-05';

let db: TestDatabase;
let service: Service;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  await fillAtRandom(db, { appointments: 70, today: TODAY, seed: 58 });
  service = startService(db.connection('api'));
  service.at(`${TODAY}T10:00:00+07:00`);
  make = given(db.owner);
  await overlapSome();
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

/** As an import brings them: active, and their customer is busy. */
async function overlapSome(): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query(`begin; set local meetassist.importing = 'on'`);
    await client.query(
      `insert into appointment (customer_id, date, start_time, legacy_overlap)
       select customer_id, date, start_time, true from appointment
        where status in ('PENDING', 'CONFIRMED') and date > $1 order by id limit 6`,
      [TODAY],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** A day that nobody has used, so that nothing about the time stands in the way. */
let days = 0;
const freshDay = () => addDays('2026-01-01', days++);

/** The mutation of each action, asked in the way that stands the best chance. */
const ways: Readonly<
  Record<
    AppointmentAction,
    (row: Rows['appointment']) => Promise<readonly [operation: string, input: object]>
  >
> = {
  UPDATE: async ({ id }) => [
    'Mutation.updateAppointment',
    { id: String(id), input: { description: `Lần ${days++}` } },
  ],
  CONFIRM: async ({ id }) => ['Mutation.confirmAppointment', { id: String(id) }],
  COMPLETE: async ({ id, outcome }) => [
    'Mutation.completeAppointment',
    { id: String(id), outcome: outcome ?? 'ATTENDED' },
  ],
  CANCEL: async ({ id }) => ['Mutation.cancelAppointment', { id: String(id), reason: 'Khách bận' }],
  RESCHEDULE: async ({ id }) => [
    'Mutation.rescheduleAppointment',
    {
      id: String(id),
      date: freshDay(),
      startTime: '09:00',
      overrides: ['OUTSIDE_SCHEDULE', 'SPECIALTY_MISMATCH'],
    },
  ],
  ASSIGN: async ({ id }) => [
    'Mutation.assignConsultant',
    {
      appointmentId: String(id),
      consultantId: String((await make.consultant({ id: 1000 + days++ })).id),
      overrides: ['OUTSIDE_SCHEDULE', 'SPECIALTY_MISMATCH'],
    },
  ],
  UNASSIGN: async ({ id }) => ['Mutation.unassignConsultant', { appointmentId: String(id) }],
  RECORD_FEEDBACK: async ({ id }) => [
    'Mutation.recordFeedback',
    { appointmentId: String(id), rating: 4.5 },
  ],
};

async function actionsOf(id: number, as: Person): Promise<AllowedAction[]> {
  const select = '{ allowedActions { action allowed reason } }';
  const { allowedActions } = await service.ask<{ allowedActions: AllowedAction[] }>(
    'Query.appointment',
    { id: String(id) },
    { as, select },
  );
  return allowedActions;
}

async function rowOf(id: number): Promise<Rows['appointment']> {
  const { rows } = await db.owner.query<{ row: Rows['appointment'] }>(
    'select to_jsonb(a) as row from appointment a where a.id = $1',
    [id],
  );
  const [found] = rows;
  if (!found) throw new Error(`appointment ${id} is gone`);
  return found.row;
}

/** Why the mutation refuses; null when it does not. */
async function refusal(
  { action }: AllowedAction,
  row: Rows['appointment'],
  as: Person,
): Promise<string | null> {
  const [operation, input] = await ways[action](row);
  const reply = await service.reply(operation, { ...input }, { as });
  return 'error' in reply ? reply.error.info.reason : null;
}

/** Tries what each says of itself, and gives what was met. */
async function agreement(
  appointments: readonly Rows['appointment'][],
  as: Person,
): Promise<Set<string>> {
  const luck = chance(58);
  const met = new Set<string>();
  for (const { id } of appointments) {
    const row = await rowOf(id);
    const actions = await actionsOf(id, as);
    expect(actions.map(({ action }) => action).sort()).toEqual(Object.keys(ways).sort());
    // What is refused changes nothing, so all of it can be tried, and then one of the others.
    const refused = actions.filter(({ allowed }) => !allowed);
    const open = actions.filter(({ allowed }) => allowed);
    for (const one of open.length > 0 ? [...refused, luck.of(open)] : refused) {
      expect(one.allowed).toBe(one.reason === null);
      const found = await refusal(one, row, as);
      expect([row, one.action, found]).toEqual([row, one.action, one.reason]);
      met.add(`${one.action} ${one.reason ?? 'allowed'}`);
    }
  }
  return met;
}

describe('what an appointment says of its actions is what their mutations do', () => {
  test('to an analyst, who may do none of them', async () => {
    const appointments = await allRows(db.owner, 'appointment', 'r.id');
    const met = await agreement(appointments.slice(0, 10), 'analyst');
    expect([...met].sort()).toEqual(
      Object.keys(ways)
        .map(action => `${action} NOT_PERMITTED`)
        .sort(),
    );
  });

  test('to a scheduler, who records no feedback', async () => {
    const appointments = await allRows(db.owner, 'appointment', 'r.id');
    const met = await agreement(appointments.slice(0, 10), 'scheduler');
    expect([...met].filter(one => one.endsWith('NOT_PERMITTED'))).toEqual([
      'RECORD_FEEDBACK NOT_PERMITTED',
    ]);
  });

  test('to an admin, with every reason there is', { timeout: 60_000 }, async () => {
    const appointments = await allRows(db.owner, 'appointment', 'r.id');
    const first = await agreement(appointments, 'admin');
    const second = await agreement(appointments, 'admin');
    expect([...new Set([...first, ...second])].sort()).toEqual([...everything].sort());
  });

  const everything = [
    'UPDATE allowed',
    'CONFIRM allowed',
    'CONFIRM ILLEGAL_TRANSITION',
    'CONFIRM UNASSIGNED',
    'CONFIRM CONSULTANT_DISABLED',
    'COMPLETE allowed',
    'COMPLETE ILLEGAL_TRANSITION',
    'COMPLETE NOT_STARTED',
    'CANCEL allowed',
    'CANCEL ILLEGAL_TRANSITION',
    'RESCHEDULE allowed',
    'RESCHEDULE ILLEGAL_TRANSITION',
    'RESCHEDULE CONSULTANT_DISABLED',
    'RESCHEDULE CUSTOMER_DISABLED',
    'ASSIGN allowed',
    'ASSIGN ILLEGAL_TRANSITION',
    'ASSIGN PAST_TIME',
    'ASSIGN CUSTOMER_DISABLED',
    'ASSIGN CUSTOMER_BUSY',
    'UNASSIGN allowed',
    'UNASSIGN ILLEGAL_TRANSITION',
    'RECORD_FEEDBACK allowed',
    'RECORD_FEEDBACK NO_MEETING',
    'RECORD_FEEDBACK FEEDBACK_EXISTS',
  ];
});
