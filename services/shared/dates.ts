import { addDays, daysInRange } from './clock.ts';
import { invalidInput } from './errors.ts';

/** Days from `from` to `to`, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

export interface OptionalRange {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/**
 * The range that was asked for, its open end filled: `length` days that end (`before: true`) or begin today when both
 * are absent. Errors: `InvalidInput` with `BAD_DATE`, `RANGE_REVERSED` or `RANGE_TOO_LONG`.
 */
export function rangeOrDefault(
  asked: OptionalRange,
  {
    today,
    length,
    longest,
    before,
  }: { today: string; length: number; longest: number; before: boolean },
): DateRange {
  const back = 1 - length;
  const ahead = length - 1;
  const from =
    calendarDate('from', asked.from) ??
    (asked.to
      ? addDays(calendarDate('to', asked.to) ?? today, back)
      : before
        ? addDays(today, back)
        : today);
  const to = calendarDate('to', asked.to) ?? addDays(from, ahead);
  if (!isCalendarDate(from) || !isCalendarDate(to)) {
    const [missing, given] = asked.to ? ['from', 'to'] : ['to', 'from'];
    throw invalidInput(
      'BAD_DATE',
      `${length} days beside ${given}, ${asked[given as keyof OptionalRange]}, leave the calendar; give ${missing} too`,
      { field: missing },
    );
  }
  return checkedRange({ from, to }, longest);
}

/** A range of a filter, either end of which may be open. Errors: `BAD_DATE` or `RANGE_REVERSED`. */
export function openRange(range: OptionalRange, names = rangeOfFilter): OptionalRange {
  const from = calendarDate(names.from, range.from);
  const to = calendarDate(names.to, range.to);
  if (from !== undefined && to !== undefined) checkedRange({ from, to }, Infinity, names);
  return { from, to };
}

/** Errors: `InvalidInput/RANGE_REVERSED` or `RANGE_TOO_LONG`. */
export function checkedRange(
  range: DateRange,
  longest: number,
  names: DateRange = { from: 'from', to: 'to' },
): DateRange {
  const days = daysInRange(range.from, range.to);
  if (days < 1) {
    throw invalidInput(
      'RANGE_REVERSED',
      `${names.from} is ${range.from}, after ${names.to}, ${range.to}`,
      { field: names.from },
    );
  }
  if (days > longest) {
    throw invalidInput(
      'RANGE_TOO_LONG',
      `${range.from} to ${range.to} is ${days} days; use at most ${longest}`,
      {
        field: names.to,
      },
    );
  }
  return range;
}

/** A plain calendar date. AWSDate also admits offsets and years before 1, which no date here has. */
export function calendarDate(field: string, value: string): string;
export function calendarDate(field: string, value: string | null | undefined): string | undefined;
export function calendarDate(field: string, value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isCalendarDate(value)) {
    throw invalidInput(
      'BAD_DATE',
      `${field} is "${value.slice(0, 40)}"; use a date of the calendar as YYYY-MM-DD`,
      {
        field,
      },
    );
  }
  return value;
}

/** A date of a nullable column: undefined stays absent, and null clears. Errors: `InvalidInput/BAD_DATE`. */
export function optionalDate(
  field: string,
  value: string | null | undefined,
): string | null | undefined {
  return value === null ? null : calendarDate(field, value);
}

export function isCalendarDate(value: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value < '0001') return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** What the ends of a range are called in most filters. */
const rangeOfFilter: DateRange = { from: 'filter.from', to: 'filter.to' };
