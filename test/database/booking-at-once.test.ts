import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppointmentStatus } from '../../generated/graphql.ts';
import { followers } from '../../services/appointment/transitions.ts';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { allRows, given, type Given } from '../support/given.ts';
import { meanwhile, untilWaiting } from '../support/interleaving.ts';
import { chance, type Chance } from '../support/random.ts';
import { startService, type Service } from '../support/service.ts';
import { expectSound } from '../support/soundness.ts';

const NOW = '2025-03-05T12:00:00+07:00';
const DAY = '2025-03-06';

let db: TestDatabase;
let make: Given;
/** As many containers as ask at once, each with its connection. */
const services: Service[] = [];
let one: Service;
let other: Service;
beforeAll(async () => {
  db = await createDatabase();
  make = given(db.owner);
  for (let i = 0; i < 40; i++) {
    const service = startService(db.connection('api'), { applicationName: `client-${i}` });
    // Clocks differ a little, so that what is written twice shows.
    service.at(new Date(Date.parse(NOW) + i).toISOString());
    services.push(service);
  }
  [one, other] = services as [Service, Service];
});
afterAll(async () => {
  await Promise.all(services.map(service => service.close()));
  await db.drop();
});

/** A consultant with slots of an hour from 09:00, 10:00, 11:00 and 14:00 of the day. */
async function consultantWithSlots(wanted = {}): Promise<{ id: string; slots: string[] }> {
  const { id } = await make.consultant(wanted);
  const slots: string[] = [];
  for (const hour of ['09', '10', '11', '14']) {
    const slot = await make.timeslot({
      consultant_id: id,
      date: DAY,
      start_time: `${hour}:00:00`,
      end_time: `${Number(hour) + 1}:00:00`,
    });
    slots.push(String(slot.id));
  }
  return { id: String(id), slots };
}

async function booking(consultantId: string | null, startTime = '09:00', more = {}) {
  const customerId = (await make.customer()).id;
  return { input: { customerId, consultantId, date: DAY, startTime, ...more } };
}

function book(service: Service, input: object): Promise<ServiceReply> {
  return service.reply('Mutation.createAppointment', { ...input });
}

function outcome(reply: ServiceReply): unknown {
  return 'error' in reply ? reply.error.info.reason : 'done';
}

/**
 * Both, so that the second is asked when the first has changed its rows but not committed: it waits for its event to be
 * written. `waiting` says how many sessions wait in the end.
 */
async function overlapping(
  first: () => Promise<ServiceReply>,
  second: () => Promise<ServiceReply>,
): Promise<readonly [ServiceReply, ServiceReply]> {
  return meanwhile(db, 'owner', async keeper => {
    await keeper.query('lock table audit_event in share mode');
    const earlier = first();
    await untilWaiting(db);
    const later = second();
    await untilWaiting(db, 2);
    await keeper.query('commit');
    return [await earlier, await later];
  });
}

describe('P-30: two at once', () => {
  test('the last place of a day is given once', async () => {
    const { id } = await consultantWithSlots({ max_per_day: 1 });
    const [first, second] = [await booking(id, '09:00'), await booking(id, '11:00')];
    const replies = await overlapping(
      () => book(one, first),
      () => book(other, second),
    );
    expect(replies.map(outcome)).toEqual(['done', 'DAY_FULL']);
  });

  test('and so it is when an appointment is moved there', async () => {
    const { id } = await consultantWithSlots({ max_per_day: 1 });
    const moved = await make.appointment({ consultant_id: Number(id), date: '2025-03-07' });
    const first = await booking(id, '09:00');
    const replies = await overlapping(
      () => book(one, first),
      () =>
        other.reply('Mutation.rescheduleAppointment', {
          id: String(moved.id),
          date: DAY,
          startTime: '11:00',
        }),
    );
    expect(replies.map(outcome)).toEqual(['done', 'DAY_FULL']);
  });

  test('a time is given once, and the other is offered what is free then', async () => {
    const { id, slots } = await consultantWithSlots();
    const [first, second] = [await booking(id, '10:00'), await booking(id, '10:30')];
    const [earlier, later] = await overlapping(
      () => book(one, first),
      () => book(other, { input: { ...second.input, overrides: ['OUTSIDE_SCHEDULE'] } }),
    );
    expect(outcome(earlier)).toBe('done');
    const [nine, , eleven, two] = slots;
    expect(later).toMatchObject({
      error: {
        info: {
          reason: 'SLOT_TAKEN',
          alternatives: [{ timeslotId: eleven }, { timeslotId: nine }, { timeslotId: two }],
        },
      },
    });
  });

  test('a customer is at one place at a time', async () => {
    const [here, there] = [await consultantWithSlots(), await consultantWithSlots()];
    const first = await booking(here.id);
    const second = { input: { ...first.input, consultantId: there.id } };
    const replies = await overlapping(
      () => book(one, first),
      () => book(other, second),
    );
    expect(replies.map(outcome)).toEqual(['done', 'CUSTOMER_BUSY']);
  });

  test('a slot is deleted, or booked', async () => {
    const gone = await consultantWithSlots();
    const late = await booking(gone.id);
    const remove = (service: Service, id = '') => service.reply('Mutation.deleteTimeslot', { id });
    const first = await overlapping(
      () => remove(one, gone.slots[0]),
      () => book(other, late),
    );
    expect(first.map(outcome)).toEqual(['done', 'OUTSIDE_SCHEDULE']);

    const kept = await consultantWithSlots();
    const early = await booking(kept.id);
    const second = await overlapping(
      () => book(one, early),
      () => remove(other, kept.slots[0]),
    );
    expect(second.map(outcome)).toEqual(['done', 'SLOT_IN_USE']);
  });

  test('a slot that is blocked meanwhile stays blocked, and a booking that came first stays booked', async () => {
    for (let round = 0; round < 20; round++) {
      const { id, slots } = await consultantWithSlots();
      const asked = await booking(id);
      const [blocked, booked] = await Promise.all([
        one.reply('Mutation.blockTimeslot', { id: slots[0] }),
        book(other, asked),
      ]);
      expect(outcome(blocked)).toBe('done');
      expect(['done', 'SLOT_BLOCKED']).toContain(outcome(booked));
      const again = await book(one, await booking(id));
      expect(['SLOT_BLOCKED', 'SLOT_TAKEN']).toContain(outcome(again));
    }
  });
});

describe('what only the constraint can see is answered in the same way', () => {
  /** By another clock the appointment is over, so nobody's rows are locked for it. */
  const unseen = `insert into appointment (consultant_id, customer_id, date, start_time) values ($1, $2, $3, '10:00')`;

  test.for(['created', 'moved'])('when one is %s', async way => {
    const { id, slots } = await consultantWithSlots();
    const moved = await make.appointment({
      consultant_id: Number(id),
      date: DAY,
      start_time: '14:00:00',
    });
    const guest = await make.customer();
    const asked = await booking(id, '10:00');
    await meanwhile(db, 'api', async bot => {
      await bot.query(unseen, [id, guest.id, DAY]);
      const reply =
        way === 'created'
          ? book(one, asked)
          : one.reply('Mutation.rescheduleAppointment', {
              id: String(moved.id),
              date: DAY,
              startTime: '10:00',
            });
      await untilWaiting(db);
      await bot.query('commit');
      const [nine, , eleven] = slots;
      expect(await reply).toMatchObject({
        error: {
          type: 'Conflict',
          info: {
            reason: 'SLOT_TAKEN',
            alternatives: [
              { timeslotId: nine, consultantId: id, date: DAY, startTime: '09:00:00' },
              { timeslotId: eleven, endTime: '12:00:00' },
            ],
          },
        },
      });
    });
  });
});

describe('a client that asks again under its token', () => {
  test('twenty times at once has one appointment and twenty equal answers', async () => {
    const { id } = await consultantWithSlots();
    const asked = { ...(await booking(id)), clientToken: 'twenty' };
    const replies = await Promise.all(
      services.slice(0, 20).map(service => service.reply('Mutation.createAppointment', asked)),
    );
    const [first] = replies;
    expect(first).toHaveProperty('data.id');
    expect(replies).toEqual(replies.map(() => first));
    const { rows } = await db.owner.query(
      `select a.id from appointment a where a.consultant_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);
    const { rows: notes } = await db.owner.query(
      `select from assignment s where s.to_consultant_id = $1`,
      [id],
    );
    expect(notes).toHaveLength(1);
  });

  test('for something else is told so', async () => {
    const { id } = await consultantWithSlots();
    const asked = { ...(await booking(id)), clientToken: 'other' };
    await book(one, asked);
    const later = { ...asked, input: { ...asked.input, startTime: '10:00' } };
    expect(outcome(await book(one, later))).toBe('TOKEN_REUSED');
    expect(outcome(await book(other, asked))).toBe('done');
  });
});

const statuses: readonly AppointmentStatus[] = ['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED'];

describe('P-29: all transitions of one appointment take one path', () => {
  test('whatever forty ask for at once', async () => {
    const luck = chance(29);
    for (let round = 0; round < 4; round++) {
      const { id: consultantId } = await consultantWithSlots();
      const { id } = await make.appointment({
        consultant_id: Number(consultantId),
        date: '2025-03-05',
        start_time: '09:00:00',
      });
      const ways: readonly (readonly [string, object])[] = [
        ['Mutation.confirmAppointment', {}],
        ['Mutation.completeAppointment', { outcome: 'ATTENDED' }],
        ['Mutation.completeAppointment', { outcome: 'NO_SHOW' }],
        ['Mutation.cancelAppointment', { reason: 'Khách bận' }],
        ['Mutation.rescheduleAppointment', { date: DAY, startTime: '10:00' }],
      ];
      const replies = await Promise.all(
        services.map(service => {
          const [operation, more] = luck.of(ways);
          return service.reply(operation, { id: String(id), ...more });
        }),
      );
      for (const reply of replies) {
        expect(['done', 'ILLEGAL_TRANSITION', 'NOT_STARTED']).toContain(outcome(reply));
      }
      const events = await db.owner.query<{
        action: string;
        from: string | null;
        to: string | null;
      }>(
        `select action, before ->> 'status' as from, after ->> 'status' as to from audit_event
          where entity = 'appointment' and entity_id = $1 and action <> 'insert' order by id`,
        [String(id)],
      );
      const path = events.rows.filter(({ to }) => to !== null);
      // Only moving changes something without going a way.
      const others = events.rows.filter(({ to }) => to === null).map(({ action }) => action);
      expect(others.filter(action => action !== 'rescheduleAppointment')).toEqual([]);
      expect(path.map(({ from }) => from)).toEqual([
        'PENDING',
        ...path.slice(0, -1).map(({ to }) => to),
      ]);
      expect(path.filter(({ from }) => from === 'COMPLETED' || from === 'CANCELLED')).toEqual([]);
      const [row] = await allRows(db.owner, 'appointment', `(r.id = ${id}) desc`);
      expect(row).toMatchObject({ status: path.at(-1)?.to, version: events.rows.length + 1 });
    }
  });
});

describe('P-30, P-33: a storm of forty on few people and days', () => {
  test('leaves no overlap, no event without its change, and no slot touched', async () => {
    const offices = await Promise.all([1, 2, 3].map(() => consultantWithSlots({ max_per_day: 3 })));
    const customers = await make.customers(6);
    const slots = await allRows(db.owner, 'timeslot', 'r.id');
    const ids: string[] = [];
    const luck = chance(30);
    const time = (chosen: Chance) => ({
      date: DAY,
      startTime: `${chosen.of(['09', '10', '11', '14'])}:${chosen.of(['00', '15', '30'])}`,
      durationMinutes: chosen.of([15, 30, 45, 60]),
      overrides: chosen.likely(30) ? ['OUTSIDE_SCHEDULE', 'DAY_FULL'] : null,
    });
    const create = async (service: Service): Promise<ServiceReply> => {
      const { id } = luck.of(offices);
      const consultantId = luck.likely(80) ? id : null;
      const customerId = luck.of(customers).id;
      const reply = await book(service, { input: { customerId, consultantId, ...time(luck) } });
      if ('data' in reply) ids.push((reply.data as { id: string }).id);
      return reply;
    };
    const change = (service: Service): Promise<ServiceReply> => {
      if (ids.length === 0) return create(service);
      const id = luck.of(ids);
      return luck.of([
        () => service.reply('Mutation.rescheduleAppointment', { id, ...time(luck) }),
        () => service.reply('Mutation.rescheduleAppointment', { id, ...time(luck) }),
        () => service.reply('Mutation.confirmAppointment', { id }),
        () => service.reply('Mutation.cancelAppointment', { id, reason: 'Khách bận' }),
      ])();
    };
    const client = async (service: Service): Promise<void> => {
      for (let turn = 0; turn < 12; turn++) {
        const reply = await (luck.likely(50) ? create(service) : change(service));
        expect(['done', ...refusals]).toContain(outcome(reply));
      }
    };
    await Promise.all(services.map(client));

    expect(ids.length).toBeGreaterThan(12);
    const { rows: overlaps } = await db.owner.query(
      `select a.id, b.id from appointment a join appointment b
           on a.id < b.id and a.date = b.date and (a.consultant_id = b.consultant_id or a.customer_id = b.customer_id)
          and a.start_time < b.start_time + make_interval(mins => b.duration_minutes)
          and b.start_time < a.start_time + make_interval(mins => a.duration_minutes)
        where a.status <> 'CANCELLED' and b.status <> 'CANCELLED'`,
    );
    expect(overlaps).toEqual([]);
    const { rows: unrecorded } = await db.owner.query(
      `select a.id from appointment a
        where a.id = any($1)
          and a.version <> (select count(*) from audit_event e where e.entity = 'appointment' and e.entity_id = a.id::text)`,
      [ids],
    );
    expect(unrecorded).toEqual([]);
    expect(await allRows(db.owner, 'timeslot', 'r.id')).toEqual(slots);
    await expectSound(db, { at: NOW });
  });

  const refusals = [
    'OUTSIDE_SCHEDULE',
    'SLOT_TAKEN',
    'DAY_FULL',
    'CUSTOMER_BUSY',
    'ILLEGAL_TRANSITION',
    'UNASSIGNED',
  ];
});

describe('P-32: the second line', () => {
  test.for(statuses.flatMap(from => statuses.map(to => [from, to] as const)))(
    'lets %s become %s only if the API does',
    async ([from, to]) => {
      const { id: consultant_id } = await make.consultant();
      const { id } = await make.appointment({ consultant_id, status: from, date: '2025-03-04' });
      const update = db.api.query(
        `update appointment set status = $2, cancelled_at = case when $2 = 'CANCELLED' then now() end where id = $1`,
        [id, to],
      );
      if (from === to || followers[from].includes(to)) await update;
      else
        await expect(update).rejects.toMatchObject({ constraint: 'appointment_legal_transition' });
    },
  );
});
