import { describe, expect, test } from 'vitest';
import { demandByDay, demandOf } from '../../local/demo/calendar.ts';
import { drawLead, LONGEST_LEAD, shareBookedEarlier } from '../../local/demo/lead-time.ts';
import { drawName, families, fullName } from '../../local/demo/names.ts';
import { createRandom, weighted } from '../../local/demo/prng.ts';
import { makeOffice } from '../../local/demo/office.ts';
import { periodAround, shapes } from '../../local/demo/shape.ts';
import {
  dateOf,
  dayOf,
  secondAt,
  timeOf,
  wallTime,
  weekdayOf,
} from '../../local/demo/wall-time.ts';

describe('the random numbers', () => {
  test('are these ones, on every machine and in every version', () => {
    const random = createRandom(1, 'test');
    expect(Array.from({ length: 5 }, () => random.between(0, 999))).toEqual([
      379, 107, 248, 302, 968,
    ]);
  });

  test('are others for another seed and for another purpose', () => {
    const first = [createRandom(1, 'a'), createRandom(2, 'a'), createRandom(1, 'b')].map(random =>
      random.fraction(),
    );
    expect(new Set(first).size).toBe(3);
  });

  test('fall evenly, within their bounds', () => {
    const random = createRandom(7, 'dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) {
      const face = random.between(1, 6);
      counts[face - 1] = (counts[face - 1] ?? 0) + 1;
    }
    expect(counts).toHaveLength(6);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('draw as often as the weights say, and never what has none', () => {
    const random = createRandom(7, 'weights');
    const table = weighted([
      ['never', 0],
      ['seldom', 1],
      ['often', 9],
      ['never again', 0],
    ]);
    const drawn = Array.from({ length: 10_000 }, () => random.draw(table));
    expect(new Set(drawn)).toEqual(new Set(['seldom', 'often']));
    expect(drawn.filter(each => each === 'seldom').length / 10_000).toBeCloseTo(0.1, 1);
  });

  test('shuffling loses and repeats nothing', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    const shuffled = createRandom(7, 'cards').shuffle([...items]);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(items);
  });
});

describe('names', () => {
  const random = createRandom(1, 'names');
  const drawn = Array.from({ length: 20_000 }, () => drawName(random));

  test('are composed, trimmed and short enough for the database', () => {
    for (const name of drawn.map(fullName)) {
      expect(name).toMatch(/^\p{Lu}\p{Ll}*( \p{Lu}\p{Ll}*){2,3}$/u);
      expect(name).toBe(name.normalize('NFC'));
      expect(name.length).toBeLessThanOrEqual(100);
    }
  });

  test('have families in about the frequency that Vietnam has', () => {
    const share = (family: string): number =>
      drawn.filter(each => each.family === family).length / drawn.length;
    expect(share('Nguyễn')).toBeGreaterThan(0.3);
    expect(share('Nguyễn')).toBeLessThan(0.4);
    expect(share('Trần')).toBeGreaterThan(share('Lê'));
    expect(new Set(drawn.map(each => each.family)).size).toBe(families.items.length);
  });
});

describe('the calendar', () => {
  test.for([
    ['2026-11-18', 1.2],
    ['2026-02-17', 0],
    ['2026-09-02', 0],
    ['2027-02-06', 0],
  ] as const)('%s has its demand', ([date, weekday]) => {
    expect(demandOf(dayOf(date))).toBeCloseTo(weekday, 0);
    if (weekday === 0) expect(demandOf(dayOf(date))).toBe(0);
  });

  test.for(['small', 'large'] as const)(
    'the days of %s add up to its appointments exactly',
    size => {
      const days = demandByDay(shapes[size], periodAround(dayOf('2026-11-20')), 1);
      expect(days.reduce((sum, { appointments }) => sum + appointments, 0)).toBe(
        shapes[size].appointments,
      );
      expect(days.every(({ appointments }) => appointments >= 0)).toBe(true);
      expect(days).toHaveLength(1_095 + 61);
    },
  );

  test('bookings of a future day were made before today', () => {
    const random = createRandom(1, 'lead');
    for (let least = 1; least <= LONGEST_LEAD; least++) {
      for (let i = 0; i < 50; i++) {
        const lead = drawLead(random, least);
        expect(lead).toBeGreaterThanOrEqual(least);
        expect(lead).toBeLessThanOrEqual(LONGEST_LEAD);
      }
    }
    expect([-1, 0, LONGEST_LEAD].map(shareBookedEarlier)).toEqual([1, 1, 0]);
  });

  test('days, seconds and dates agree, whatever zone the process stands in', () => {
    expect(dayOf('1970-01-02')).toBe(1);
    expect(dateOf(dayOf('2028-02-29'))).toBe('2028-02-29');
    expect(weekdayOf(dayOf('2026-11-20'))).toBe(5);
    expect(weekdayOf(dayOf('1969-12-28'))).toBe(0);
    expect(timeOf(605)).toBe('10:05:00');
    expect(wallTime(secondAt(dayOf('2026-11-20'), 605) + 7)).toBe('2026-11-20 10:05:07');
  });
});

describe('the office', () => {
  const shape = { ...shapes.small, appointments: 500, customers: 400 };
  const period = periodAround(dayOf('2026-11-20'));
  const made = (seed: number): unknown => {
    const { customers, consultants, programs, blocks } = makeOffice(shape, period, seed);
    return { customers, consultants, programs, blocks: [...blocks] };
  };

  test('is the same for the same seed and another for another', () => {
    expect(made(1)).toEqual(made(1));
    expect(made(1)).not.toEqual(made(2));
  });

  test.for(['2024-02-29', '2026-02-17', '2026-03-01', '2045-01-01'])(
    'can be made for %s',
    today => {
      for (const size of ['small', 'large'] as const) {
        const days = demandByDay(shapes[size], periodAround(dayOf(today)), 1);
        expect(days.reduce((sum, { appointments }) => sum + appointments, 0)).toBe(
          shapes[size].appointments,
        );
      }
      const { blocks } = makeOffice(shape, periodAround(dayOf(today)), 1);
      expect([...blocks].flatMap(block => block.appointments)).toHaveLength(500);
    },
  );
});
