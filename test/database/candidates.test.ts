import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type Service } from '../support/service.ts';

interface Candidate {
  readonly consultant: { readonly id: string };
  readonly rank: number;
  readonly free: boolean;
  readonly reason: string | null;
  readonly load: number;
  readonly specialtyMatch: boolean;
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
  await db.owner.query('truncate customer, consultant cascade');
});

const DAY = '2025-03-12';

/** A consultant who keeps 09:00 to 12:00 of the day open, unless told otherwise. */
async function available(id: number, slot = {}, wanted = {}): Promise<void> {
  await make.consultant({ id, ...wanted });
  await make.timeslot({ consultant_id: id, date: DAY, end_time: '12:00:00', ...slot });
}

/** A request for an hour at 10:00 of the day. */
async function request(wanted = {}): Promise<string> {
  const { id } = await make.appointment({ date: DAY, start_time: '10:00:00', ...wanted });
  return String(id);
}

async function candidates(appointmentId: string): Promise<Candidate[]> {
  return service.ask('Query.consultantCandidates', { appointmentId });
}

async function only(appointmentId: string): Promise<Candidate | undefined> {
  const [first, ...others] = await candidates(appointmentId);
  expect(others).toEqual([]);
  return first;
}

describe('the order of candidates', () => {
  test('free ones, then a matching specialty, then the lesser load, then who was assigned longest ago, then the id', async () => {
    const law = { specialties: ['Luật', 'IT'] };
    await available(1); // no match
    await available(2, {}, law); // loaded
    await make.appointments(2, i => ({
      consultant_id: 2,
      date: '2025-03-10',
      start_time: `1${i}:00:00`,
    }));
    await available(3, {}, law); // assigned lately
    await available(4, {}, law); // assigned long ago
    await available(5, {}, law); // never assigned
    await available(6, {}, law); // never assigned
    await available(7, { is_available: false }, law); // not free
    const some = await request({ start_time: '15:00:00' });
    await make.assignment({
      appointment_id: Number(some),
      to_consultant_id: 3,
      at: '2025-03-01T00:00:00Z',
    });
    await make.assignment({
      appointment_id: Number(some),
      to_consultant_id: 4,
      at: '2025-02-01T00:00:00Z',
    });
    const found = await candidates(await request({ required_specialty: 'luat' }));
    expect(found.map(({ consultant }) => Number(consultant.id))).toEqual([5, 6, 4, 3, 2, 7, 1]);
    expect(found.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(found.map(({ free }) => free)).toEqual([true, true, true, true, true, false, false]);
    expect(found.map(({ specialtyMatch }) => specialtyMatch)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(found.map(({ reason }) => reason)).toEqual([
      null,
      null,
      null,
      null,
      null,
      'SLOT_BLOCKED',
      'SPECIALTY_MISMATCH',
    ]);
  });

  test('everybody matches when no specialty is required', async () => {
    await available(1);
    expect(await only(await request())).toMatchObject({
      specialtyMatch: true,
      free: true,
      reason: null,
      rank: 1,
    });
  });

  test('part of a specialty is no match, another way of writing it is', async () => {
    await available(1, {}, { specialties: ['Luật sư'] });
    expect(await only(await request({ required_specialty: 'LUAT SU' }))).toMatchObject({
      specialtyMatch: true,
    });
    expect(await only(await request({ required_specialty: 'luật' }))).toMatchObject({
      specialtyMatch: false,
    });
  });

  test('disabled consultants are no candidates', async () => {
    await available(1, {}, { is_disabled: true });
    expect(await candidates(await request())).toEqual([]);
  });

  test('an appointment that does not exist is not found', async () => {
    await available(1);
    expect(
      await service.reply('Query.consultantCandidates', { appointmentId: '999999' }),
    ).toMatchObject({
      error: { type: 'NotFound', info: { reason: 'APPOINTMENT_NOT_FOUND', id: '999999' } },
    });
  });
});

describe('why a consultant is not free', () => {
  test('OUTSIDE_SCHEDULE without a slot that holds the whole period', async () => {
    await make.consultant({ id: 1 });
    const appointment = await request();
    expect(await only(appointment)).toMatchObject({ free: false, reason: 'OUTSIDE_SCHEDULE' });
    await make.timeslot({
      consultant_id: 1,
      date: DAY,
      start_time: '10:00:00',
      end_time: '10:59:00',
    });
    expect(await only(appointment)).toMatchObject({ reason: 'OUTSIDE_SCHEDULE' });
    // Two slots that meet do not make one.
    await make.timeslot({
      consultant_id: 1,
      date: DAY,
      start_time: '10:59:00',
      end_time: '12:00:00',
    });
    expect(await only(appointment)).toMatchObject({ reason: 'OUTSIDE_SCHEDULE' });
  });

  test('nothing when the slot is exactly as long', async () => {
    await available(1, { start_time: '10:00:00', end_time: '11:00:00' });
    expect(await only(await request())).toMatchObject({ free: true });
  });

  test('SLOT_BLOCKED when the planner closed it', async () => {
    await available(1, { is_available: false });
    expect(await only(await request())).toMatchObject({ reason: 'SLOT_BLOCKED' });
  });

  test.for([
    ['09:00:00', 60, 'PENDING', null],
    ['09:00:00', 61, 'PENDING', 'SLOT_TAKEN'],
    ['11:00:00', 60, 'CONFIRMED', null],
    ['10:59:00', 60, 'CONFIRMED', 'SLOT_TAKEN'],
    ['10:15:00', 15, 'COMPLETED', 'SLOT_TAKEN'],
    ['10:00:00', 60, 'CANCELLED', null],
  ] as const)(
    'beside one at %s for %i minutes, %s: %s',
    async ([start_time, duration_minutes, status, reason]) => {
      await available(1);
      await make.appointment({ consultant_id: 1, date: DAY, start_time, duration_minutes, status });
      expect(await only(await request())).toMatchObject({ reason, free: reason === null });
    },
  );

  test('DAY_FULL when the day holds as many as they take, cancelled ones aside', async () => {
    await available(1, {}, { max_per_day: 2 });
    const appointment = await request();
    await make.appointment({ consultant_id: 1, date: DAY, start_time: '15:00:00' });
    await make.appointment({
      consultant_id: 1,
      date: DAY,
      start_time: '17:00:00',
      status: 'CANCELLED',
    });
    await make.appointment({ consultant_id: 1, date: '2025-03-13' });
    expect(await only(appointment)).toMatchObject({ free: true });
    await make.appointment({ consultant_id: 1, date: DAY, start_time: '16:00:00' });
    expect(await only(appointment)).toMatchObject({ reason: 'DAY_FULL' });
  });

  test.for([
    ['2025-03-12T09:59:59+07:00', null],
    ['2025-03-12T10:00:00+07:00', 'PAST_TIME'],
    ['2025-03-13T00:00:00+07:00', 'PAST_TIME'],
  ] as const)('PAST_TIME from the start on: at %s %s', async ([instant, reason]) => {
    await available(1);
    service.at(instant);
    expect(await only(await request())).toMatchObject({ reason });
  });
});

describe('why nobody is free for a customer', () => {
  test('CUSTOMER_DISABLED while the customer is', async () => {
    await available(1);
    const customer = await make.customer({ is_disabled: true });
    const appointment = await request({ customer_id: customer.id });
    expect(await only(appointment)).toMatchObject({ free: false, reason: 'CUSTOMER_DISABLED' });
  });

  test('CUSTOMER_BUSY when an older appointment of theirs overlaps', async () => {
    await available(1);
    const customer = await make.customer();
    const old = { customer_id: customer.id, legacy_overlap: true };
    await request({ ...old, start_time: '10:30:00' });
    expect(await only(await request(old))).toMatchObject({ free: false, reason: 'CUSTOMER_BUSY' });
    const apart = await request({ start_time: '09:00:00', customer_id: customer.id });
    expect(await only(apart)).toMatchObject({ free: true });
  });
});

describe('the appointment itself', () => {
  test('takes no time, counts for no load and fills no day', async () => {
    await available(1, {}, { max_per_day: 1 });
    const appointment = await request({ consultant_id: 1, status: 'CONFIRMED' });
    expect(await only(appointment)).toMatchObject({ free: true, load: 0 });
  });
});

describe('the load', () => {
  test('counts what is pending or confirmed and starts within seven days, both ends included', async () => {
    await available(1);
    const appointment = await request();
    const at = async (date: string, start_time: string, more = {}) => {
      await make.appointment({ consultant_id: 1, date, start_time, duration_minutes: 5, ...more });
      return (await only(appointment))?.load;
    };
    expect(await at('2025-03-05', '09:55:00')).toBe(0);
    expect(await at('2025-03-05', '10:00:00')).toBe(1);
    expect(await at('2025-03-19', '10:05:00')).toBe(1);
    expect(await at('2025-03-19', '10:00:00')).toBe(2);
    expect(await at('2025-03-12', '15:00:00', { status: 'CONFIRMED' })).toBe(3);
    expect(await at('2025-03-12', '16:00:00', { status: 'CANCELLED' })).toBe(3);
    expect(await at('2025-03-06', '16:00:00', { status: 'COMPLETED' })).toBe(3);
  });
});
