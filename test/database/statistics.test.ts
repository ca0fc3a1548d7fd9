import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, daysInRange } from '../../services/shared/clock.ts';
import { selectionOf } from '../support/contract.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import * as naive from '../support/naive-statistics.ts';
import { fillAtRandom } from '../support/random-office.ts';
import { startService, type Service } from '../support/service.ts';

const TODAY = '2025-03-05';

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  await fillAtRandom(db, { appointments: 220, today: TODAY, seed: 21 });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

const reading = fc
  .tuple(
    fc.integer({ min: -20, max: 16 }),
    fc.integer({ min: 0, max: 15 }),
    fc.integer({ min: 0, max: 86_399 }),
  )
  .map(([start, days, seconds]) => {
    const from = addDays(TODAY, start);
    const time = new Date(seconds * 1000).toISOString().slice(11, 19);
    return { from, to: addDays(from, days), now: `${TODAY}T${time}+07:00` };
  });
const runs = { seed: 49, numRuns: 25 } as const;

/** With the object of each figure only as its id. */
function leaves(type: string, object: string): string {
  return selectionOf(type, 0).replace('{', `{ ${object} { id }`);
}

describe('statistics are what the rows say', () => {
  test('overview', () =>
    fc.assert(
      fc.asyncProperty(reading, async one => {
        service.at(one.now);
        const { from, to } = one;
        const parts = [
          'customers',
          'consultants',
          'appointments',
          'feedback',
          'programs',
          'period',
          'previousPeriod',
        ];
        const types = [
          'PeopleTotals',
          'PeopleTotals',
          'AppointmentTotals',
          'FeedbackTotals',
          'ProgramTotals',
          'PeriodFigures',
          'PeriodFigures',
        ];
        const select = `{ ${parts.map((part, i) => `${part} ${selectionOf(types[i] ?? '', 1)}`).join(' ')} }`;
        const { asOf, ...overview } = await service.ask<{ asOf: string }>(
          'Query.overview',
          { from, to },
          { select },
        );
        expect(overview).toEqual(await naive.naiveOverview(db.owner, one));
        expect(Date.parse(asOf)).toBe(Date.parse(one.now));
      }),
      runs,
    ));

  test('overview by consultant and by specialty', () =>
    fc.assert(
      fc.asyncProperty(reading, async one => {
        service.at(one.now);
        const select = `{ byConsultant ${leaves('ConsultantFigures', 'consultant')} bySpecialty ${selectionOf('SpecialtyFigures', 0)} }`;
        const answer = await service.ask(
          'Query.overview',
          { from: one.from, to: one.to },
          { select },
        );
        expect(answer).toMatchObject((await naive.naiveBreakdowns(db.owner, one)) as object);
      }),
      runs,
    ));

  test('a specialty has as many appointments as its filter finds, however it is spelt', async () => {
    const period = { from: '2025-02-21', to: '2025-03-17' };
    const { bySpecialty } = await service.ask<{
      bySpecialty: { specialty: string; appointments: number }[];
    }>('Query.overview', period);
    expect(bySpecialty.map(({ specialty }) => specialty)).toHaveLength(3);
    for (const { specialty, appointments } of bySpecialty) {
      expect(
        await service.ask('Query.appointments', { filter: { ...period, specialty }, limit: 1 }),
      ).toMatchObject({ totalCount: appointments });
    }
  });

  test('dailySummaries, days without anything included', () =>
    fc.assert(
      fc.asyncProperty(reading, async one => {
        service.at(one.now);
        const { from, to } = one;
        const days = await service.ask<unknown[]>('Query.dailySummaries', { from, to });
        expect(days).toHaveLength(daysInRange(from, to));
        expect(days).toEqual(await naive.naiveDays(db.owner, one));
      }),
      runs,
    ));

  test('consultantStatistics', () =>
    fc.assert(
      fc.asyncProperty(reading, fc.boolean(), async (one, includeDisabled) => {
        service.at(one.now);
        const { from, to } = one;
        const answer = await service.ask(
          'Query.consultantStatistics',
          { from, to, includeDisabled },
          { select: `{ items ${leaves('ConsultantFigures', 'consultant')} }` },
        );
        const items = await naive.naiveConsultants(db.owner, one, includeDisabled);
        expect(answer).toMatchObject({ from, to, items });
      }),
      runs,
    ));

  test('customerStatistics', () =>
    fc.assert(
      fc.asyncProperty(reading, async one => {
        service.at(one.now);
        const select = `${selectionOf('CustomerStatistics', 0).replace(/\}$/, '')} mostActive ${leaves('CustomerFigures', 'customer')} }`;
        const { from, to } = one;
        const answer = await service.ask<object>(
          'Query.customerStatistics',
          { from, to },
          { select },
        );
        expect(answer).toEqual({
          asOf: expect.any(String),
          ...((await naive.naiveCustomers(db.owner, one)) as object),
        });
      }),
      runs,
    ));

  test('programStatistics', () =>
    fc.assert(
      fc.asyncProperty(reading, async one => {
        service.at(one.now);
        const select = `{ from to attendanceRate items ${leaves('ProgramFigures', 'program')} }`;
        const { from, to } = one;
        const answer = await service.ask<object>(
          'Query.programStatistics',
          { from, to },
          { select },
        );
        expect(answer).toMatchObject((await naive.naivePrograms(db.owner, one)) as object);
      }),
      runs,
    ));
});

describe('a period', () => {
  test('holds both its ends and nothing beside them', async () => {
    service.at(`${TODAY}T12:00:00+07:00`);
    const total = async (from: string, to: string) =>
      (await service.ask<{ period: { appointments: number } }>('Query.overview', { from, to }))
        .period.appointments;
    const days: number[] = [];
    for (const day of ['2025-03-01', '2025-03-02', '2025-03-03']) days.push(await total(day, day));
    expect(await total('2025-03-01', '2025-03-03')).toBe(days.reduce((sum, one) => sum + one, 0));
  });

  test.for([
    'Query.overview',
    'Query.dailySummaries',
    'Query.consultantStatistics',
    'Query.customerStatistics',
    'Query.programStatistics',
  ])('of %s may be 366 days long and no longer', async operation => {
    expect(await service.reply(operation, { from: '2024-01-01', to: '2024-12-31' })).toHaveProperty(
      'data',
    );
    expect(await service.reply(operation, { from: '2024-01-01', to: '2025-01-01' })).toMatchObject({
      error: { type: 'InvalidInput', info: { reason: 'RANGE_TOO_LONG' } },
    });
  });

  test('without rows has zeros, and null for what cannot be divided', async () => {
    const overview = await service.ask('Query.overview', { from: '2001-01-01', to: '2001-01-02' });
    const nothing = {
      appointments: 0,
      completed: 0,
      completionRate: null,
      noShowRate: null,
      bookedMinutes: 0,
      utilisation: null,
      feedbackCount: 0,
      averageRating: null,
    };
    expect(overview).toMatchObject({
      period: nothing,
      previousPeriod: nothing,
      byConsultant: [],
      bySpecialty: [],
    });
    expect(
      await service.ask('Query.dailySummaries', { from: '2001-01-01', to: '2001-01-02' }),
    ).toMatchObject([
      { date: '2001-01-01', appointments: 0, averageRating: null, utilisation: null },
      { date: '2001-01-02', appointments: 0, averageRating: null, utilisation: null },
    ]);
    expect(
      await service.ask('Query.customerStatistics', { from: '2001-01-01', to: '2001-01-02' }),
    ).toMatchObject({
      active: 0,
      returningRate: null,
      mostActive: [],
    });
  });
});
