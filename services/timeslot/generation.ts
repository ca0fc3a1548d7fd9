import {
  type DayOfWeek,
  type GenerateTimeslotsInput,
  type TimeRangeInput,
  type UniformDayInput,
} from '../../generated/graphql.ts';
import { addDays, daysInRange } from '../shared/clock.ts';
import { calendarDate, checkedRange, type DateRange } from '../shared/dates.ts';
import { invalidInput } from '../shared/errors.ts';
import { integerId } from '../shared/identifiers.ts';
import { minuteOfDay, timeOfDay } from '../shared/times.ts';
import { checkLength, SHORTEST_SLOT, slotTime } from './period.ts';

/** The slots to be generated: each consultant on each date at each of the times. */
export interface Pattern {
  readonly consultantIds: readonly number[];
  /** In order, YYYY-MM-DD. */
  readonly dates: readonly string[];
  /** In order, none touching the next. */
  readonly times: readonly TimeRange[];
  readonly isAvailable: boolean;
}

/** HH:MM:SS */
export interface TimeRange {
  readonly start: string;
  readonly end: string;
}

const MOST_CONSULTANTS = 20;
const MOST_DAYS = 92;
const MOST_SLOTS = 2_000;
/** More slots than that do not fit into a day. */
const MOST_GRID_ENTRIES = (24 * 60) / SHORTEST_SLOT;

/**
 * The pattern that was asked for. Sizes are judged before anything is gone through, and numbers of slots by arithmetic,
 * so whatever was asked ends at once. Errors: `InvalidInput`, as the schema says them.
 */
export function patternOf(input: GenerateTimeslotsInput): Pattern {
  const consultantIds = idsOf(input.consultantIds);
  const range = checkedRange(
    { from: calendarDate('from', input.from), to: calendarDate('to', input.to) },
    MOST_DAYS,
  );
  const weekdays = weekdaysOf(input.daysOfWeek ?? workingDays);
  if (input.grid && input.uniform) {
    throw invalidInput('CONTRADICTION', 'there are grid and uniform; leave out one of them', {
      field: 'grid',
    });
  }
  const dates = datesOf(range, weekdays);
  const perDate = consultantIds.length * dates.length;
  const times = input.grid
    ? gridTimes(input.grid, perDate)
    : uniformTimes(input.uniform ?? {}, perDate);
  return { consultantIds, dates, times, isAvailable: input.isAvailable ?? true };
}

/** In the order of JavaScript's days. */
const weekdayNames: readonly DayOfWeek[] = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
];
const workingDays: readonly DayOfWeek[] = weekdayNames.slice(1, 6);

function idsOf(given: readonly string[]): number[] {
  checkEntries('consultantIds', given, MOST_CONSULTANTS);
  const ids = given.map((id, i) => integerId(`consultantIds.${i}`, id));
  checkDuplicates('consultantIds', ids);
  return ids;
}

function weekdaysOf(days: readonly DayOfWeek[]): ReadonlySet<DayOfWeek> {
  if (days.length === 0) throw emptyList('daysOfWeek');
  checkDuplicates('daysOfWeek', days.slice(0, weekdayNames.length + 1));
  return new Set(days);
}

function datesOf({ from, to }: DateRange, weekdays: ReadonlySet<DayOfWeek>): string[] {
  return Array.from({ length: daysInRange(from, to) }, (_, i) => addDays(from, i)).filter(date => {
    const name = weekdayNames[new Date(`${date}T00:00:00Z`).getUTCDay()];
    return name !== undefined && weekdays.has(name);
  });
}

function gridTimes(grid: readonly TimeRangeInput[], perDate: number): TimeRange[] {
  checkEntries('grid', grid, MOST_GRID_ENTRIES);
  checkTotal(grid.length * perDate);
  const times = grid.map(({ start, end }, i) => {
    const range = {
      start: slotTime(`grid.${i}.start`, start),
      end: slotTime(`grid.${i}.end`, end),
    };
    checkLength(`grid.${i}.end`, range.start, range.end);
    return range;
  });
  times.sort((a, b) => (a.start < b.start ? -1 : 1));
  times.forEach(({ start, end }, i) => {
    const next = times[i + 1];
    if (!next || next.start >= end) return;
    throw invalidInput(
      'GRID_OVERLAP',
      `grid has ${start} to ${end} and ${next.start} to ${next.end}, which overlap; let one begin when the other has ended`,
      { field: 'grid' },
    );
  });
  return times;
}

function uniformTimes(day: UniformDayInput, perDate: number): TimeRange[] {
  const start = minuteOfDay(slotTime('uniform.workStart', day.workStart ?? '09:00'));
  const end = minuteOfDay(slotTime('uniform.workEnd', day.workEnd ?? '18:00'));
  const length = minutesBetween('uniform.slotMinutes', day.slotMinutes ?? 60, 10, 240);
  const pause = minutesBetween('uniform.breakMinutes', day.breakMinutes ?? 0, 0, 240);
  const perDay = Math.max(0, Math.floor((end - start + pause) / (length + pause)));
  if (perDay === 0) {
    throw invalidInput(
      'BAD_DURATION',
      `no slot of ${length} minutes fits between ${timeOfDay(start)} and ${timeOfDay(end)}`,
      { field: 'uniform.workEnd' },
    );
  }
  checkTotal(perDay * perDate);
  return Array.from({ length: perDay }, (_, i) => {
    const begins = start + i * (length + pause);
    return { start: timeOfDay(begins), end: timeOfDay(begins + length) };
  });
}

function minutesBetween(field: string, minutes: number, least: number, most: number): number {
  if (minutes >= least && minutes <= most) return minutes;
  throw invalidInput('BAD_DURATION', `${field} is ${minutes}; use ${least} to ${most}`, { field });
}

function checkTotal(count: number): void {
  if (count <= MOST_SLOTS) return;
  throw invalidInput(
    'TOO_MANY',
    `that would be ${count} slots; ask for at most ${MOST_SLOTS} at once`,
    { count, most: MOST_SLOTS },
  );
}

function checkEntries(field: string, list: readonly unknown[], most: number): void {
  if (list.length === 0) throw emptyList(field);
  if (list.length <= most) return;
  throw invalidInput('TOO_MANY', `${field} has ${list.length} entries; use at most ${most}`, {
    field,
    count: list.length,
    most,
  });
}

function checkDuplicates(field: string, list: readonly (string | number)[]): void {
  const twice = list.find((entry, i) => list.indexOf(entry) < i);
  if (twice === undefined) return;
  throw invalidInput('DUPLICATE', `${field} has ${twice} twice; name each once`, { field });
}

function emptyList(field: string): Error {
  return invalidInput('EMPTY_LIST', `${field} is empty; name at least one`, {
    field,
  });
}
