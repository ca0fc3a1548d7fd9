import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DayConsultant, type DayRequest } from '../../services/assignment/day-plan.ts';
import { eventsOf, faultsOf, heldBy, notesOf, somebodyWaits } from '../support/assignments.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { bestWorth } from '../support/naive-day-plans.ts';
import { chance } from '../support/random.ts';
import { startService, statementsOf, type Service } from '../support/service.ts';

const DAY = '2025-03-12';
const autoAssignDay = 'Mutation.autoAssignDay';

interface Plan {
  readonly requests: number;
  readonly bound: number;
  readonly optimal: boolean;
  readonly assigned: readonly {
    readonly appointment: { readonly id: string; readonly version: number };
    readonly consultant: { readonly id: string };
    readonly explanation: string;
  }[];
  readonly unassigned: readonly { readonly appointment: { id: string }; readonly reason: string }[];
  readonly skipped: readonly { readonly appointment: { id: string }; readonly reason: string }[];
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

async function request(wanted = {}): Promise<string> {
  const { id } = await make.appointment({ date: DAY, start_time: '10:00:00', ...wanted });
  return String(id);
}

/** One after the other, so that their ids rise. */
async function requestEach(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await request());
  return ids;
}

async function planned(input: Readonly<Record<string, unknown>> = {}, by = service): Promise<Plan> {
  return by.ask(autoAssignDay, { date: DAY, ...input }, { select: 3 });
}

const pairs = ({ assigned }: Plan) =>
  assigned.map(({ appointment, consultant }) => [appointment.id, consultant.id]);
const reasons = (entries: Plan['unassigned'] | Plan['skipped']) =>
  entries.map(({ appointment, reason }) => [appointment.id, reason]);

describe('a day’s assignment', () => {
  test('assigns as many as can be, also where single steps would not', async () => {
    await available(1, { specialties: ['Luật'] });
    await available(2);
    const anything = await request();
    const law = await request({ required_specialty: 'Luật' });
    const plan = await planned();
    expect(plan).toMatchObject({
      requests: 2,
      bound: 2,
      optimal: true,
      unassigned: [],
      skipped: [],
    });
    expect(pairs(plan)).toEqual([
      [anything, '2'],
      [law, '1'],
    ]);
    expect(await notesOf(db.owner, law)).toEqual([
      {
        from_consultant_id: null,
        to_consultant_id: 1,
        strategy: 'DAY_PLAN',
        reason: null,
        actor: 'sub-of-admin',
        explanation:
          'Day plan: 2 of 2 requests assigned; 1 appointment within seven days of the day.',
      },
    ]);
    expect(await eventsOf(db.owner, law)).toEqual([
      {
        action: 'autoAssignDay',
        actor: 'sub-of-admin',
        reason: null,
        before: { consultant_id: null, version: 1 },
        after: { consultant_id: 1, version: 2 },
      },
    ]);
  });

  test('says why what is left has nobody', async () => {
    await available(1);
    const customer = await make.customer({ is_disabled: true });
    const disabled = await request({ customer_id: customer.id, start_time: '09:00:00' });
    const first = await request();
    const second = await request();
    const law = await request({ required_specialty: 'Luật', start_time: '11:00:00' });
    const late = await request({ start_time: '14:00:00' });
    expect(reasons((await planned()).unassigned)).toEqual([
      [disabled, 'CUSTOMER_DISABLED'],
      [second, 'NO_ROOM'],
      [law, 'NOBODY_FREE'],
      [late, 'NOBODY_FREE'],
    ]);
    expect(await heldBy(db.owner, first)).toMatchObject({ consultant: 1 });
  });

  test('leaves alone what has started, what is confirmed, cancelled or assigned, and other days', async () => {
    await available(1);
    service.at(`${DAY}T10:00:00+07:00`);
    const started = await request();
    await request({ status: 'CANCELLED', start_time: '11:00:00' });
    await request({ date: '2025-03-13', start_time: '11:00:00' });
    const plan = await planned();
    expect(plan).toMatchObject({ requests: 1, assigned: [], skipped: [] });
    expect(reasons(plan.unassigned)).toEqual([[started, 'PAST_TIME']]);
  });

  test('rather assigns those who require a specialty, if that is the strategy', async () => {
    await available(1, { specialties: ['Luật'] });
    const anything = await request();
    const law = await request({ required_specialty: 'Luật' });
    expect(pairs(await planned({ dryRun: true }))).toEqual([[anything, '1']]);
    const plan = await planned({ dryRun: true, strategy: 'SPECIALTY_THEN_LOAD' });
    expect(pairs(plan)).toEqual([[law, '1']]);
  });

  test('a dry run writes nothing, and the real run then makes the same plan', async () => {
    const random = chance(3);
    for (let id = 1; id <= 5; id++) await available(id, { max_per_day: random.of([1, 2, null]) });
    for (let i = 0; i < 12; i++) {
      await request({ start_time: random.of(['09:00:00', '09:30:00', '10:00:00', '11:00:00']) });
    }
    const dry = await planned({ dryRun: true });
    expect(dry.assigned.length).toBeGreaterThan(5);
    const { rows } = await db.owner.query(
      `select (select count(*)::int from assignment) as notes,
              (select count(*)::int from appointment where version > 1) as changes`,
    );
    expect(rows).toEqual([{ notes: 0, changes: 0 }]);
    const real = await planned();
    expect(pairs(real)).toEqual(pairs(dry));
    expect(real.unassigned).toEqual(dry.unassigned);
    expect(await faultsOf(db.owner, DAY)).toEqual([]);
    expect(await planned()).toMatchObject({ requests: dry.unassigned.length, assigned: [] });
  });

  test('takes as many statements for a hundred requests as for two', async () => {
    for (let id = 1; id <= 12; id++) await available(id);
    const run = async (count: number) => {
      for (let i = 0; i < count; i++)
        await request({ start_time: `${9 + (i % 3)}:00:00`.padStart(8, '0') });
      return (await statementsOf(() => planned())).names;
    };
    const few = await run(2);
    expect(few).toEqual([
      'assignment.dayRequests',
      'assignment.dayPeriods',
      'assignment.dayConsultants',
      'transaction.begin',
      'transaction.change',
      'appointment.lock',
      'consultant.lock',
      'assignment.assignPlanned',
      'transaction.commit',
      'appointment.byIds',
      'consultant.byIds',
    ]);
    // Only that now some are left over.
    expect(await run(100)).toEqual([...few, 'appointment.byIds']);
  });

  test('skips what was changed between the plan and its writing, and says so', async () => {
    for (let id = 1; id <= 6; id++) await available(id, { max_per_day: 1 });
    const [cancelled = '', edited = '', given = '', blocked = '', full = '', kept = ''] =
      await requestEach(6);
    const dry = pairs(await planned({ dryRun: true }));
    const takerOf = (id: string) => Number(dry.find(([appointment]) => appointment === id)?.[1]);
    const rival = await db.owner.connect();
    try {
      await rival.query('begin');
      await rival.query(
        `update appointment set status = 'CANCELLED', cancelled_at = now() where id = $1`,
        [cancelled],
      );
      await rival.query(`update appointment set description = 'x' where id = $1`, [edited]);
      await rival.query(`update timeslot set is_available = false where consultant_id = $1`, [
        takerOf(blocked),
      ]);
      const answer = planned();
      await somebodyWaits(db.owner);
      await rival.query(`update appointment set consultant_id = $2 where id = $1`, [
        given,
        takerOf(cancelled),
      ]);
      await rival.query(
        `insert into appointment (customer_id, consultant_id, date, start_time)
         select customer_id, $2, date, '11:00' from appointment where id = $1`,
        [full, takerOf(full)],
      );
      await rival.query('commit');
      const plan = await answer;
      expect(Object.fromEntries(reasons(plan.skipped))).toEqual({
        [cancelled]: 'CANCELLED',
        [edited]: 'CHANGED',
        [given]: 'ALREADY_ASSIGNED',
        [blocked]: 'SLOT_BLOCKED',
        [full]: 'DAY_FULL',
      });
      expect(pairs(plan)).toEqual([[kept, String(takerOf(kept))]]);
    } finally {
      rival.release();
    }
    expect(await notesOf(db.owner, kept)).toHaveLength(1);
    expect(await notesOf(db.owner, cancelled)).toEqual([]);
  });

  test('one who books without a lock costs one assignment, not the plan', async () => {
    await available(1);
    await available(2);
    const first = await request({ start_time: '09:00:00' });
    const second = await request();
    const robbed = await request({ start_time: '13:00:00' });
    const dry = pairs(await planned({ dryRun: true }));
    const rival = await db.owner.connect();
    try {
      await rival.query('begin');
      await rival.query(
        `update appointment set consultant_id = $2, start_time = '10:30' where id = $1`,
        [robbed, dry.find(([id]) => id === second)?.[1]],
      );
      const answer = planned();
      await somebodyWaits(db.owner);
      await rival.query('commit');
      const plan = await answer;
      expect(reasons(plan.skipped)).toEqual([[second, 'SLOT_TAKEN']]);
      expect(pairs(plan).map(([id]) => id)).toEqual([first]);
    } finally {
      rival.release();
    }
  });

  test('on random days assigns the most that a plan can, with the least highest load', async () => {
    const random = chance(20_261_121);
    const starts = ['09:00:00', '09:30:00', '10:00:00', '10:30:00'];
    for (let round = 0; round < 25; round++) {
      await db.owner.query('truncate customer, consultant, audit_event cascade');
      const specialties = ['Luật', 'IT'];
      const people = Array.from({ length: random.between(1, 3) }, (_, k) => ({
        id: k + 1,
        specialties: specialties.filter(() => random.likely(60)),
        max_per_day: random.of([null, null, 1, 2]),
        free: random.of([
          ['09:00:00', '12:00:00'],
          ['09:30:00', '11:00:00'],
        ] as const),
        load: random.between(0, 2),
      }));
      for (const { free, load, ...consultant } of people) {
        await available(consultant.id, consultant, { start_time: free[0], end_time: free[1] });
        for (let i = 0; i < load; i++) {
          await make.appointment({
            consultant_id: consultant.id,
            date: '2025-03-10',
            start_time: `1${i}:00:00`,
          });
        }
      }
      const asked = Array.from({ length: random.between(1, 5) }, (_, r) => ({
        id: 1_000 * (round + 1) + r,
        start_time: random.of(starts),
        duration_minutes: random.of([30, 60, 90]),
        required_specialty: random.likely(40) ? random.of(specialties) : null,
      }));
      for (const wanted of asked) await request(wanted);
      const requests = asked.map(
        ({ id, start_time, duration_minutes, required_specialty }): DayRequest => {
          const start = seconds(start_time);
          const end = start + duration_minutes * 60;
          return {
            id,
            start,
            end,
            preferred: false,
            consultants: people
              .filter(
                ({ free, specialties: has }) =>
                  seconds(free[0]) <= start &&
                  end <= seconds(free[1]) &&
                  (required_specialty === null || has.includes(required_specialty)),
              )
              .map(({ id }) => id),
          };
        },
      );
      const consultants = people.map(({ id, load, max_per_day }): DayConsultant => ({
        id,
        load,
        room: max_per_day ?? undefined,
        lastAssigned: null,
      }));
      const best = bestWorth(requests, consultants);
      const plan = await planned();
      const given = new Map<string, number>();
      for (const [, id] of pairs(plan)) given.set(id ?? '', (given.get(id ?? '') ?? 0) + 1);
      const highestLoad = Math.max(
        0,
        ...people.map(({ id, load }) =>
          given.has(String(id)) ? load + (given.get(String(id)) ?? 0) : 0,
        ),
      );
      expect({ round, assigned: plan.assigned.length, highestLoad }).toEqual({
        round,
        assigned: best.assigned,
        highestLoad: best.highestLoad,
      });
      expect(plan).toMatchObject({ optimal: true, bound: best.assigned, skipped: [] });
      expect(await faultsOf(db.owner, DAY)).toEqual([]);
    }
  });

  test('a date that is none is refused', async () => {
    expect(await service.reply(autoAssignDay, { date: '2025-02-30' })).toMatchObject({
      error: { type: 'InvalidInput', info: { reason: 'BAD_DATE', field: 'date' } },
    });
  });
});

function seconds(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 3_600 + minutes * 60;
}
