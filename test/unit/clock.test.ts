import { describe, expect, test } from 'vitest';
import { officeTime, withOffset } from '../../services/shared/clock.ts';

/** The zones with the offset that each has at the moments below. */
const zones = [
  ['Asia/Ho_Chi_Minh', '+07:00'],
  ['UTC', '+00:00'],
  ['America/Los_Angeles', '-08:00'],
] as const;

const moments = ['23:59:59', '00:00:00', '06:59:59', '12:00:00'] as const;

describe('P-40: the office reads its own calendar and clock', () => {
  test.for(zones.flatMap(([zone, offset]) => moments.map(time => [zone, offset, time] as const)))(
    '%s (%s) at %s',
    ([zone, offset, time]) => {
      const at = new Date(`2025-01-15T${time}${offset}`);
      expect(officeTime(at, zone)).toEqual({
        instant: at.toISOString(),
        date: '2025-01-15',
        time,
        zone,
      });
    },
  );

  test('a new day begins at local midnight, not when the day changes in UTC', () => {
    const dateAt = (instant: string) => officeTime(new Date(instant), 'Asia/Ho_Chi_Minh').date;
    expect(dateAt('2025-01-15T16:59:59.999Z')).toBe('2025-01-15');
    expect(dateAt('2025-01-15T17:00:00Z')).toBe('2025-01-16');
    expect(dateAt('2025-01-15T23:59:59Z')).toBe('2025-01-16');
    expect(dateAt('2025-01-16T00:00:00Z')).toBe('2025-01-16');
  });

  test('a leap day and a change of year', () => {
    const leap = officeTime(new Date('2024-02-28T18:00:00Z'), 'Asia/Ho_Chi_Minh');
    expect([leap.date, leap.time]).toEqual(['2024-02-29', '01:00:00']);
    const year = officeTime(new Date('2024-12-31T17:00:00Z'), 'Asia/Ho_Chi_Minh');
    expect([year.date, year.time]).toEqual(['2025-01-01', '00:00:00']);
  });

  test('the hour that summer time skips', () => {
    const zone = 'America/Los_Angeles';
    expect(officeTime(new Date('2025-03-09T09:59:59Z'), zone).time).toBe('01:59:59');
    expect(officeTime(new Date('2025-03-09T10:00:00Z'), zone).time).toBe('03:00:00');
  });
});

test('the calendar is asked when a date or a time is read, and not before', () => {
  const nowhere = officeTime(new Date('2025-01-15T12:00:00Z'), 'Nowhere/Known');
  expect(nowhere.instant).toBe('2025-01-15T12:00:00.000Z');
  expect(() => nowhere.date).toThrow(RangeError);
  expect(() => nowhere.time).toThrow(RangeError);
});

test.for([
  ['2026-11-20T02:30:00.000Z', 'Asia/Ho_Chi_Minh', '2026-11-20T09:30:00.000+07:00'],
  ['2025-01-16T00:00:00.999Z', 'America/Los_Angeles', '2025-01-15T16:00:00.999-08:00'],
  ['2025-07-01T12:00:00.500Z', 'Asia/Kathmandu', '2025-07-01T17:45:00.500+05:45'],
  ['2025-07-01T12:00:00.500Z', 'UTC', '2025-07-01T12:00:00.500+00:00'],
] as const)('%s is written in %s as %s', ([instant, zone, written]) => {
  const text = withOffset(officeTime(new Date(instant), zone));
  expect(text).toBe(written);
  expect(Date.parse(text)).toBe(Date.parse(instant));
});
