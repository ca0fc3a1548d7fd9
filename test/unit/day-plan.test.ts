import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  planDay,
  type DayConsultant,
  type DayRequest,
} from '../../services/assignment/day-plan.ts';
import { bestWorth, breach, worthOf } from '../support/naive-day-plans.ts';
import { chance } from '../support/random.ts';

const HOUR = 3_600;

interface Day {
  readonly requests: readonly DayRequest[];
  readonly consultants: readonly DayConsultant[];
}

/** Hours of a grid, or any periods of a short day. */
const periods = fc.oneof(
  fc.integer({ min: 9, max: 11 }).map(hour => ({ start: hour * HOUR, end: (hour + 1) * HOUR })),
  fc
    .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 5 }))
    .map(([start, length]) => ({
      start: 9 * HOUR + start * 900,
      end: 9 * HOUR + (start + length) * 900,
    })),
);

function days(most: {
  readonly requests: number;
  readonly consultants: number;
}): fc.Arbitrary<Day> {
  return fc.integer({ min: 1, max: most.consultants }).chain(people =>
    fc.record({
      requests: fc
        .array(
          fc.record({
            period: periods,
            preferred: fc.boolean(),
            consultants: fc.subarray(Array.from({ length: people }, (_, k) => k + 1)),
          }),
          { maxLength: most.requests },
        )
        .map(list =>
          list.map(({ period, ...rest }, index): DayRequest => ({
            id: index + 1,
            ...period,
            ...rest,
          })),
        ),
      consultants: fc.tuple(
        ...Array.from({ length: people }, (_, k) =>
          fc.record({
            id: fc.constant(k + 1),
            load: fc.integer({ min: 0, max: 4 }),
            room: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
            lastAssigned: fc.constantFrom(null, '2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'),
          }),
        ),
      ) as fc.Arbitrary<DayConsultant[]>,
    }),
  );
}

describe('a day plan', () => {
  test('is as good as the best of all plans, on thousands of small days', () => {
    fc.assert(
      fc.property(days({ requests: 6, consultants: 3 }), ({ requests, consultants }) => {
        const { consultantOf, bound, optimal } = planDay(requests, consultants);
        expect(breach(requests, consultants, consultantOf)).toBeUndefined();
        expect(worthOf(requests, consultants, consultantOf)).toEqual(
          bestWorth(requests, consultants),
        );
        expect({ optimal, bound }).toEqual({ optimal: true, bound: consultantOf.size });
      }),
      { seed: 20_261_120, numRuns: 4_000 },
    );
  });

  test('is the same in whatever order the day comes', () => {
    const shuffled = days({ requests: 12, consultants: 5 }).chain(({ requests, consultants }) =>
      fc.record({
        day: fc.constant({ requests, consultants }),
        requests: fc.shuffledSubarray([...requests], { minLength: requests.length }),
        consultants: fc.shuffledSubarray([...consultants], { minLength: consultants.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ day, requests, consultants }) => {
        const turned = requests.map(each => ({
          ...each,
          consultants: [...each.consultants].reverse(),
        }));
        expect(planDay(turned, consultants)).toEqual(planDay(day.requests, day.consultants));
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  test('goes to the one who was assigned longest ago when loads are equal, then by id', () => {
    const consultants = [
      { id: 1, load: 2, room: undefined, lastAssigned: '2025-02-01T00:00:00Z' },
      { id: 2, load: 2, room: undefined, lastAssigned: '2025-01-01T00:00:00Z' },
      { id: 4, load: 3, room: undefined, lastAssigned: null },
      { id: 3, load: 3, room: undefined, lastAssigned: null },
    ];
    const request = { id: 9, start: 0, end: HOUR, preferred: false };
    const taker = (...ids: number[]) =>
      planDay([{ ...request, consultants: ids }], consultants).consultantOf.get(9);
    expect(taker(1, 2, 3, 4)).toBe(2);
    expect(taker(1, 3, 4)).toBe(1);
    expect(taker(4, 3)).toBe(3);
  });

  test('passes a request on where that makes room for another', () => {
    const anyone = { load: 0, room: 1, lastAssigned: null };
    const { consultantOf } = planDay(
      [
        { id: 1, start: 0, end: HOUR, preferred: false, consultants: [1, 2] },
        { id: 2, start: 0, end: HOUR, preferred: false, consultants: [1] },
      ],
      [
        { id: 1, ...anyone },
        { id: 2, ...anyone },
      ],
    );
    expect([...consultantOf].sort()).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('of nothing, or for nobody, is empty', () => {
    const nothing = { consultantOf: new Map(), bound: 0, optimal: true };
    const request = { id: 1, start: 0, end: HOUR, preferred: true };
    expect(planDay([], [])).toEqual(nothing);
    expect(planDay([{ ...request, consultants: [] }], [])).toEqual(nothing);
    expect(
      planDay(
        [{ ...request, consultants: [1] }],
        [{ id: 1, load: 0, room: 0, lastAssigned: null }],
      ),
    ).toEqual(nothing);
  });

  test.each([1, 4])('on a grid is proven to be the best, %i times a large day', times => {
    const random = chance(11);
    const { requests, consultants } = largeDay(() => {
      const start = random.between(8, 16) * HOUR;
      return { start, end: start + HOUR };
    }, times);
    const { consultantOf, bound, optimal } = planDay(requests, consultants);
    expect(breach(requests, consultants, consultantOf)).toBeUndefined();
    expect({ optimal, bound }).toEqual({ optimal: true, bound: consultantOf.size });
  });

  test('of any periods may assign all and still say that lesser loads were not ruled out', () => {
    const random = chance(12);
    const { requests, consultants } = largeDay(() => {
      const start = random.between(8 * 12, 16 * 12) * 300;
      return { start, end: start + random.of([30, 45, 60, 90, 120]) * 60 };
    });
    const { consultantOf, bound, optimal } = planDay(requests, consultants);
    expect(breach(requests, consultants, consultantOf)).toBeUndefined();
    expect({ assigned: consultantOf.size, bound, optimal }).toEqual({
      assigned: 500,
      bound: 500,
      optimal: false,
    });
  });
});

/** 500 requests of the periods given, 100 consultants of whom each takes up to six and about a third of the requests; or times as many. */
function largeDay(period: () => { start: number; end: number }, times = 1): Day {
  const random = chance(10);
  const consultants = Array.from({ length: 100 * times }, (_, k) => ({
    id: k + 1,
    load: random.between(0, 30),
    room: random.likely(50) ? 6 : undefined,
    lastAssigned: null,
  }));
  return {
    consultants,
    requests: Array.from({ length: 500 * times }, (_, r) => ({
      id: r + 1,
      ...period(),
      preferred: random.likely(40),
      consultants: consultants.flatMap(({ id }) => (random.likely(33) ? [id] : [])),
    })),
  };
}
