import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pool, type PoolClient } from 'pg';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given, type Wanted } from '../support/given.ts';
import { meanwhile, untilWaiting } from '../support/interleaving.ts';
import { chance } from '../support/random.ts';
import { startService, type Service } from '../support/service.ts';
import { expectSound } from '../support/soundness.ts';

const NOW = '2025-03-05T12:00:00+07:00';
const AHEAD = { date: '2025-03-06', start_time: '09:00:00' };

let db: TestDatabase;
let service: Service;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  service.at(NOW);
  make = given(db.owner);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

/** The two kinds of people, and how each is booked and disabled. */
const parties = [
  {
    kind: 'consultant',
    disable: 'Mutation.disableConsultant',
    refusal: 'appointment_consultant_enabled',
    create: async () => String((await make.consultant()).id),
    booking: (id: string): Wanted<'appointment'> => ({ consultant_id: Number(id) }),
  },
  {
    kind: 'customer',
    disable: 'Mutation.disableCustomer',
    refusal: 'appointment_customer_enabled',
    create: async () => (await make.customer()).id,
    booking: (id: string): Wanted<'appointment'> => ({ customer_id: id }),
  },
] as const;
type Party = (typeof parties)[number];

/** The chat bot books. */
async function book(bot: Pool | PoolClient, wanted: Wanted<'appointment'>): Promise<string> {
  const customer_id = wanted.customer_id ?? (await make.customer()).id;
  const row = { ...AHEAD, ...wanted, customer_id };
  const { rows } = await bot.query<{ id: string }>(
    `insert into appointment (consultant_id, customer_id, date, start_time)
     select $1, $2, $3, $4 where set_config('meetassist.now', $5, true) <> '' returning id::text as id`,
    [row.consultant_id ?? null, row.customer_id, row.date, row.start_time, NOW],
  );
  return rows[0]?.id ?? '';
}

function booked(reply: ServiceReply): unknown {
  return 'error' in reply ? reply.error.info : reply.data;
}

/** P-37 in one statement. */
async function bookedAlthoughDisabled(): Promise<unknown[]> {
  const { rows } = await db.owner.query(
    `select a.id from appointment a
       join customer c on c.id = a.customer_id left join consultant k on k.id = a.consultant_id
      where a.status in ('PENDING', 'CONFIRMED') and a.date + a.start_time > $1::timestamptz at time zone 'Asia/Ho_Chi_Minh'
        and (c.is_disabled or k.is_disabled)`,
    [NOW],
  );
  return rows;
}

describe.for(parties)('P-37: disabling a $kind while somebody books', party => {
  test('is refused when the booking came first', async () => {
    const id = await party.create();
    await meanwhile(db, 'api', async bot => {
      const appointment = await book(bot, party.booking(id));
      const disabling = service.reply(party.disable, { id });
      await untilWaiting(db);
      await bot.query('commit');
      expect(booked(await disabling)).toEqual({
        reason: 'HAS_FUTURE_APPOINTMENTS',
        count: 1,
        ids: [appointment],
      });
    });
    expect(await bookedAlthoughDisabled()).toEqual([]);
  });

  test('succeeds when the booking came first and was undone', async () => {
    const id = await party.create();
    await meanwhile(db, 'api', async bot => {
      await book(bot, party.booking(id));
      const disabling = service.reply(party.disable, { id });
      await untilWaiting(db);
      await bot.query('rollback');
      expect(booked(await disabling)).toMatchObject({ id, isDisabled: true, version: 2 });
    });
  });

  test('refuses the booking that came second', async () => {
    const id = await party.create();
    await meanwhile(db, 'owner', async keeper => {
      // Holds the disabling up when its row is changed and its event is to be written.
      await keeper.query('lock table audit_event in share mode');
      const disabling = service.reply(party.disable, { id });
      await untilWaiting(db);
      const booking = book(db.api, party.booking(id)).catch((error: unknown) => error);
      await untilWaiting(db, 2);
      await keeper.query('commit');
      expect(booked(await disabling)).toMatchObject({ id, isDisabled: true });
      expect(await booking).toMatchObject({ constraint: party.refusal });
    });
    expect(await bookedAlthoughDisabled()).toEqual([]);
  });

  test('one of the two succeeds, in sixty rounds and from either side', async () => {
    const random = chance(37);
    for (let round = 0; round < 60; round++) {
      const id = await party.create();
      const guest = (await make.customer()).id;
      const bookings = () =>
        book(db.api, { customer_id: guest, ...party.booking(id) }).catch(failed);
      const disabling = () => service.reply(party.disable, { id });
      const [made, reply] = random.likely(50)
        ? await Promise.all([bookings(), disabling()])
        : ((await Promise.all([disabling(), bookings()])).reverse() as [
            string | undefined,
            ServiceReply,
          ]);
      expect('data' in reply).toBe(made === undefined);
    }
    await expectSound(db, { at: NOW });
    expect(await bookedAlthoughDisabled()).toEqual([]);
  });
});

test('P-37: one of the two succeeds when both are asked of the API, in forty rounds', async () => {
  const booking = startService(db.connection('api'));
  booking.at(NOW);
  const random = chance(38);
  try {
    for (let round = 0; round < 40; round++) {
      const party = random.of(parties);
      const id = await party.create();
      const { consultant_id, customer_id = (await make.customer()).id } = party.booking(id);
      const input = {
        customerId: customer_id,
        consultantId: consultant_id === undefined ? null : String(consultant_id),
        date: AHEAD.date,
        startTime: AHEAD.start_time,
        overrides: ['OUTSIDE_SCHEDULE'],
      };
      const asked = [
        () => booking.reply('Mutation.createAppointment', { input }),
        () => service.reply(party.disable, { id }),
      ];
      if (random.likely(50)) asked.reverse();
      const replies = await Promise.all(asked.map(ask => ask()));
      const reasons = replies.map(reply => ('error' in reply ? reply.error.info.reason : 'done'));
      const refusal = reasons.find(reason => reason !== 'done') ?? 'none';
      expect(reasons.filter(reason => reason === 'done')).toHaveLength(1);
      expect([`${party.kind.toUpperCase()}_DISABLED`, 'HAS_FUTURE_APPOINTMENTS']).toContain(
        refusal,
      );
    }
  } finally {
    await booking.close();
  }
  await expectSound(db, { at: NOW });
});

function failed(error: unknown): undefined {
  expect(error).toMatchObject({ constraint: expect.stringMatching(/_enabled$/) });
}

describe.for(parties)('P-38: only what is active and ahead keeps a $kind', party => {
  test('neither past nor called-off appointments do', async () => {
    const id = await party.create();
    const own = party.booking(id);
    const consultant_id = own.consultant_id ?? (await make.consultant()).id;
    await make.appointments(6, index => ({
      ...own,
      ...[
        // It starts this very moment.
        { date: '2025-03-05', start_time: '12:00:00' },
        { date: '2025-03-05', start_time: '08:00:00', status: 'CONFIRMED' as const, consultant_id },
        { date: '2025-03-04' },
        { date: '2025-01-04', status: 'COMPLETED' as const, consultant_id },
        { date: '2025-03-06', status: 'CANCELLED' as const },
        { date: '2025-01-05', status: 'CANCELLED' as const },
      ][index],
    }));
    expect(booked(await service.reply(party.disable, { id }))).toMatchObject({ isDisabled: true });
  });

  test('all that do are counted, and the first hundred named in the order of their time', async () => {
    const id = await party.create();
    const made = await make.appointments(103, index => ({
      ...party.booking(id),
      // The first is today, one second ahead; the others follow backwards by id.
      ...(index === 0
        ? { date: '2025-03-05', start_time: '12:00:01', duration_minutes: 5 }
        : { date: '2025-04-01', start_time: timeOf(24 * 60 - index * 10), duration_minutes: 5 }),
      status: 'PENDING',
    }));
    const [first, ...others] = made.map(row => String(row.id));
    expect(booked(await service.reply(party.disable, { id }))).toEqual({
      reason: 'HAS_FUTURE_APPOINTMENTS',
      count: 103,
      ids: [first, ...others.reverse()].slice(0, 100),
    });
  });

  test('one who is disabled already stays as they were', async () => {
    const id = await party.create();
    const [first, again] = [
      await service.reply(party.disable, { id }),
      await service.reply(party.disable, { id, expectedVersion: 1 }),
    ];
    expect(booked(again)).toEqual(booked(first));
    expect(await eventsOf(party, id)).toBe(1);
  });
});

async function eventsOf({ kind }: Party, id: string): Promise<number> {
  const { rows } = await db.owner.query<{ count: number }>(
    `select count(*)::int as count from audit_event
      where entity = $1 and entity_id = $2 and action <> 'insert'`,
    [kind, id],
  );
  return rows[0]?.count ?? 0;
}

function timeOf(minutes: number): string {
  const parts = [Math.floor(minutes / 60), minutes % 60, 0];
  return parts.map(part => String(part).padStart(2, '0')).join(':');
}
