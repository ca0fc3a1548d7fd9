import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteOfDay, timeOfDay, wallClockTime } from '../../services/shared/times.ts';

describe('a time of the wall clock', () => {
  test.for([
    ['09:00', '09:00:00'],
    ['09:00:30', '09:00:30'],
    ['00:00', '00:00:00'],
    ['23:59:59', '23:59:59'],
  ] as const)('%s is %s', ([given, time]) => {
    expect(wallClockTime('startTime', given)).toBe(time);
  });

  test.for([
    '',
    '9:00',
    '24:00',
    '23:60',
    '09:00:60',
    '09:00Z',
    '09:00:00+07:00',
    '09:00:00.5',
    ' 09:00',
    '09:00\n',
    '٠٩:٠٠',
  ])('%j is none', given => {
    expect(() => wallClockTime('startTime', given)).toThrow(
      expect.objectContaining({ info: { reason: 'BAD_TIME', field: 'startTime' } }),
    );
  });

  test('and its minutes from midnight are the same thing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), minute => {
        expect(minuteOfDay(wallClockTime('t', timeOfDay(minute)))).toBe(minute);
      }),
      { seed: 9 },
    );
  });
});
