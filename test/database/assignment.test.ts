import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventsOf, heldBy, notesOf } from '../support/assignments.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { startService, type Service } from '../support/service.ts';

const DAY = '2025-03-12';
const assignConsultant = 'Mutation.assignConsultant';
const unassignConsultant = 'Mutation.unassignConsultant';

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
  await available(1);
  await available(2);
});

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

const confirmed = { consultant_id: 1, status: 'CONFIRMED', confirmed_at: '2025-03-01T00:00:00Z' };

describe('assigning', () => {
  test('gives a request its consultant, with one assignment and one event', async () => {
    const appointmentId = await request();
    const answer = await service.ask(
      assignConsultant,
      { appointmentId, consultantId: '1', reason: 'Khách quen', expectedVersion: 1 },
      { select: '{ status version consultant { id } assignments { strategy reason to { id } } }' },
    );
    expect(answer).toMatchObject({
      status: 'PENDING',
      version: 2,
      consultant: { id: '1' },
      assignments: [{ strategy: 'MANUAL', reason: 'Khách quen', to: { id: '1' } }],
    });
    expect(await notesOf(db.owner, appointmentId)).toEqual([
      {
        from_consultant_id: null,
        to_consultant_id: 1,
        strategy: 'MANUAL',
        reason: 'Khách quen',
        actor: 'sub-of-admin',
        explanation: null,
      },
    ]);
    expect(await eventsOf(db.owner, appointmentId)).toEqual([
      {
        action: 'assignConsultant',
        actor: 'sub-of-admin',
        reason: 'Khách quen',
        before: { consultant_id: null, version: 1 },
        after: { consultant_id: 1, version: 2 },
      },
    ]);
  });

  test('another consultant makes a confirmed appointment pending, unless it is to stay confirmed', async () => {
    const one = await request(confirmed);
    await service.ask(assignConsultant, { appointmentId: one, consultantId: '2' });
    expect(await heldBy(db.owner, one)).toEqual({
      status: 'PENDING',
      version: 2,
      consultant: 2,
      confirmed: false,
    });
    const other = await request({ ...confirmed, start_time: '09:00:00' });
    await service.ask(assignConsultant, {
      appointmentId: other,
      consultantId: '2',
      keepConfirmed: true,
    });
    expect(await heldBy(db.owner, other)).toEqual({
      status: 'CONFIRMED',
      version: 2,
      consultant: 2,
      confirmed: true,
    });
  });

  test('the same consultant again succeeds and changes nothing, whatever the version and the status', async () => {
    const open = await request(confirmed);
    const over = await request({ consultant_id: 2, status: 'COMPLETED' });
    for (const [appointmentId, consultantId] of [
      [open, '1'],
      [over, '2'],
    ]) {
      await service.ask(assignConsultant, { appointmentId, consultantId, expectedVersion: 7 });
      expect(await heldBy(db.owner, appointmentId ?? '')).toMatchObject({ version: 1 });
      expect(await notesOf(db.owner, appointmentId ?? '')).toEqual([]);
      expect(await eventsOf(db.owner, appointmentId ?? '')).toEqual([]);
    }
  });

  test.for([
    ['CONSULTANT_DISABLED', () => available(3, {}, { is_disabled: true }), {}, false],
    ['PAST_TIME', () => available(3, { date: '2025-03-05' }), { date: '2025-03-05' }, true],
    ['OUTSIDE_SCHEDULE', () => make.consultant({ id: 3 }), {}, true],
    ['SLOT_BLOCKED', () => available(3, { is_available: false }), {}, true],
    ['SPECIALTY_MISMATCH', () => available(3), { required_specialty: 'Luật' }, true],
  ] as const)('%s refuses and changes nothing', async ([reason, prepare, wanted, overridable]) => {
    await prepare();
    const appointmentId = await request(wanted);
    const input = { appointmentId, consultantId: '3' };
    const others = [
      'PAST_TIME',
      'OUTSIDE_SCHEDULE',
      'SLOT_BLOCKED',
      'DAY_FULL',
      'SPECIALTY_MISMATCH',
    ].filter(each => each !== reason);
    for (const overrides of [undefined, null, [], others]) {
      expect(await service.reply(assignConsultant, { ...input, overrides })).toMatchObject({
        error: { type: 'Conflict', info: { reason } },
      });
    }
    expect(await heldBy(db.owner, appointmentId)).toMatchObject({ consultant: null, version: 1 });
    const named = await service.reply(assignConsultant, {
      ...input,
      overrides: [...others, reason],
    });
    if (overridable) expect(named).toHaveProperty('data');
    else expect(named).toMatchObject({ error: { info: { reason } } });
  });

  test('SLOT_TAKEN is never overridden', async () => {
    await request({ consultant_id: 1, start_time: '10:30:00' });
    const overrides = [
      'PAST_TIME',
      'OUTSIDE_SCHEDULE',
      'SLOT_BLOCKED',
      'DAY_FULL',
      'SPECIALTY_MISMATCH',
    ];
    const input = { appointmentId: await request(), consultantId: '1', overrides };
    expect(await service.reply(assignConsultant, input)).toMatchObject({
      error: { type: 'Conflict', info: { reason: 'SLOT_TAKEN' } },
    });
  });

  test('DAY_FULL refuses unless it is overridden', async () => {
    await available(3, {}, { max_per_day: 1 });
    await request({ consultant_id: 3, start_time: '09:00:00' });
    const input = { appointmentId: await request(), consultantId: '3' };
    expect(await service.reply(assignConsultant, input)).toMatchObject({
      error: { info: { reason: 'DAY_FULL' } },
    });
    await service.ask(assignConsultant, { ...input, overrides: ['DAY_FULL'] });
  });

  test('CUSTOMER_DISABLED and CUSTOMER_BUSY refuse', async () => {
    const customer = await make.customer({ is_disabled: true });
    const old = { customer_id: customer.id, legacy_overlap: true };
    const appointmentId = await request(old);
    await request({ ...old, start_time: '10:30:00' });
    const reply = () => service.reply(assignConsultant, { appointmentId, consultantId: '1' });
    expect(await reply()).toMatchObject({ error: { info: { reason: 'CUSTOMER_DISABLED' } } });
    await db.owner.query('update customer set is_disabled = false where id = $1', [customer.id]);
    expect(await reply()).toMatchObject({ error: { info: { reason: 'CUSTOMER_BUSY' } } });
  });

  test('an overridden reason lets the next one be seen', async () => {
    await make.consultant({ id: 3 });
    await request({ consultant_id: 3 });
    const input = { appointmentId: await request(), consultantId: '3' };
    expect(
      await service.reply(assignConsultant, { ...input, overrides: ['OUTSIDE_SCHEDULE'] }),
    ).toMatchObject({ error: { info: { reason: 'SLOT_TAKEN' } } });
  });

  test('what is over, unknown or changed is refused as such', async () => {
    const over = await request({ status: 'CANCELLED' });
    const open = await request();
    const refused = async (input: object) =>
      (await service.reply(assignConsultant, { consultantId: '1', ...input })) as object;
    expect(await refused({ appointmentId: over })).toMatchObject({
      error: { info: { reason: 'ILLEGAL_TRANSITION', from: 'CANCELLED', allowed: [] } },
    });
    expect(await refused({ appointmentId: open, expectedVersion: 3 })).toMatchObject({
      error: { info: { reason: 'STALE_VERSION', version: 1, current: { id: open } } },
    });
    expect(await refused({ appointmentId: open, consultantId: '99' })).toMatchObject({
      error: { type: 'NotFound', info: { reason: 'CONSULTANT_NOT_FOUND', id: '99' } },
    });
    expect(await refused({ appointmentId: '999999' })).toMatchObject({
      error: { type: 'NotFound', info: { reason: 'APPOINTMENT_NOT_FOUND', id: '999999' } },
    });
    expect(await refused({ appointmentId: open, reason: 'x'.repeat(501) })).toMatchObject({
      error: { type: 'InvalidInput', info: { reason: 'BAD_LENGTH', field: 'reason' } },
    });
  });

  test('P-33: leaves the slots as the planner made them', async () => {
    const appointmentId = await request();
    const slots = async () =>
      (await db.owner.query('select * from timeslot order by id')).rows as unknown[];
    const before = await slots();
    await service.ask(assignConsultant, { appointmentId, consultantId: '1' });
    await service.ask(unassignConsultant, { appointmentId });
    expect(await slots()).toEqual(before);
  });
});

describe('unassigning', () => {
  test('makes an appointment pending again, with one assignment and one event', async () => {
    const appointmentId = await request(confirmed);
    const answer = await service.ask(
      unassignConsultant,
      { appointmentId, reason: 'Nghỉ ốm', expectedVersion: 1 },
      { select: '{ status version confirmedAt consultant { id } }' },
    );
    expect(answer).toMatchObject({
      status: 'PENDING',
      version: 2,
      confirmedAt: null,
      consultant: null,
    });
    expect(await notesOf(db.owner, appointmentId)).toEqual([
      expect.objectContaining({ from_consultant_id: 1, to_consultant_id: null, reason: 'Nghỉ ốm' }),
    ]);
    expect(await eventsOf(db.owner, appointmentId)).toEqual([
      expect.objectContaining({ action: 'unassignConsultant', reason: 'Nghỉ ốm' }),
    ]);
  });

  test('what nobody has succeeds and changes nothing', async () => {
    const appointmentId = await request();
    await service.ask(unassignConsultant, { appointmentId, expectedVersion: 7 });
    expect(await heldBy(db.owner, appointmentId)).toMatchObject({ version: 1 });
    expect(await notesOf(db.owner, appointmentId)).toEqual([]);
  });

  test('what is over, unknown or changed is refused as such', async () => {
    const over = await request({ consultant_id: 1, status: 'COMPLETED' });
    const open = await request({ consultant_id: 2 });
    const refused = async (input: object) =>
      (await service.reply(unassignConsultant, { ...input })) as object;
    expect(await refused({ appointmentId: over })).toMatchObject({
      error: { info: { reason: 'ILLEGAL_TRANSITION', from: 'COMPLETED' } },
    });
    expect(await refused({ appointmentId: open, expectedVersion: 3 })).toMatchObject({
      error: { info: { reason: 'STALE_VERSION', version: 1 } },
    });
    expect(await refused({ appointmentId: '999999' })).toMatchObject({
      error: { info: { reason: 'APPOINTMENT_NOT_FOUND' } },
    });
  });
});
