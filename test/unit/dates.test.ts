import { describe, expect, test } from 'vitest';
import { addDays, daysInRange } from '../../services/shared/clock.ts';
import {
  calendarDate,
  checkedRange,
  isCalendarDate,
  rangeOrDefault,
} from '../../services/shared/dates.ts';

function refused(reason: string): unknown {
  return expect.objectContaining({
    type: 'InvalidInput',
    info: expect.objectContaining({ reason }),
  });
}

test.for(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2025-12-31'])(
  '%s is a date of the calendar',
  date => {
    expect(isCalendarDate(date)).toBe(true);
    expect(calendarDate('from', date)).toBe(date);
  },
);

test.for([
  '2025-02-29',
  '1900-02-29',
  '2025-02-30',
  '2025-13-01',
  '2025-00-10',
  '2025-01-00',
  '0000-01-01',
  '-0001-01-01',
  '10000-01-01',
  '2025-1-1',
  '2025-01-01Z',
  '2025-01-01+07:00',
  '2025-01-01\n',
  ' 2025-01-01',
  '２０２５-01-01',
  'today',
  '',
])('%j is none', date => {
  expect(isCalendarDate(date)).toBe(false);
  expect(() => calendarDate('filter.from', date)).toThrow(refused('BAD_DATE'));
});

test('an absent date is no date and no fault', () => {
  expect(calendarDate('from', null)).toBeUndefined();
  expect(calendarDate('from', undefined)).toBeUndefined();
});

describe('days are counted and added by the calendar', () => {
  test.for([
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-02-28', 1, '2025-03-01'],
    ['2025-03-01', -1, '2025-02-28'],
    ['2025-12-31', 1, '2026-01-01'],
    ['0099-12-31', 1, '0100-01-01'],
    // Clocks change in many zones on these days; the calendar does not care.
    ['2025-03-29', 2, '2025-03-31'],
    ['2025-04-05', 2, '2025-04-07'],
  ] as const)('%s and %i days is %s', ([date, days, expected]) => {
    expect(addDays(date, days)).toBe(expected);
  });

  test.for([
    ['2025-03-05', '2025-03-05', 1],
    ['2024-01-01', '2024-12-31', 366],
    ['2025-01-01', '2025-12-31', 365],
    ['2025-03-05', '2025-03-04', 0],
  ] as const)('%s to %s is %i days', ([from, to, days]) => {
    expect(daysInRange(from, to)).toBe(days);
  });
});

describe('rangeOrDefault', () => {
  const back = { today: '2025-03-05', length: 30, longest: 366, before: true };
  const ahead = { today: '2025-03-05', length: 7, longest: 92, before: false };

  test.for([
    [back, {}, { from: '2025-02-04', to: '2025-03-05' }],
    [ahead, {}, { from: '2025-03-05', to: '2025-03-11' }],
    [back, { from: null, to: null }, { from: '2025-02-04', to: '2025-03-05' }],
    [back, { to: '2024-03-30' }, { from: '2024-03-01', to: '2024-03-30' }],
    [back, { from: '2024-02-01' }, { from: '2024-02-01', to: '2024-03-01' }],
    [ahead, { from: '2025-01-01' }, { from: '2025-01-01', to: '2025-01-07' }],
    [ahead, { to: '2025-01-07' }, { from: '2025-01-01', to: '2025-01-07' }],
    [back, { from: '2024-01-01', to: '2024-12-31' }, { from: '2024-01-01', to: '2024-12-31' }],
    [back, { from: '2025-03-05', to: '2025-03-05' }, { from: '2025-03-05', to: '2025-03-05' }],
  ] as const)('case %#: %j', ([rule, asked, range]) => {
    expect(rangeOrDefault(asked, rule)).toEqual(range);
  });

  test.for([
    [{ from: '2025-03-06', to: '2025-03-05' }, 'RANGE_REVERSED'],
    [{ from: '2024-01-01', to: '2025-01-01' }, 'RANGE_TOO_LONG'],
    [{ from: '2025-02-29' }, 'BAD_DATE'],
    [{ to: '2025-02-29' }, 'BAD_DATE'],
    [{ to: '2025-02-29', from: '2025-02-01' }, 'BAD_DATE'],
    // The open end would lie outside the calendar.
    [{ to: '0001-01-05' }, 'BAD_DATE'],
    [{ from: '9999-12-20' }, 'BAD_DATE'],
  ] as const)('%j is refused: %s', ([asked, reason]) => {
    expect(() => rangeOrDefault(asked, back)).toThrow(refused(reason));
  });

  test('a range without a limit may be as long as the calendar', () => {
    const all = { from: '0001-01-01', to: '9999-12-31' };
    expect(checkedRange(all, Infinity)).toEqual(all);
  });
});
