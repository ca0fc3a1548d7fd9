import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from '../support/assignments.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given, type Given } from '../support/given.ts';
import { chance } from '../support/random.ts';
import { startService } from '../support/service.ts';

const DAY = '2025-03-12';
const NOW = '2025-03-05T12:00:00+07:00';

let db: TestDatabase;
let make: Given;
beforeAll(async () => {
  db = await createDatabase();
  make = given(db.owner);
});
afterAll(async () => {
  await db.drop();
});

/** What a client of the storm may meet; anything else is a fault. */
const expected = new Set([
  'ALREADY_ASSIGNED',
  'CUSTOMER_BUSY',
  'DAY_FULL',
  'ILLEGAL_TRANSITION',
  'NO_CANDIDATE',
  'OUTSIDE_SCHEDULE',
  'SLOT_TAKEN',
  'SPECIALTY_MISMATCH',
]);

test('P-30: ten day plans and twenty people who assign, take away and cancel leave no overlap and no loose end', async () => {
  const random = chance(30);
  const consultants = Array.from({ length: 8 }, (_, k) => k + 1);
  for (const id of consultants) {
    await make.consultant({ id, max_per_day: random.of([null, 3, 4]), specialties: ['Luật'] });
    await make.timeslot({ consultant_id: id, date: DAY, end_time: '13:00:00' });
  }
  const requests = await make.appointments(60, () => ({
    date: DAY,
    start_time: random.of(['09:00:00', '09:30:00', '10:00:00', '11:00:00', '11:30:00', '12:00:00']),
    duration_minutes: random.of([30, 60]),
    required_specialty: random.likely(20) ? 'Luật' : null,
  }));
  const anyone = () => String(random.of(requests).id);

  const met = new Set<string>();
  const client = async (steps: readonly (readonly [string, object])[]): Promise<void> => {
    const service = startService(db.connection('api'));
    service.at(NOW);
    try {
      for (const [operation, input] of steps) {
        const reply = await service.reply(operation, { ...input });
        if (!('error' in reply)) continue;
        expect(reply.error, `${operation}: ${reply.error.message}`).toMatchObject({
          type: 'Conflict',
        });
        met.add('info' in reply.error ? String(reply.error.info?.['reason']) : 'Internal');
      }
    } finally {
      await service.close();
    }
  };
  const planner = Array.from(
    { length: 3 },
    () => ['Mutation.autoAssignDay', { date: DAY }] as const,
  );
  const person = () =>
    Array.from({ length: 12 }, () =>
      random.of([
        [
          'Mutation.assignConsultant',
          { appointmentId: anyone(), consultantId: String(random.of(consultants)) },
        ],
        ['Mutation.autoAssignConsultant', { appointmentId: anyone() }],
        ['Mutation.unassignConsultant', { appointmentId: anyone() }],
        ['Mutation.cancelAppointment', { id: anyone(), reason: 'x' }],
      ] as const),
    );
  await Promise.all([
    ...Array.from({ length: 10 }, () => client(planner)),
    ...Array.from({ length: 20 }, () => client(person())),
  ]);

  expect([...met].filter(reason => !expected.has(reason))).toEqual([]);
  expect(await faultsOf(db.owner, DAY)).toEqual([]);
  // It was a storm: much was assigned, and much was in the way.
  const { rows } = await db.owner.query<{ notes: number }>(
    'select count(*)::int as notes from assignment',
  );
  expect(rows[0]?.notes).toBeGreaterThan(30);
  expect(met.size).toBeGreaterThan(1);
}, 60_000);
