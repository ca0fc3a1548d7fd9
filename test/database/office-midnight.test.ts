import { describe, expect, test } from 'vitest';
import { addDays, officeTime } from '../../services/shared/clock.ts';
import { withDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { startService, type AnsweredPage } from '../support/service.ts';

/** Where clocks change at midnight, and a day that each of them changes on. */
const changes = [
  ['America/Sao_Paulo', '2018-11-04', 'begins at 01:00'],
  ['America/Sao_Paulo', '2018-02-17', 'has its last hour twice'],
  ['America/Havana', '2024-11-03', 'has its first hour twice'],
  ['America/Havana', '2024-03-10', 'begins at 01:00'],
  ['Pacific/Apia', '2011-12-30', 'does not exist'],
] as const;

interface Summary {
  readonly date: string;
  readonly newCustomers: number;
}

describe('P-40: days that begin or end with a change of the clocks', () => {
  test.for(changes)('in %s, %s %s', ([zone, day]) =>
    withDatabase(async db => {
      await db.owner.query('update office set zone = $1', [zone]);
      const days = [-2, -1, 0, 1, 2].map(distance => addDays(day, distance));
      const noon = Date.parse(`${day}T12:00:00Z`);
      const halfHours = Array.from(
        { length: 240 },
        (_, i) => new Date(noon + (i - 120) * 1_800_000),
      );
      await given(db.owner).customers(halfHours.length, index => ({
        id: `c${index}`,
        created_at: halfHours[index]?.toISOString() ?? '',
      }));
      const idsOf = (date: string) =>
        halfHours.flatMap((at, index) => (officeTime(at, zone).date === date ? [`c${index}`] : []));

      const service = startService(db.connection('api'), { zone, officeZone: zone });
      try {
        const summaries = await service.ask<Summary[]>('Query.dailySummaries', {
          from: days[0],
          to: days.at(-1),
        });
        expect(summaries.map(({ date, newCustomers }) => [date, newCustomers])).toEqual(
          days.map(date => [date, idsOf(date).length]),
        );
        for (const date of days) {
          const { items } = await service.ask<AnsweredPage<{ id: string }>>(
            'Query.customers',
            { filter: { createdFrom: date, createdTo: date }, orderBy: 'CREATED_ASC', limit: 100 },
            { select: '{ items { id } }' },
          );
          expect(
            items.map(({ id }) => id),
            date,
          ).toEqual(idsOf(date));
        }
      } finally {
        await service.close();
      }
    }),
  );
});
