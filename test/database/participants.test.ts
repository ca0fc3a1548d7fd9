import { setImmediate } from 'node:timers/promises';
import { type ClientBase } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCrowd, tally, type Crowd } from '../support/crowd.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { chance } from '../support/random.ts';
import { refusalOf } from '../support/refusals.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';
import { expectSound } from '../support/soundness.ts';
import { dataOf, OFFICE_ZONE, startService, type Service } from '../support/service.ts';

interface Participant {
  readonly status: string;
  readonly registeredAt: string;
  readonly version: number;
}

const NOW = '2025-03-05T05:00:00Z';

let db: TestDatabase;
let service: Service;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'), { zone: OFFICE_ZONE });
  make = given(db.owner);
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

const register = (programId: unknown, customerId: string, clientToken?: string) =>
  service.ask<Participant>(
    'Mutation.registerParticipant',
    { programId: String(programId), customerId, ...(clientToken !== undefined && { clientToken }) },
    { select: 0 },
  );
const cancel = (programId: unknown, customerId: string) =>
  service.ask<Participant>('Mutation.cancelParticipant', {
    programId: String(programId),
    customerId,
  });
const mark = (programId: unknown, customerIds: readonly string[]) =>
  service.ask<{ participantCount: number }>('Mutation.markAttended', {
    programId: String(programId),
    customerIds,
  });

async function statusesIn(programId: number): Promise<Record<string, number>> {
  const { rows } = await db.owner.query<{ status: string; n: number }>(
    `select status, count(*)::int as n from program_participant where program_id = $1 group by status order by status`,
    [programId],
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

async function eventsOf(programId: number, customerId: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ action: string }>(
    `select action from audit_event where entity = 'program_participant' and entity_id = $1
        and actor = 'sub-of-admin' order by id`,
    [`${programId}/${customerId}`],
  );
  return rows.map(({ action }) => action);
}

describe('registering', () => {
  test('is heard once: asking again changes nothing, also when nobody else could register', async () => {
    service.at(NOW);
    const { id } = await make.program({ capacity: 1 });
    const customer = await make.customer();
    const first = await register(id, customer.id);
    expect(first).toMatchObject({
      status: 'REGISTERED',
      registeredAt: '2025-03-05T12:00:00+07:00',
      version: 1,
    });
    expect(await refusalOf(register(id, (await make.customer()).id))).toEqual({
      type: 'Conflict',
      reason: 'PROGRAM_FULL',
      capacity: 1,
    });
    service.at('2025-03-06T05:00:00Z');
    expect(await register(id, customer.id)).toEqual(first);
    await service.ask('Mutation.completeProgram', { id: String(id) });
    await service.ask('Mutation.disableProgram', { id: String(id) });
    expect(await register(id, customer.id)).toEqual(first);
    expect(await eventsOf(id, customer.id)).toEqual(['registerParticipant']);
  });

  test('anew after a cancellation puts the customer last, and counts as a change', async () => {
    service.at(NOW);
    const { id } = await make.program({ capacity: 2 });
    const [one, two] = await make.customers(2);
    await register(id, one?.id ?? '');
    await cancel(id, one?.id ?? '');
    await register(id, two?.id ?? '');
    service.at('2025-03-06T05:00:00Z');
    expect(await register(id, one?.id ?? '')).toMatchObject({
      status: 'REGISTERED',
      registeredAt: '2025-03-06T12:00:00+07:00',
      version: 3,
    });
    expect(await eventsOf(id, one?.id ?? '')).toEqual([
      'registerParticipant',
      'cancelParticipant',
      'registerParticipant',
    ]);
    const [page] = await service.askEach<{ items: { customer: { id: string } }[] }>(
      'Program.participants',
      [id],
      {},
      { select: '{ items { customer { id } } }' },
    );
    expect(page?.items.map(({ customer }) => customer.id)).toEqual([two?.id, one?.id]);
  });

  test('a customer who attended stays one who attended', async () => {
    service.at(NOW);
    const { id } = await make.program({ date: '2025-03-05' });
    const customer = await make.customer();
    await register(id, customer.id);
    await mark(id, [customer.id]);
    expect(await register(id, customer.id)).toMatchObject({ status: 'ATTENDED', version: 2 });
  });

  test('is refused for every reason that the rule book has', async () => {
    const customer = await make.customer();
    const gone = await make.customer({ is_disabled: true });
    const open = await make.program({ capacity: 1 });
    const closed = await make.program({ status: 'COMPLETED' });
    const hidden = await make.program({ is_disabled: true });
    const none = await make.program({ capacity: 0 });
    const refusal = (programId: number, customerId: string) =>
      refusalOf(register(programId, customerId));
    expect(await refusal(closed.id, customer.id)).toEqual({
      type: 'Conflict',
      reason: 'REGISTRATION_CLOSED',
      status: 'COMPLETED',
      isDisabled: false,
    });
    expect(await refusal(hidden.id, customer.id)).toEqual({
      type: 'Conflict',
      reason: 'REGISTRATION_CLOSED',
      status: 'UPCOMING',
      isDisabled: true,
    });
    expect(await refusal(none.id, customer.id)).toMatchObject({
      reason: 'PROGRAM_FULL',
      capacity: 0,
    });
    expect(await refusal(open.id, gone.id)).toEqual({
      type: 'Conflict',
      reason: 'CUSTOMER_DISABLED',
    });
    expect(await refusal(4711, customer.id)).toEqual({
      type: 'NotFound',
      reason: 'PROGRAM_NOT_FOUND',
      id: '4711',
    });
    expect(await refusal(open.id, 'nobody')).toEqual({
      type: 'NotFound',
      reason: 'CUSTOMER_NOT_FOUND',
      id: 'nobody',
    });
    for (const { id } of [open, closed, hidden, none]) expect(await statusesIn(id)).toEqual({});
  });

  test('a cancelled registration is renewed under the same rules as a new one', async () => {
    const [one, two] = await make.customers(2);
    const { id } = await make.program({ capacity: 1 });
    await register(id, one?.id ?? '');
    await cancel(id, one?.id ?? '');
    await register(id, two?.id ?? '');
    expect(await refusalOf(register(id, one?.id ?? ''))).toMatchObject({ reason: 'PROGRAM_FULL' });
    await cancel(id, two?.id ?? '');
    await db.owner.query(`update customer set is_disabled = true where id = $1`, [one?.id]);
    expect(await refusalOf(register(id, one?.id ?? ''))).toMatchObject({
      reason: 'CUSTOMER_DISABLED',
    });
    await service.ask('Mutation.completeProgram', { id: String(id) });
    expect(await refusalOf(register(id, two?.id ?? ''))).toMatchObject({
      reason: 'REGISTRATION_CLOSED',
    });
    expect(await statusesIn(id)).toEqual({ CANCELLED: 2 });
  });

  test('under a token gives what the token stands for, and refuses another request', async () => {
    const [one, two] = await make.customers(2);
    const { id } = await make.program();
    const first = await register(id, one?.id ?? '', 'token-1');
    expect(await register(id, one?.id ?? '', 'token-1')).toEqual(first);
    expect(await refusalOf(register(id, two?.id ?? '', 'token-1'))).toEqual({
      type: 'Conflict',
      reason: 'TOKEN_REUSED',
      operation: 'registerParticipant',
    });
    expect(await statusesIn(id)).toEqual({ REGISTERED: 1 });
  });
});

describe('cancelling a registration', () => {
  test('is heard once, and leaves the place to somebody else', async () => {
    const [one, two] = await make.customers(2);
    const { id } = await make.program({ capacity: 1 });
    await register(id, one?.id ?? '');
    const cancelled = await cancel(id, one?.id ?? '');
    expect(cancelled).toMatchObject({ status: 'CANCELLED', version: 2 });
    expect(await cancel(id, one?.id ?? '')).toEqual(cancelled);
    expect(await register(id, two?.id ?? '')).toMatchObject({ status: 'REGISTERED' });
    expect(await eventsOf(id, one?.id ?? '')).toEqual(['registerParticipant', 'cancelParticipant']);
  });

  test('is refused to those who attended or never registered', async () => {
    service.at(NOW);
    const customer = await make.customer();
    const { id } = await make.program();
    expect(await refusalOf(cancel(id, customer.id))).toEqual({
      type: 'NotFound',
      reason: 'PARTICIPANT_NOT_FOUND',
      id: `${id}/${customer.id}`,
    });
    await register(id, customer.id);
    await mark(id, [customer.id]);
    expect(await refusalOf(cancel(id, customer.id))).toEqual({
      type: 'Conflict',
      reason: 'ILLEGAL_TRANSITION',
      from: 'ATTENDED',
      to: 'CANCELLED',
      allowed: [],
    });
  });
});

describe('marking attendance', () => {
  async function programOf(count: number, date = '2025-03-05') {
    const { id } = await make.program({ date });
    const customers = await make.customers(count);
    const ids = customers.map(customer => customer.id);
    for (const customerId of ids)
      await make.participant({ program_id: id, customer_id: customerId });
    return { id, ids };
  }

  test('marks all who are named, whoever is named twice once, and again without a change', async () => {
    service.at(NOW);
    const { id, ids } = await programOf(3);
    const [one = '', two = ''] = ids;
    expect(await mark(id, [one, two, one])).toMatchObject({ participantCount: 3, version: 1 });
    expect(await statusesIn(id)).toEqual({ ATTENDED: 2, REGISTERED: 1 });
    await mark(id, ids);
    expect(await statusesIn(id)).toEqual({ ATTENDED: 3 });
    const { rows } = await db.owner.query(
      `select from program_participant where program_id = $1 and version = 2`,
      [id],
    );
    expect(rows).toHaveLength(3);
    expect(await eventsOf(id, one)).toEqual(['markAttended']);
  });

  test('marks nobody when one of them is not registered, and says who', async () => {
    service.at(NOW);
    const { id, ids } = await programOf(3);
    const [one = '', two = '', three = ''] = ids;
    const stranger = (await make.customer()).id;
    await cancel(id, two);
    expect(await refusalOf(mark(id, [stranger, one, 'nobody', two, three]))).toEqual({
      type: 'Conflict',
      reason: 'NOT_REGISTERED',
      customerIds: [stranger, 'nobody', two],
    });
    expect(await statusesIn(id)).toEqual({ CANCELLED: 1, REGISTERED: 2 });
    expect(await eventsOf(id, one)).toEqual([]);
  });

  test('is possible from the first minute of the program’s day in the office, whatever its status', async () => {
    const { id, ids } = await programOf(2, '2025-03-05');
    const [one = '', two = ''] = ids;
    service.at('2025-03-04T23:59:59+07:00');
    expect(await refusalOf(mark(id, [one]))).toEqual({
      type: 'Conflict',
      reason: 'NOT_STARTED',
      date: '2025-03-05',
    });
    await service.ask('Mutation.completeProgram', { id: String(id) });
    expect(await refusalOf(mark(id, [one]))).toMatchObject({ reason: 'NOT_STARTED' });
    expect(await statusesIn(id)).toEqual({ REGISTERED: 2 });
    service.at('2025-03-05T00:00:00+07:00');
    await mark(id, [one]);
    await service.ask('Mutation.disableProgram', { id: String(id) });
    await mark(id, [two]);
    expect(await statusesIn(id)).toEqual({ ATTENDED: 2 });
  });

  test('takes 1 to 500 ids of programs that are there', async () => {
    service.at(NOW);
    const { id, ids } = await programOf(1);
    const [one = ''] = ids;
    expect(await refusalOf(mark(id, []))).toEqual({
      type: 'InvalidInput',
      reason: 'EMPTY_LIST',
      field: 'customerIds',
    });
    await mark(
      id,
      Array.from({ length: 500 }, () => one),
    );
    expect(
      await refusalOf(
        mark(
          id,
          Array.from({ length: 501 }, () => one),
        ),
      ),
    ).toEqual({
      type: 'InvalidInput',
      reason: 'TOO_MANY',
      field: 'customerIds',
      count: 501,
      most: 500,
    });
    expect(await refusalOf(mark(id, [one, '']))).toMatchObject({ reason: 'BAD_ID' });
    expect(await refusalOf(mark(4711, [one]))).toMatchObject({ reason: 'PROGRAM_NOT_FOUND' });
  });
});

describe('forty clients at once', () => {
  let crowd: Crowd;
  beforeAll(() => {
    crowd = startCrowd(db.connection('api'), 40);
    crowd.at(NOW);
  });
  afterAll(() => crowd.close());

  const newcomers = async (count: number) => (await make.customers(count)).map(({ id }) => id);

  async function expectExact(): Promise<void> {
    for (const name of rollupNames) {
      const { stored, counted } = await storedAndCounted(db.owner, name);
      expect(stored, name).toEqual(counted);
    }
    await expectSound(db, { at: NOW });
  }

  test('fill five places with five people', async () => {
    const program = await make.program({ capacity: 5 });
    const ids = await newcomers(40);
    const replies = await crowd.all('Mutation.registerParticipant', i => ({
      programId: String(program.id),
      customerId: ids[i],
    }));
    expect(tally(replies)).toEqual({ ok: 5, PROGRAM_FULL: 35 });
    expect(await statusesIn(program.id)).toEqual({ REGISTERED: 5 });
    await expectExact();
  });

  test('who are one customer with one token come to one registration', async () => {
    const program = await make.program({ capacity: 1 });
    const [customerId] = await newcomers(1);
    const replies = await crowd.all('Mutation.registerParticipant', i => ({
      programId: String(program.id),
      customerId,
      ...(i % 2 === 0 && { clientToken: 'the-same' }),
    }));
    expect(tally(replies)).toEqual({ ok: 40 });
    expect(await statusesIn(program.id)).toEqual({ REGISTERED: 1 });
    expect(await eventsOf(program.id, customerId ?? '')).toEqual(['registerParticipant']);
  });

  test('register while others make the program smaller: neither oversteps the other', async () => {
    const program = await make.program({ capacity: 20 });
    const ids = await newcomers(40);
    const replies = await crowd.each((member, i) =>
      i % 8 === 7
        ? member.reply('Mutation.updateProgram', {
            id: String(program.id),
            input: { capacity: 10 },
          })
        : member.reply('Mutation.registerParticipant', {
            programId: String(program.id),
            customerId: ids[i],
          }),
    );
    const answers = Object.keys(tally(replies));
    expect(
      answers.filter(each => !['ok', 'PROGRAM_FULL', 'CAPACITY_BELOW_PARTICIPANTS'].includes(each)),
    ).toEqual([]);
    await expectExact();
  });

  test('register while somebody completes the program: nobody comes after that', async () => {
    const program = await make.program();
    const ids = await newcomers(40);
    const replies = await crowd.each((member, i) =>
      i === 20
        ? member.reply('Mutation.completeProgram', { id: String(program.id) })
        : member.reply('Mutation.registerParticipant', {
            programId: String(program.id),
            customerId: ids[i],
          }),
    );
    const { ok = 0, REGISTRATION_CLOSED: refused = 0, ...others } = tally(replies);
    expect(others).toEqual({});
    expect(ok + refused).toBe(40);
    expect(await statusesIn(program.id)).toEqual(ok > 1 ? { REGISTERED: ok - 1 } : {});
    // The events were written in the order in which the program's row was held.
    const { rows } = await db.owner.query<{ action: string }>(
      `select action from audit_event
        where (entity = 'program' and entity_id = $1) or (entity = 'program_participant' and entity_id like $2)
        order by id desc limit 1`,
      [String(program.id), `${program.id}/%`],
    );
    expect(rows).toEqual([{ action: 'completeProgram' }]);
    await expectExact();
  });

  test('register customers whom others disable: both orders are possible, no error is', async () => {
    const program = await make.program();
    const ids = await newcomers(20);
    const replies = await crowd.each((member, i) =>
      i % 2 === 0
        ? member.reply('Mutation.registerParticipant', {
            programId: String(program.id),
            customerId: ids[i / 2],
          })
        : member.reply('Mutation.disableCustomer', { id: ids[(i - 1) / 2] }),
    );
    const { ok = 0, CUSTOMER_DISABLED: refused = 0, ...others } = tally(replies);
    expect(others).toEqual({});
    expect(ok + refused).toBe(40);
    expect(await statusesIn(program.id)).toEqual(ok > 20 ? { REGISTERED: ok - 20 } : {});
    await expectExact();
  });

  test('do everything to a few programs: every answer is a documented one, every count exact', async () => {
    const programs = await Promise.all(
      [3, 6, 12].map(capacity => make.program({ capacity, date: '2025-03-05' })),
    );
    const [loyal = '', ...ids] = await newcomers(25);
    // Nobody cancels this one, so that whatever the order of the requests some attendance can be marked.
    for (const { id } of programs)
      await crowd.members[0]?.reply('Mutation.registerParticipant', {
        programId: String(id),
        customerId: loyal,
      });
    const documented: Readonly<Record<string, readonly string[]>> = {
      registerParticipant: ['PROGRAM_FULL', 'REGISTRATION_CLOSED'],
      cancelParticipant: ['PARTICIPANT_NOT_FOUND', 'ILLEGAL_TRANSITION'],
      markAttended: ['NOT_REGISTERED'],
      updateProgram: ['CAPACITY_BELOW_PARTICIPANTS'],
      disableProgram: [],
      enableProgram: [],
    };
    /** What the registration is after a success. */
    const results: Readonly<Record<string, readonly string[]>> = {
      registerParticipant: ['REGISTERED', 'ATTENDED'],
      cancelParticipant: ['CANCELLED'],
    };
    const dice = chance(59);
    const requests = Array.from({ length: 800 }, () => {
      const programId = String(dice.of(programs).id);
      const customerId = dice.of(ids);
      const roll = dice.between(1, 100);
      if (roll <= 50) return { name: 'registerParticipant', input: { programId, customerId } };
      if (roll <= 80) return { name: 'cancelParticipant', input: { programId, customerId } };
      if (roll <= 84) {
        const customerIds = roll === 84 ? [loyal] : [customerId, dice.of(ids)];
        return { name: 'markAttended', input: { programId, customerIds } };
      }
      if (roll <= 94) {
        const capacity = dice.between(2, 14);
        return { name: 'updateProgram', input: { id: programId, input: { capacity } } };
      }
      return {
        name: roll <= 96 ? 'disableProgram' : 'enableProgram',
        input: { id: programId },
      };
    });
    const surprises: string[] = [];
    const successes: Record<string, number> = {};
    let next = 0;
    await Promise.all(
      crowd.members.map(async member => {
        for (let request = requests[next++]; request; request = requests[next++]) {
          const { name, input } = request;
          const reply = await member.reply(`Mutation.${name}`, input);
          const [answer = ''] = Object.keys(tally([reply]));
          if (answer === 'ok') {
            successes[name] = (successes[name] ?? 0) + 1;
            const { status } = dataOf<Participant>(reply);
            if (!(results[name] ?? [status]).includes(status)) surprises.push(`${name}: ${status}`);
          } else if (!documented[name]?.includes(answer)) surprises.push(`${name}: ${answer}`);
        }
      }),
    );
    expect(surprises).toEqual([]);
    expect(Object.keys(successes).sort()).toEqual(Object.keys(documented).sort());
    await expectExact();
    // P-29: versions and events tell the same number of changes.
    const { rows } = await db.owner.query(
      `select p.program_id, p.customer_id, p.version, count(e.id)::int as events
         from program_participant p
         left join audit_event e on e.entity = 'program_participant' and e.entity_id = p.program_id || '/' || p.customer_id
        where p.program_id = any($1)
        group by p.program_id, p.customer_id having p.version <> count(e.id)`,
      [programs.map(({ id }) => id)],
    );
    expect(rows).toEqual([]);
  });
});

describe('whoever changes the participants of a program takes turns at its row', () => {
  test.for(['registerParticipant', 'cancelParticipant', 'markAttended', 'updateProgram'])(
    '%s',
    async name => {
      service.at(NOW);
      const { program_id: programId, customer_id: customerId } = await make.participant();
      const holder = await db.owner.connect();
      try {
        await holder.query('begin');
        await holder.query('select from program where id = $1 for no key update', [programId]);
        let isDone = false;
        const reply = service
          .reply(`Mutation.${name}`, inputOf(name, String(programId), customerId))
          .finally(() => {
            isDone = true;
          });
        while (!isDone && !(await isWaited(holder))) await setImmediate();
        expect(isDone).toBe(false);
        await holder.query('commit');
        expect(tally([await reply])).toEqual({ ok: 1 });
      } finally {
        await holder.query('rollback');
        holder.release();
      }
    },
  );

  function inputOf(name: string, programId: string, customerId: string) {
    if (name === 'updateProgram') return { id: programId, input: { capacity: 5 } };
    if (name === 'markAttended') return { programId, customerIds: [customerId] };
    return { programId, customerId };
  }

  /** Whether somebody waits for what this session holds. */
  async function isWaited(holder: ClientBase): Promise<boolean> {
    const { rows } = await holder.query(
      `select from pg_stat_activity where datname = $1 and pg_backend_pid() = any(pg_blocking_pids(pid))`,
      [db.name],
    );
    return rows.length > 0;
  }
});
