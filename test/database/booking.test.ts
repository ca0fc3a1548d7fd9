import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Override, type UnavailableReason } from '../../generated/graphql.ts';
import { type ServiceReply } from '../../services/handlers/dispatch.ts';
import { addDays } from '../../services/shared/clock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { inOrder, nearestFree, refusalOf, type AskedBooking } from '../support/naive-bookings.ts';
import { fillAtRandom, readOffice, specialties, type Office } from '../support/random-office.ts';
import { chance, type Chance } from '../support/random.ts';
import { startService, type Service } from '../support/service.ts';

const TODAY = '2025-03-05';
const NOW = { date: TODAY, time: '10:00:00' };
const ROUNDS = 300;
const overridable: readonly Override[] = [
  'PAST_TIME',
  'OUTSIDE_SCHEDULE',
  'SLOT_BLOCKED',
  'DAY_FULL',
  'SPECIALTY_MISMATCH',
];

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  await fillAtRandom(db, { appointments: 120, today: TODAY, seed: 31 });
  // Enough that is open, and limits that are reached.
  await db.owner.query(
    `update timeslot set is_available = true where id % 3 <> 0;
     update consultant set max_per_day = 1 where id % 3 = 0 and not is_disabled`,
  );
  service = startService(db.connection('api'));
  service.at(`${NOW.date}T${NOW.time}+07:00`);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

async function officeNow(): Promise<Office> {
  const client = await db.owner.connect();
  try {
    return await readOffice(client);
  } finally {
    client.release();
  }
}

/** Mostly within the schedule, so that every reason has its turn and something is left to accept. */
function atRandom(luck: Chance): Omit<AskedBooking, 'except'> {
  const hour = luck.likely(85) ? luck.of([8, 9, 10, 12, 14]) : luck.between(0, 22);
  const minute = luck.likely(70) ? 0 : luck.of([10, 15, 30, 45]);
  return {
    customerId: `zalo-${luck.between(0, 29)}`,
    consultantId: luck.likely(12) ? null : luck.between(1, 8),
    date: addDays(TODAY, luck.likely(90) ? luck.between(0, 4) : luck.between(-3, 6)),
    startTime: `${two(hour)}:${two(minute)}:${luck.likely(95) ? '00' : '30'}`,
    durationMinutes: luck.of([5, 15, 15, 30, 30, 45, 60]),
    requiredSpecialty: luck.likely(40) ? luck.of(specialties) : null,
    overrides: overridable.filter(() => luck.likely(15)),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The reason of a refusal, null when there is none, with the ids of the slots that are offered instead. */
function outcomeOf(reply: ServiceReply): {
  reason: string | null;
  alternatives: string[] | undefined;
} {
  if ('data' in reply) return { reason: null, alternatives: undefined };
  expect(reply.error.type).toBe('Conflict');
  const { reason, alternatives } = reply.error.info;
  return {
    reason,
    alternatives: (alternatives as { timeslotId: string }[] | undefined)?.map(
      ({ timeslotId }) => timeslotId,
    ),
  };
}

function expected(office: Office, asked: AskedBooking) {
  const reason = refusalOf(office, asked, NOW);
  const brings = reason === 'SLOT_TAKEN' || reason === 'OUTSIDE_SCHEDULE';
  return { reason, alternatives: brings ? nearestFree(office, asked, NOW) : undefined };
}

/** Nothing that a test of all reasons relies on is left to luck. */
function expectEachReason(met: ReadonlyMap<UnavailableReason | null, number>): void {
  expect(inOrder.filter(reason => !met.has(reason))).toEqual([]);
  expect(met.get(null)).toBeGreaterThan(20);
}

describe('P-31: what is accepted breaks no rule, and what is refused breaks the one that is named', () => {
  test('new appointments', async () => {
    const luck = chance(310);
    const met = new Map<UnavailableReason | null, number>();
    let office = await officeNow();
    for (let round = 0; round < ROUNDS; round++) {
      const asked = atRandom(luck);
      const { consultantId } = asked;
      const wanted = expected(office, asked);
      const reply = await service.reply('Mutation.createAppointment', {
        input: {
          ...asked,
          consultantId: consultantId === null ? null : String(consultantId),
          confirm: consultantId !== null && luck.likely(30),
        },
      });
      expect([round, asked, outcomeOf(reply)]).toEqual([round, asked, wanted]);
      met.set(wanted.reason, (met.get(wanted.reason) ?? 0) + 1);
      if (wanted.reason === null) office = await officeNow();
    }
    expectEachReason(met);
  });

  test('appointments that are moved', async () => {
    const luck = chance(311);
    const met = new Map<UnavailableReason | null, number>();
    let office = await officeNow();
    const open = office.appointments.filter(
      ({ status }) => status === 'PENDING' || status === 'CONFIRMED',
    );
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = luck.of(open);
      const row = office.appointments.find(one => one.id === id);
      if (!row) throw new Error(`appointment ${id} is gone`);
      const { date, startTime, durationMinutes, overrides } = atRandom(luck);
      const keepsLength = luck.likely(50);
      const asked: AskedBooking = {
        customerId: row.customer_id,
        consultantId: row.consultant_id,
        date,
        startTime,
        durationMinutes: keepsLength ? row.duration_minutes : durationMinutes,
        requiredSpecialty: row.required_specialty,
        overrides,
        except: id,
      };
      const isThere =
        row.date === date &&
        row.start_time === startTime &&
        row.duration_minutes === asked.durationMinutes;
      if (isThere) continue;
      const wanted = expected(office, asked);
      const reply = await service.reply('Mutation.rescheduleAppointment', {
        id: String(id),
        date,
        startTime,
        durationMinutes: keepsLength ? undefined : durationMinutes,
        overrides,
        keepConfirmed: luck.likely(30),
      });
      expect([round, asked, outcomeOf(reply)]).toEqual([round, asked, wanted]);
      met.set(wanted.reason, (met.get(wanted.reason) ?? 0) + 1);
      if (wanted.reason === null) office = await officeNow();
    }
    expectEachReason(met);
  });
});
