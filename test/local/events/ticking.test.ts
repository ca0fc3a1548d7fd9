import { expect, test } from 'vitest';
import { createTicking } from '../../../local/events/ticking.ts';
import { manualTime } from './timers.ts';

const START = '2026-11-20T02:30:00.000Z';
const MINUTE = 60_000;

function started(since: string | undefined = START) {
  const time = manualTime(START);
  const ticks: string[] = [];
  let from: string | undefined = since;
  const ticking = createTicking({
    everyMs: 5 * MINUTE,
    since: () => (from === undefined ? undefined : Date.parse(from)),
    clock: time.now,
    timers: time.timers,
    tick: at => ticks.push(at.toISOString().slice(11, 16)),
  });
  return {
    time,
    ticks,
    ticking,
    switchTo(instant: string | undefined): void {
      from = instant;
      ticking.restart();
    },
  };
}

test('it ticks at the end of each period, counted from when it was switched on', () => {
  const { time, ticks } = started('2026-11-20T02:28:00Z');
  time.pass(3 * MINUTE - 1);
  expect(ticks).toEqual([]);
  time.pass(1);
  expect(ticks).toEqual(['02:33']);
  time.pass(12 * MINUTE);
  expect(ticks).toEqual(['02:33', '02:38', '02:43']);
});

test('periods that ended before it was started are not made up for', () => {
  const { time, ticks } = started('2026-11-01T00:01:00Z');
  expect(ticks).toEqual([]);
  time.pass(MINUTE);
  expect(ticks).toEqual(['02:31']);
});

test('a clock that leaps over many periods makes one tick, and it goes on from there', () => {
  const { time, ticks, ticking } = started();
  time.set('2026-11-20T05:02:00Z');
  ticking.look();
  expect(ticks).toEqual(['05:00']);
  time.pass(2 * MINUTE);
  expect(ticks).toEqual(['05:00']);
  time.pass(MINUTE);
  expect(ticks).toEqual(['05:00', '05:05']);
});

test('a clock that leaps within a period makes none, and the next is in time', () => {
  const { time, ticks, ticking } = started();
  time.set('2026-11-20T02:34:00Z');
  ticking.look();
  expect(ticks).toEqual([]);
  time.pass(MINUTE);
  expect(ticks).toEqual(['02:35']);
});

test('a clock that is set back makes no tick, also before the instant it was switched on', () => {
  const { time, ticks, ticking } = started();
  time.pass(11 * MINUTE);
  expect(ticks).toEqual(['02:35', '02:40']);
  time.set('2026-11-19T23:57:00Z');
  ticking.look();
  expect(ticks).toHaveLength(2);
  time.pass(3 * MINUTE);
  expect(ticks).toEqual(['02:35', '02:40', '00:00']);
});

test('switched off it rests, and switched on again it counts anew', () => {
  const { time, ticks, switchTo } = started();
  time.pass(4 * MINUTE);
  switchTo(undefined);
  time.pass(60 * MINUTE);
  expect(ticks).toEqual([]);
  switchTo(time.now().toISOString());
  time.pass(5 * MINUTE - 1);
  expect(ticks).toEqual([]);
  time.pass(1);
  expect(ticks).toEqual(['03:39']);
});

test('closed it ticks no more', () => {
  const { time, ticks, ticking } = started();
  ticking.close();
  time.pass(60 * MINUTE);
  expect(ticks).toEqual([]);
});
