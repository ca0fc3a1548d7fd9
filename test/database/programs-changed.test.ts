import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCrowd, tally } from '../support/crowd.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { refusalOf } from '../support/refusals.ts';
import { startService, type Service } from '../support/service.ts';

interface Program {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly capacity: number | null;
  readonly isDisabled: boolean;
  readonly version: number;
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

const create = (input: object, clientToken?: string) =>
  service.ask<Program>('Mutation.createProgram', { input, ...(clientToken && { clientToken }) });
const update = (id: unknown, input: object, expectedVersion?: number) =>
  service.ask<Program>('Mutation.updateProgram', {
    id: String(id),
    input,
    ...(expectedVersion !== undefined && { expectedVersion }),
  });
const step = (name: string, id: unknown, expectedVersion?: number) =>
  service.ask<Program>(`Mutation.${name}`, {
    id: String(id),
    ...(expectedVersion !== undefined && { expectedVersion }),
  });

const details = {
  name: 'Ngày hội việc làm',
  date: '2025-04-05',
  description: 'Gặp nhà tuyển dụng',
  content: 'Phỏng vấn thử',
  organizer: 'Thành Đoàn',
  url: 'https://example.vn/ngay-hoi',
  capacity: 40,
};
const nullable = ['description', 'content', 'organizer', 'url', 'capacity'] as const;

async function actionsOf(id: unknown): Promise<string[]> {
  const { rows } = await db.owner.query<{ action: string }>(
    `select action from audit_event
      where entity = 'program' and entity_id = $1 and actor = 'sub-of-admin' order by id`,
    [String(id)],
  );
  return rows.map(({ action }) => action);
}

describe('creating a program', () => {
  test('keeps what was said, upcoming and enabled, with a trimmed name', async () => {
    const made = await create({ ...details, name: '  Ngày hội việc làm ' });
    expect(made).toMatchObject({
      ...details,
      status: 'UPCOMING',
      isDisabled: false,
      participantCount: 0,
      version: 1,
    });
    expect(await actionsOf(made.id)).toEqual(['createProgram']);
  });

  test('leaves out what is left out', async () => {
    const made = await create({ name: 'x', date: '2025-04-05' });
    for (const field of nullable) expect(made).toHaveProperty(field, null);
  });

  test('makes one program for each token, however many ask at the same moment', async () => {
    const crowd = startCrowd(db.connection('api'), 12);
    const input = { input: details, clientToken: 'one-program' };
    const replies = await crowd.all('Mutation.createProgram', () => input);
    await crowd.close();
    expect(tally(replies)).toEqual({ ok: 12 });
    const ids = replies.map(reply => ('data' in reply ? (reply.data as Program).id : 'none'));
    expect(new Set(ids).size).toBe(1);
    expect(await refusalOf(create({ ...details, capacity: 41 }, 'one-program'))).toMatchObject({
      type: 'Conflict',
      reason: 'TOKEN_REUSED',
    });
  });

  test.for([
    [{ name: ' ' }, 'BAD_LENGTH', 'name'],
    [{ name: 'x'.repeat(101) }, 'BAD_LENGTH', 'name'],
    [{ date: '2025-02-29' }, 'BAD_DATE', 'date'],
    [{ date: '2025-04-05Z' }, 'BAD_DATE', 'date'],
    [{ description: 'x'.repeat(4001) }, 'BAD_LENGTH', 'description'],
    [{ content: 'x'.repeat(20_001) }, 'BAD_LENGTH', 'content'],
    [{ organizer: 'x'.repeat(201) }, 'BAD_LENGTH', 'organizer'],
    [{ url: 'javascript:alert(1)' }, 'BAD_URL', 'url'],
    [{ url: `https://${'x'.repeat(2000)}` }, 'BAD_LENGTH', 'url'],
    [{ capacity: -1 }, 'BAD_NUMBER', 'capacity'],
  ] as const)('and changing one are refused with %j: %s', async ([wrong, reason, field]) => {
    const refusal = { type: 'InvalidInput', reason, field };
    expect(await refusalOf(create({ ...details, ...wrong }))).toEqual(refusal);
    const { id } = await make.program();
    expect(await refusalOf(update(id, wrong))).toEqual(refusal);
  });
});

describe('changing a program', () => {
  test.for(nullable)('P-42: null clears %s, and leaving it out keeps it', async field => {
    const made = await create(details);
    expect(await update(made.id, { [field]: null })).toEqual({
      ...made,
      [field]: null,
      version: 2,
      updatedAt: expect.any(String),
    });
    expect(await update(made.id, { [field]: details[field] })).toMatchObject(details);
    expect(await update(made.id, {})).toMatchObject({ ...details, version: 3 });
    expect(await actionsOf(made.id)).toEqual(['createProgram', 'updateProgram', 'updateProgram']);
  });

  test.for(['name', 'date'])('P-42: null does not clear %s', async field => {
    const { id } = await make.program();
    expect(await refusalOf(update(id, { [field]: null }))).toEqual({
      type: 'InvalidInput',
      reason: 'REQUIRED',
      field,
    });
  });

  test('keeps room for those who take part, whatever became of the others', async () => {
    const { id } = await make.program({ capacity: 5, date: '2025-03-05' });
    const customers = (await make.customers(4)).map(customer => customer.id);
    for (const customerId of customers) {
      await service.ask('Mutation.registerParticipant', { programId: String(id), customerId });
    }
    await service.ask('Mutation.cancelParticipant', {
      programId: String(id),
      customerId: customers[0],
    });
    await service.ask('Mutation.markAttended', {
      programId: String(id),
      customerIds: [customers[1]],
    });
    expect(await refusalOf(update(id, { capacity: 2 }))).toEqual({
      type: 'Conflict',
      reason: 'CAPACITY_BELOW_PARTICIPANTS',
      participants: 3,
    });
    expect(await update(id, { capacity: 3 })).toMatchObject({ capacity: 3 });
    expect(await update(id, { capacity: null })).toMatchObject({ capacity: null });
  });

  test('in another version is refused with the program as it is now, unless it is so already', async () => {
    const { id } = await make.program({ name: 'one' });
    await update(id, { name: 'two' }, 1);
    expect(await update(id, { name: 'two' }, 1)).toMatchObject({ name: 'two', version: 2 });
    expect(await refusalOf(update(id, { name: 'three' }, 1))).toMatchObject({
      type: 'Conflict',
      reason: 'STALE_VERSION',
      expectedVersion: 1,
      version: 2,
      current: { name: 'two', version: 2 },
    });
    expect(await refusalOf(update(4711, { name: 'x' }))).toMatchObject({
      type: 'NotFound',
      reason: 'PROGRAM_NOT_FOUND',
    });
  });
});

describe('P-32: the status of a program', () => {
  const ways = [
    ['UPCOMING', 'startProgram', 'ONGOING'],
    ['UPCOMING', 'completeProgram', 'COMPLETED'],
    ['ONGOING', 'completeProgram', 'COMPLETED'],
  ] as const;

  test.for(ways)('%s, %s: %s, and asking again changes nothing', async ([from, name, to]) => {
    const { id } = await make.program({ status: from });
    expect(await step(name, id, 1)).toMatchObject({ status: to, version: 2 });
    expect(await step(name, id)).toMatchObject({ status: to, version: 2 });
    expect(await actionsOf(id)).toEqual([name]);
  });

  test('has no way back', async () => {
    const { id } = await make.program({ status: 'COMPLETED' });
    expect(await refusalOf(step('startProgram', id))).toEqual({
      type: 'Conflict',
      reason: 'ILLEGAL_TRANSITION',
      from: 'COMPLETED',
      to: 'ONGOING',
      allowed: [],
    });
  });

  test.for(['startProgram', 'completeProgram', 'disableProgram', 'enableProgram'])(
    '%s names a program that is there, in the version that is expected',
    async name => {
      const { id } = await make.program({ is_disabled: name === 'enableProgram' });
      await update(id, { name: 'changed' });
      expect(await refusalOf(step(name, id, 1))).toMatchObject({
        reason: 'STALE_VERSION',
        version: 2,
        current: { name: 'changed' },
      });
      expect(await refusalOf(step(name, 4711))).toMatchObject({ reason: 'PROGRAM_NOT_FOUND' });
    },
  );

  test('is beside being disabled: a hidden program comes to its end too', async () => {
    const { id } = await make.program();
    expect(await step('disableProgram', id)).toMatchObject({ isDisabled: true, version: 2 });
    expect(await step('disableProgram', id)).toMatchObject({ isDisabled: true, version: 2 });
    expect(await step('completeProgram', id)).toMatchObject({ status: 'COMPLETED', version: 3 });
    expect(await step('enableProgram', id)).toMatchObject({ isDisabled: false, version: 4 });
    expect(await step('enableProgram', id)).toMatchObject({ version: 4 });
    expect(await actionsOf(id)).toEqual(['disableProgram', 'completeProgram', 'enableProgram']);
  });

  test('P-29: of many who start and complete it at once each step is made once', async () => {
    const crowd = startCrowd(db.connection('api'), 20);
    for (let round = 0; round < 3; round++) {
      const { id } = await make.program();
      const replies = await crowd.each((member, i) =>
        member.reply(`Mutation.${i % 2 === 0 ? 'startProgram' : 'completeProgram'}`, {
          id: String(id),
        }),
      );
      const { ok = 0, ILLEGAL_TRANSITION: late = 0, ...others } = tally(replies);
      expect(others).toEqual({});
      expect(ok + late).toBe(20);
      const actions = await actionsOf(id);
      expect([['completeProgram'], ['startProgram', 'completeProgram']]).toContainEqual(actions);
      expect(await update(id, {})).toMatchObject({
        status: 'COMPLETED',
        version: 1 + actions.length,
      });
    }
    await crowd.close();
  });
});
