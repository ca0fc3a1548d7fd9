import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, faultsOf, heldBy, notesOf, somebodyWaits } from '../support/assignments.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type Service } from '../support/service.ts';

const DAY = '2025-03-12';
const autoAssign = 'Mutation.autoAssignConsultant';

interface Answer {
  readonly consultant: { readonly id: string };
  readonly explanation: string;
  readonly candidates: readonly { readonly rank: number; readonly consultant: { id: string } }[];
}

let db: TestDatabase;
let service: Service;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  make = given(db.owner);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});
beforeEach(async () => {
  service.at('2025-03-05T12:00:00+07:00');
  await db.owner.query('truncate customer, consultant, audit_event cascade');
});

async function available(id: number, wanted = {}, slot = {}): Promise<void> {
  await make.consultant({ id, ...wanted });
  await make.timeslot({ consultant_id: id, date: DAY, end_time: '12:00:00', ...slot });
}

async function loaded(id: number, appointments: number): Promise<void> {
  await make.appointments(appointments, i => ({
    consultant_id: id,
    date: '2025-03-10',
    start_time: `1${i}:00:00`,
  }));
}

async function request(wanted = {}): Promise<string> {
  const { id } = await make.appointment({ date: DAY, start_time: '10:00:00', ...wanted });
  return String(id);
}

async function chosen(input: Readonly<Record<string, unknown>>): Promise<string> {
  const { consultant } = await service.ask<Answer>(autoAssign, input, { select: 2 });
  return consultant.id;
}

describe('automatic assignment', () => {
  test('takes the least loaded, then who was assigned longest ago, then the lower id', async () => {
    await available(1);
    await available(2);
    await available(3);
    await available(4);
    await loaded(1, 1);
    const some = await request({ start_time: '15:00:00' });
    const noted = { appointment_id: Number(some), at: '2025-03-01T00:00:00Z' };
    await make.assignment({ ...noted, to_consultant_id: 2 });
    expect(await chosen({ appointmentId: await request() })).toBe('3');
    expect(await chosen({ appointmentId: await request() })).toBe('4');
    expect(await chosen({ appointmentId: await request() })).toBe('2');
    expect(await chosen({ appointmentId: await request() })).toBe('1');
  });

  test('writes the assignment with its strategy and explanation, and one event', async () => {
    await available(1);
    await available(2);
    await loaded(1, 1);
    const appointmentId = await request();
    const { explanation } = await service.ask<Answer>(autoAssign, { appointmentId }, { select: 2 });
    expect(explanation).toBe(
      '0 appointments within seven days of the meeting, the fewest of the 2 who are free.',
    );
    expect(await notesOf(db.owner, appointmentId)).toEqual([
      {
        from_consultant_id: null,
        to_consultant_id: 2,
        strategy: 'LEAST_LOADED',
        reason: null,
        actor: 'sub-of-admin',
        explanation,
      },
    ]);
    expect(await eventsOf(db.owner, appointmentId)).toEqual([
      expect.objectContaining({ action: 'autoAssignConsultant', actor: 'sub-of-admin' }),
    ]);
  });

  test('never takes a mismatching specialty, unless that is overridden', async () => {
    await available(1, { specialties: ['IT'] });
    await available(2, { specialties: ['Luật'] });
    await loaded(2, 3);
    const law = () => request({ required_specialty: 'luat' });
    for (const strategy of ['LEAST_LOADED', 'SPECIALTY_THEN_LOAD']) {
      expect(await chosen({ appointmentId: await law(), strategy, dryRun: true })).toBe('2');
    }
    const overrides = ['SPECIALTY_MISMATCH'];
    const least = { appointmentId: await law(), overrides, dryRun: true };
    expect(await chosen(least)).toBe('1');
    expect(await chosen({ ...least, strategy: 'SPECIALTY_THEN_LOAD' })).toBe('2');
    await request({ consultant_id: 2 });
    expect(await chosen({ ...least, strategy: 'SPECIALTY_THEN_LOAD' })).toBe('1');
    expect(await service.reply(autoAssign, { appointmentId: await law() })).toMatchObject({
      error: { type: 'Conflict', info: { reason: 'NO_CANDIDATE' } },
    });
  });

  test('a dry run writes nothing and says what the real one then does', async () => {
    await available(1);
    await available(2);
    const appointmentId = await request();
    const ask = (dryRun: boolean) =>
      service.ask<Answer>(autoAssign, { appointmentId, dryRun }, { select: 2 });
    const planned = await ask(true);
    expect(planned).toMatchObject({ dryRun: true, appointment: { id: appointmentId, version: 1 } });
    expect(await heldBy(db.owner, appointmentId)).toMatchObject({ consultant: null, version: 1 });
    expect(await notesOf(db.owner, appointmentId)).toEqual([]);
    const { consultant, explanation, candidates } = await ask(false);
    expect(consultant).toEqual(planned.consultant);
    expect({ explanation, candidates }).toEqual({
      explanation: planned.explanation,
      candidates: planned.candidates,
    });
    expect(await heldBy(db.owner, appointmentId)).toMatchObject({
      consultant: Number(consultant.id),
    });
  });

  test('nobody: NO_CANDIDATE with the reason of each', async () => {
    await available(1, {}, { is_available: false });
    await make.consultant({ id: 2 });
    await available(3, { is_disabled: true });
    const appointmentId = await request();
    const { error } = (await service.reply(autoAssign, { appointmentId })) as { error?: unknown };
    expect(error).toMatchObject({
      type: 'Conflict',
      info: {
        reason: 'NO_CANDIDATE',
        candidates: [
          { consultantId: '1', reason: 'SLOT_BLOCKED' },
          { consultantId: '2', reason: 'OUTSIDE_SCHEDULE' },
        ],
      },
    });
  });

  test('moves on to the next when somebody takes the best one between the look and the write', async () => {
    await available(1);
    await available(2);
    const appointmentId = await request();
    const rival = await db.owner.connect();
    try {
      // Holds the consultant until the assignment waits for it, and has booked them by then.
      await rival.query('begin');
      await rival.query('select from consultant where id = 1 for no key update');
      const answer = service.ask<Answer>(autoAssign, { appointmentId }, { select: 2 });
      await somebodyWaits(db.owner);
      await rival.query(`update appointment set consultant_id = 1 where id = $1`, [
        await request({ start_time: '10:30:00' }),
      ]);
      await rival.query('commit');
      expect((await answer).consultant.id).toBe('2');
    } finally {
      rival.release();
    }
    expect(await heldBy(db.owner, appointmentId)).toMatchObject({ consultant: 2, version: 2 });
  });

  test('moves on, too, when only a rule of the database could tell', async () => {
    await available(1);
    await available(2);
    const appointmentId = await request();
    const robbed = await request({ start_time: '10:30:00' });
    const rival = await db.owner.connect();
    try {
      // Books without locking the consultant, as the chat bot may.
      await rival.query('begin');
      await rival.query(`update appointment set consultant_id = 1 where id = $1`, [robbed]);
      const answer = service.ask<Answer>(autoAssign, { appointmentId }, { select: 2 });
      await somebodyWaits(db.owner);
      await rival.query('commit');
      expect((await answer).consultant.id).toBe('2');
    } finally {
      rival.release();
    }
  });

  test('what has a consultant, is over, unknown or changed is refused as such', async () => {
    await available(1);
    const held = await request({ consultant_id: 1 });
    const over = await request({ status: 'CANCELLED' });
    const open = await request({ start_time: '09:00:00' });
    const refused = (input: Readonly<Record<string, unknown>>) => service.reply(autoAssign, input);
    expect(await refused({ appointmentId: held })).toMatchObject({
      error: { type: 'Conflict', info: { reason: 'ALREADY_ASSIGNED', consultantId: '1' } },
    });
    expect(await refused({ appointmentId: over })).toMatchObject({
      error: { info: { reason: 'ILLEGAL_TRANSITION', from: 'CANCELLED' } },
    });
    for (const dryRun of [true, false]) {
      expect(await refused({ appointmentId: open, expectedVersion: 9, dryRun })).toMatchObject({
        error: { info: { reason: 'STALE_VERSION', version: 1 } },
      });
    }
    expect(await refused({ appointmentId: '999999' })).toMatchObject({
      error: { info: { reason: 'APPOINTMENT_NOT_FOUND', id: '999999' } },
    });
  });

  test('P-30: many at once for the same hour never share a consultant', async () => {
    for (let id = 1; id <= 5; id++) await available(id);
    const requests = await Promise.all(Array.from({ length: 8 }, () => request()));
    const services = requests.map(() => startService(db.connection('api')));
    try {
      const replies = await Promise.all(
        services.map((each, i) => {
          each.at('2025-03-05T12:00:00+07:00');
          return each.reply(autoAssign, { appointmentId: requests[i] });
        }),
      );
      expect(replies.filter(reply => 'data' in reply)).toHaveLength(5);
      for (const reply of replies) {
        if ('error' in reply) {
          expect(reply.error).toMatchObject({ info: { reason: 'NO_CANDIDATE' } });
        }
      }
      expect(await faultsOf(db.owner, DAY)).toEqual([]);
    } finally {
      await Promise.all(services.map(each => each.close()));
    }
  });
});
