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
  const to =
    calendarDate('to', asked.to) ?? (asked.from ? addDays(from, ahead) : addDays(from, ahead));
  return checkedRange({ from, to }, longest);
}

/** Errors: `InvalidInput/RANGE_REVERSED` or `RANGE_TOO_LONG`. */
export function checkedRange(range: DateRange, longest: number): DateRange {
  const days = daysInRange(range.from, range.to);
  if (days < 1) {
    throw invalidInput('RANGE_REVERSED', `from is ${range.from}, after to, ${range.to}`, {
      field: 'from',
    });
  }
  if (days > longest) {
    throw invalidInput(
      'RANGE_TOO_LONG',
      `${range.from} to ${range.to} is ${days} days; use at most ${longest}`,
      {
        field: 'to',
      },
    );
  }
  return range;
}

/** A plain calendar date. AWSDate also admits offsets and years before 1, which no date here has. */
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

export function isCalendarDate(value: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value < '0001') return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
