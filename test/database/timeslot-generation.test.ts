import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GenerateTimeslotsInput } from '../../generated/graphql.ts';
import { rollupTables } from '../../services/db/tables.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { allRows, given, type Given } from '../support/given.ts';
import { clock, generatedNaively, type PlainSlot } from '../support/naive-generation.ts';
import { rollupNames, storedAndCounted } from '../support/rollup-checks.ts';
import { startService, statementsOf, type Service } from '../support/service.ts';

/** A Wednesday noon. */
const NOW = '2025-03-05T12:00:00+07:00';
const OFFICE_NOW = '2025-03-05 12:00';
const GENERATE = 'Mutation.generateTimeslots';
const counts = '{ dryRun created existing overlapping past }';

interface Generation {
  readonly dryRun: boolean;
  readonly created: number;
  readonly existing: number;
  readonly overlapping: number;
  readonly past: number;
  readonly timeslots?: readonly { readonly id: string; readonly state: string }[];
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
  service.at(NOW);
  await db.owner.query(
    `truncate customer, consultant, audit_event, ${rollupTables.join(', ')} cascade`,
  );
  await make.consultants(22, i => ({ id: i + 1, is_disabled: i + 1 === 9 }));
});

function generate(input: object, dryRun = false, select = counts): Promise<Generation> {
  return service.ask(GENERATE, { input, dryRun }, { select });
}

/** Nine slots on each of three days: a Monday to a Wednesday. */
const days = { from: '2025-03-10', to: '2025-03-12' };

async function slots(): Promise<PlainSlot[]> {
  const rows = await allRows(db.owner, 'timeslot', 'consultant_id, date, start_time');
  return rows.map(row => ({
    consultant: Number(row.consultant_id),
    date: String(row.date),
    start: minutes(row.start_time),
    end: minutes(row.end_time),
  }));
}

function minutes(time: unknown): number {
  const [hours, rest] = String(time).split(':').map(Number);
  return (hours ?? 0) * 60 + (rest ?? 0);
}

function sorted(all: readonly PlainSlot[]): string[] {
  return all.map(slot => JSON.stringify(slot)).sort();
}

async function expectExactRollups(): Promise<void> {
  for (const name of rollupNames.filter(each => each.includes('slots'))) {
    const { stored, counted } = await storedAndCounted(db.owner, name);
    expect(stored, name).toEqual(counted);
  }
}

const ownStatements = (names: readonly string[]) =>
  names.filter(name => !name.startsWith('transaction.'));

/** Inputs of every kind: what is usual, what is at the limits, and what nobody should ask for. */
const anyTime = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.integer({ min: 6 * 12, max: 20 * 12 }).map(fifth => clock(fifth * 5)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('00:00', '23:59', '09:00:00', '12:00Z', '09:00:30', '24:00'),
  },
);
const anyDate = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .integer({ min: 0, max: 12 })
      .map(day => new Date(Date.UTC(2025, 2, 3 + day)).toISOString().slice(0, 10)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '2025-06-03',
      '2025-06-04',
      '2025-06-05',
      '9999-12-31',
      '0001-01-01',
    ),
  },
);
const weekday = fc.constantFrom(
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
);
const range = fc.record({ start: anyTime, end: anyTime });
const tidyGrid = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 9 })
  .map(starts => starts.map(i => ({ start: clock(360 + i * 20), end: clock(375 + i * 20) })));
const uniform = fc.record(
  {
    workStart: anyTime,
    workEnd: anyTime,
    slotMinutes: fc.oneof(
      fc.integer({ min: 10, max: 240 }),
      fc.constantFrom(-60, 0, 1, 9, 10, 241, 2 ** 31 - 1),
    ),
    breakMinutes: fc.oneof(
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom(-10, -(2 ** 31), 0, 240, 241),
    ),
  },
  { requiredKeys: [] },
);
const tameUniform = fc.record(
  {
    workStart: fc.integer({ min: 6, max: 10 }).map(hour => clock(hour * 60)),
    workEnd: fc.integer({ min: 15, max: 20 }).map(hour => clock(hour * 60 + 10)),
    slotMinutes: fc.integer({ min: 10, max: 240 }),
    breakMinutes: fc.integer({ min: 0, max: 45 }),
  },
  { requiredKeys: [] },
);
const times = fc.oneof(
  { weight: 5, arbitrary: fc.record({ uniform: tameUniform }) },
  { weight: 5, arbitrary: fc.record({ grid: tidyGrid }) },
  { weight: 1, arbitrary: fc.record({ uniform }) },
  { weight: 1, arbitrary: fc.record({ grid: fc.array(range, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ grid: tidyGrid, uniform }) },
);
const dates = fc
  .tuple(anyDate, anyDate, fc.integer({ min: 0, max: 9 }))
  .map(([a, b, tenth]) => (tenth > 0 && a > b ? { from: b, to: a } : { from: a, to: b }));
const anyInput = fc
  .tuple(
    fc.record(
      {
        consultantIds: fc.oneof(
          {
            weight: 6,
            arbitrary: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 }),
          },
          {
            weight: 1,
            arbitrary: fc.array(fc.constantFrom('1', '2', '9', '77', 'x'), { maxLength: 3 }),
          },
          {
            weight: 1,
            arbitrary: fc
              .integer({ min: 19, max: 22 })
              .map(n => Array.from({ length: n }, (_, i) => String(i + (i > 7 ? 2 : 1)))),
          },
        ),
        daysOfWeek: fc.oneof(
          fc.uniqueArray(weekday, { minLength: 1 }),
          fc.array(weekday, { maxLength: 3 }),
        ),
      },
      { requiredKeys: ['consultantIds'] },
    ),
    dates,
    times,
  )
  .map(([who, which, when]) => ({ ...who, ...which, ...when }) as GenerateTimeslotsInput);

describe('P-36: generating slots', () => {
  test('of any input, one after the other, is refused or exact, in at most two statements; a dry run says the same', async () => {
    const enabled = Array.from({ length: 22 }, (_, i) => String(i + 1)).filter(id => id !== '9');
    let [refused, exact] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyInput, async input => {
        const before = await slots();
        const expected = generatedNaively(input, before, enabled, OFFICE_NOW);
        const asked = { input };
        const dry = await service.reply(GENERATE, { ...asked, dryRun: true }, { select: counts });
        expect(sorted(await slots())).toEqual(sorted(before));
        const { value: reply, names } = await statementsOf(() =>
          service.reply(GENERATE, asked, { select: `${counts.slice(0, -1)} timeslots { id } }` }),
        );
        expect(ownStatements(names).length).toBeLessThanOrEqual(2);
        if (!expected) {
          refused += 1;
          expect(reply).toMatchObject({ error: { info: { reason: expect.any(String) } } });
          expect(dry).toEqual(reply);
          expect(sorted(await slots())).toEqual(sorted(before));
          return;
        }
        exact += 1;
        const { slots: after, ...numbers } = expected;
        expect(dry).toEqual({ data: { dryRun: true, ...numbers, timeslots: [] } });
        expect(reply).toEqual({
          data: { dryRun: false, ...numbers, timeslots: expect.any(Array) },
        });
        const { timeslots } = (reply as { data: Required<Generation> }).data;
        expect(timeslots).toHaveLength(Math.min(100, numbers.created));
        expect(sorted(await slots())).toEqual(sorted(after));
      }),
      { seed: 36, numRuns: 100 },
    );
    expect(Math.min(refused, exact)).toBeGreaterThan(20);
    await expectExactRollups();
  }, 60_000);

  test('a second run creates nothing', async () => {
    const input = { ...days, consultantIds: ['1', '2'] };
    const all = { existing: 0, overlapping: 0, past: 0, timeslots: [] };
    expect(await generate(input)).toEqual({ ...all, dryRun: false, created: 54 });
    expect(await generate(input)).toEqual({ ...all, dryRun: false, created: 0, existing: 54 });
    expect(await slots()).toHaveLength(54);
  });

  test('2,000 slots at once take one statement, or two with the slots in the answer; 2,001 none', async () => {
    const hundred = {
      consultantIds: Array.from({ length: 20 }, (_, i) => String(i + (i > 7 ? 2 : 1))),
      from: '2025-03-10',
      to: '2025-03-21',
      uniform: { slotMinutes: 30, workStart: '09:00', workEnd: '14:00' },
    };
    const first = await statementsOf(() => generate(hundred));
    expect(ownStatements(first.names)).toEqual(['timeslot.generate']);
    expect(first.value).toMatchObject({ created: 2_000 });
    await expectExactRollups();
    const later = { ...hundred, from: '2025-04-07', to: '2025-04-18' };
    const shown = await statementsOf(() =>
      generate(later, false, '{ created timeslots { id state } }'),
    );
    expect(ownStatements(shown.names)).toEqual(['timeslot.generate', 'timeslot.generated']);
    expect(shown.value.timeslots).toHaveLength(100);
    expect(new Set(shown.value.timeslots?.map(({ state }) => state))).toEqual(new Set(['FREE']));
    const dry = await statementsOf(() => generate(hundred, true));
    expect(dry.names).toEqual(['timeslot.foresee']);

    const more = { ...hundred, uniform: { ...hundred.uniform, workEnd: '14:30' } };
    const { value, names } = await statementsOf(() => service.reply(GENERATE, { input: more }));
    expect(value).toMatchObject({
      error: { info: { reason: 'TOO_MANY', count: 2_200, most: 2_000 } },
    });
    expect(names).toEqual([]);
  });

  test.for([
    ['a slot of no length', { uniform: { slotMinutes: 0 } }, 'BAD_DURATION'],
    ['a slot of negative length', { uniform: { slotMinutes: -1 } }, 'BAD_DURATION'],
    ['a break that takes the slot back', { uniform: { breakMinutes: -60 } }, 'BAD_DURATION'],
    [
      'a day that ends before it starts',
      { uniform: { workStart: '18:00', workEnd: '09:00' } },
      'BAD_DURATION',
    ],
    ['a year', { to: '2026-03-09' }, 'RANGE_TOO_LONG'],
    ['all dates there are', { from: '0001-01-01', to: '9999-12-31' }, 'RANGE_TOO_LONG'],
    ['a reversed range', { from: '2025-03-13' }, 'RANGE_REVERSED'],
    [
      'a grid of 10,000 entries',
      { grid: Array.from({ length: 10_000 }, () => ({ start: '09:00', end: '10:00' })) },
      'TOO_MANY',
    ],
    [
      '10,000 consultants',
      { consultantIds: Array.from({ length: 10_000 }, (_, i) => String(i + 1)) },
      'TOO_MANY',
    ],
    [
      '10,000 days of the week',
      { daysOfWeek: Array.from({ length: 10_000 }, () => 'MONDAY') },
      'DUPLICATE',
    ],
    ['a consultant twice', { consultantIds: ['1', '1'] }, 'DUPLICATE'],
    [
      'overlapping entries',
      {
        grid: [
          { start: '09:00', end: '10:00' },
          { start: '09:59', end: '10:30' },
        ],
      },
      'GRID_OVERLAP',
    ],
    [
      'the same entry twice',
      {
        grid: [
          { start: '09:00', end: '10:00' },
          { start: '09:00', end: '10:00' },
        ],
      },
      'GRID_OVERLAP',
    ],
    [
      'a grid and a uniform day',
      { grid: [{ start: '09:00', end: '10:00' }], uniform: {} },
      'CONTRADICTION',
    ],
  ] as const)('%s is refused without a statement: %s', async ([, wrong, reason]) => {
    const input = { ...days, consultantIds: ['1'], ...wrong };
    const { value, names } = await statementsOf(() => service.reply(GENERATE, { input }));
    expect(value).toMatchObject({ error: { type: 'InvalidInput', info: { reason } } });
    expect(names).toEqual([]);
  });

  test('names all consultants that are not there, or all that are disabled, and writes nothing', async () => {
    await make.consultant({ id: 30, is_disabled: true });
    for (const dryRun of [true, false]) {
      await expect(
        generate({ ...days, consultantIds: ['78', '1', '9', '77'] }, dryRun),
      ).rejects.toMatchObject({
        type: 'NotFound',
        info: { reason: 'CONSULTANT_NOT_FOUND', ids: ['77', '78'] },
      });
      await expect(
        generate({ ...days, consultantIds: ['30', '1', '9'] }, dryRun),
      ).rejects.toMatchObject({
        type: 'Conflict',
        info: { reason: 'CONSULTANT_DISABLED', ids: ['9', '30'] },
      });
    }
    expect(await slots()).toEqual([]);
  });

  test('leaves out what has started, to the second', async () => {
    const input = { consultantIds: ['1'], from: '2025-03-05', to: '2025-03-05' };
    service.at('2025-03-05T12:59:59+07:00');
    expect(await generate(input, true)).toMatchObject({ past: 4, created: 5 });
    service.at('2025-03-05T13:00:00+07:00');
    expect(await generate(input, true)).toMatchObject({ past: 5, created: 4 });
  });

  test('blocked and booked slots are existing ones, and stay as they are', async () => {
    await make.timeslot({ consultant_id: 1, date: '2025-03-10', is_available: false });
    await make.timeslot({
      consultant_id: 1,
      date: '2025-03-10',
      start_time: '10:00:00',
      end_time: '11:00:00',
    });
    await make.appointment({ consultant_id: 1, date: '2025-03-10', start_time: '10:00:00' });
    const before = await allRows(db.owner, 'timeslot', 'id');
    const input = { consultantIds: ['1'], from: '2025-03-10', to: '2025-03-10' };
    expect(await generate(input)).toMatchObject({ existing: 2, created: 7, overlapping: 0 });
    expect((await allRows(db.owner, 'timeslot', 'id')).slice(0, 2)).toEqual(before);
  });

  test('every slot is recorded once, in the name of who did it', async () => {
    await generate({ ...days, consultantIds: ['1'] });
    const { rows } = await db.owner.query(
      `select count(*)::int as events, count(distinct entity_id)::int as slots, min(actor) as actor
         from audit_event where action = 'generateTimeslots'`,
    );
    expect(rows).toEqual([{ events: 27, slots: 27, actor: 'sub-of-admin' }]);
    await generate({ ...days, consultantIds: ['1'] });
    const { rowCount } = await db.owner.query(`select from audit_event where entity = 'timeslot'`);
    expect(rowCount).toBe(27);
  });
});

describe('P-36: several generate at once', () => {
  async function atOnce(inputs: readonly object[]): Promise<Generation[]> {
    const services = inputs.map(() => startService(db.connection('api')));
    try {
      return await Promise.all(
        services.map((one, i) => {
          one.at(NOW);
          return one.ask<Generation>(GENERATE, { input: inputs[i] }, { select: counts });
        }),
      );
    } finally {
      await Promise.all(services.map(one => one.close()));
    }
  }

  test('the same slots: each is created by one of them, and existing for the others', async () => {
    const forwards = { ...days, consultantIds: ['1', '2', '3'] };
    const backwards = { ...days, consultantIds: ['3', '2', '1'] };
    for (let round = 0; round < 4; round++) {
      await db.owner.query('delete from timeslot');
      const answers = await atOnce([forwards, backwards, forwards, backwards]);
      expect(answers.map(({ created }) => created).sort((a, b) => a - b)).toEqual([0, 0, 0, 81]);
      for (const { created, existing, overlapping, past } of answers) {
        expect([created + existing, overlapping, past]).toEqual([81, 0, 0]);
      }
      expect(await slots()).toHaveLength(81);
    }
    await expectExactRollups();
  });

  test('slots that overlap: none fails, none overlaps, and the numbers add up', async () => {
    const patterns = [
      { uniform: { slotMinutes: 60 } },
      { uniform: { slotMinutes: 45, breakMinutes: 15 } },
      { uniform: { slotMinutes: 60, workStart: '09:30' } },
      {
        grid: [
          { start: '09:00', end: '10:00' },
          { start: '12:00', end: '17:00' },
        ],
      },
    ];
    const perDay = [9, 9, 8, 2];
    for (let round = 0; round < 4; round++) {
      await db.owner.query('delete from timeslot');
      const inputs = patterns.map((pattern, i) => ({
        ...days,
        consultantIds: i % 2 ? ['2', '1'] : ['1', '2'],
        ...pattern,
      }));
      const answers = await atOnce(inputs);
      answers.forEach(({ created, existing, overlapping }, i) => {
        expect(created + existing + overlapping).toBe((perDay[i] ?? 0) * 6);
      });
      const made = answers.reduce((sum, { created }) => sum + created, 0);
      expect(await slots()).toHaveLength(made);
      expect(await overlaps()).toBe(0);
    }
    await expectExactRollups();
  });

  test('what another one writes without waiting for anybody is counted when it is there', async () => {
    const other = await db.api.connect();
    try {
      await other.query('begin');
      await other.query(
        `insert into timeslot (consultant_id, date, start_time, end_time)
         values (1, '2025-03-10', '09:00', '10:00'), (1, '2025-03-10', '10:00', '10:30')`,
      );
      const { rows } = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
      const running = statementsOf(() => generate({ ...days, consultantIds: ['1'] }));
      await isWaitedFor(rows[0]?.pid);
      await other.query('commit');
      const { value, names } = await running;
      expect(value).toMatchObject({ created: 25, existing: 1, overlapping: 1, past: 0 });
      expect(ownStatements(names)).toEqual(['timeslot.generate', 'timeslot.generated']);
    } finally {
      other.release();
    }
  });

  async function isWaitedFor(pid: number | undefined): Promise<void> {
    for (;;) {
      const { rowCount } = await db.owner.query(
        'select from pg_locks l where not l.granted and $1 = any(pg_blocking_pids(l.pid))',
        [pid],
      );
      if (rowCount) return;
    }
  }

  async function overlaps(): Promise<number> {
    const { rowCount } = await db.owner.query(
      `select from timeslot a join timeslot b on b.id > a.id and b.consultant_id = a.consultant_id
          and b.date = a.date and b.start_time < a.end_time and b.end_time > a.start_time`,
    );
    return rowCount ?? 0;
  }
});
