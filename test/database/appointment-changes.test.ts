import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type Service } from '../support/service.ts';

const NOW = '2025-03-05T12:00:00+07:00';
const DAY = '2025-03-12';

let db: TestDatabase;
let service: Service;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  make = given(db.owner);
});
beforeEach(() => service.at(NOW));
afterAll(async () => {
  await service.close();
  await db.drop();
});

interface Found {
  readonly id: string;
  readonly description: string | null;
  readonly status: string;
  readonly version: number;
}

async function found(id: string): Promise<Found> {
  return service.ask('Query.appointment', { id }, { select: 0 });
}

/** A consultant who keeps the whole of the day open. */
async function available(): Promise<string> {
  const { id } = await make.consultant();
  await make.timeslot({
    consultant_id: id,
    date: DAY,
    start_time: '09:00:00',
    end_time: '17:00:00',
  });
  return String(id);
}

describe('P-39: a description changes only when it is edited', () => {
  test('whatever else is done with the appointment, to either end', async () => {
    const consultantId = await available();
    const other = await available();
    const customerId = (await make.customer()).id;
    const description = 'Muốn đổi nghề';
    for (const end of ['Mutation.cancelAppointment', 'Mutation.completeAppointment']) {
      service.at(NOW);
      const { id } = await service.ask<Found>('Mutation.createAppointment', {
        input: { customerId, consultantId, date: DAY, startTime: '09:00', description },
      });
      const steps: readonly (readonly [string, object])[] = [
        ['Mutation.confirmAppointment', { id }],
        ['Mutation.rescheduleAppointment', { id, date: DAY, startTime: '10:00' }],
        ['Mutation.assignConsultant', { appointmentId: id, consultantId: other, reason: 'đổi' }],
        ['Mutation.unassignConsultant', { appointmentId: id, reason: 'đổi' }],
        ['Mutation.assignConsultant', { appointmentId: id, consultantId }],
        ['Mutation.updateAppointment', { id, input: { meetingUrl: 'https://example.vn/1' } }],
        ['Mutation.confirmAppointment', { id }],
        [end, { id, reason: 'Khách bận', outcome: 'ATTENDED' }],
        [end, { id, reason: 'Khách bận, lần nữa', outcome: 'ATTENDED' }],
      ];
      for (const [operation, input] of steps) {
        if (operation === end) service.at(`${DAY}T10:30:00+07:00`);
        await service.ask(operation, { ...input });
        expect([operation, (await found(id)).description]).toEqual([operation, description]);
      }
      await service.ask('Mutation.updateAppointment', { id, input: { description: 'Khác' } });
      expect((await found(id)).description).toBe('Khác');
      const { rows } = await db.owner.query<{ action: string }>(
        `select action from audit_event
          where entity = 'appointment' and entity_id = $1 and after ? 'description' order by id`,
        [id],
      );
      expect(rows.map(({ action }) => action)).toEqual(['createAppointment', 'updateAppointment']);
    }
  });
});

describe('what overlaps since it was imported', () => {
  /** Two of one customer at the same time, the second marked. */
  async function overlapping(): Promise<string> {
    const { id: customer_id } = await make.customer();
    await make.appointment({ customer_id, date: DAY, start_time: '09:00:00' });
    const { id } = await make.appointment({
      customer_id,
      date: DAY,
      start_time: '09:00:00',
      legacy_overlap: true,
    });
    return String(id);
  }

  test('cannot be assigned as it is', async () => {
    const id = await overlapping();
    const assigning = { appointmentId: id, consultantId: await available() };
    await expect(service.ask('Mutation.assignConsultant', assigning)).rejects.toMatchObject({
      info: { reason: 'CUSTOMER_BUSY' },
    });
  });

  test('keeps its customer busy for others', async () => {
    const id = await overlapping();
    const { rows } = await db.owner.query<{ customer_id: string }>(
      `update appointment set status = 'CANCELLED', cancelled_at = now()
        where customer_id = (select customer_id from appointment where id = $1) and id <> $1 returning customer_id`,
      [id],
    );
    const input = { customerId: rows[0]?.customer_id, date: DAY, startTime: '09:30' };
    await expect(service.ask('Mutation.createAppointment', { input })).rejects.toMatchObject({
      info: { reason: 'CUSTOMER_BUSY' },
    });
  });

  test('loses the right to when it is moved: the constraint holds for it again', async () => {
    const id = await overlapping();
    const moved = await service.ask('Mutation.rescheduleAppointment', {
      id,
      date: DAY,
      startTime: '15:00',
    });
    expect(moved).toMatchObject({ legacyOverlap: false, startTime: '15:00:00' });
    await expect(
      db.api.query(
        `insert into appointment (customer_id, date, start_time)
         select customer_id, date, start_time from appointment where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'appointment_customer_no_overlap' });
  });
});

describe('a meeting that is noted when it is over', () => {
  test('needs the override, and enabled people all the same', async () => {
    const consultantId = String((await make.consultant()).id);
    const left = String((await make.consultant({ is_disabled: true })).id);
    const customerId = (await make.customer()).id;
    const gone = (await make.customer({ is_disabled: true })).id;
    const over = { date: '2025-03-04', startTime: '09:00' };
    const overrides = ['PAST_TIME', 'OUTSIDE_SCHEDULE'];
    const reasonOf = async (input: object): Promise<unknown> => {
      const reply = await service.reply('Mutation.createAppointment', { input });
      return 'error' in reply ? reply.error.info.reason : null;
    };
    const asked = { ...over, customerId, consultantId, overrides };
    expect(await reasonOf({ ...asked, overrides: ['OUTSIDE_SCHEDULE'] })).toBe('PAST_TIME');
    expect(await reasonOf({ ...asked, customerId: gone })).toBe('CUSTOMER_DISABLED');
    expect(await reasonOf({ ...asked, consultantId: left })).toBe('CONSULTANT_DISABLED');
    expect(await reasonOf({ ...asked, consultantId: null, customerId: gone })).toBe(
      'CUSTOMER_DISABLED',
    );
    expect(await reasonOf(asked)).toBeNull();
  });
});

describe('the slots that are offered when an appointment cannot be moved', () => {
  test('count neither its own place in a full day nor the slot where it is', async () => {
    const { id: consultant_id } = await make.consultant({ max_per_day: 1 });
    const slots: string[] = [];
    for (const start of ['09:00:00', '11:00:00', '13:00:00']) {
      const end_time = `${Number(start.slice(0, 2)) + 1}:00:00`;
      const slot = await make.timeslot({ consultant_id, date: DAY, start_time: start, end_time });
      slots.push(String(slot.id));
    }
    const { id } = await make.appointment({ consultant_id, date: DAY, start_time: '11:00:00' });
    await expect(
      service.ask('Mutation.rescheduleAppointment', {
        id: String(id),
        date: DAY,
        startTime: '10:00',
      }),
    ).rejects.toMatchObject({
      info: {
        reason: 'OUTSIDE_SCHEDULE',
        alternatives: [{ timeslotId: slots[0] }, { timeslotId: slots[2] }],
      },
    });
  });
});
