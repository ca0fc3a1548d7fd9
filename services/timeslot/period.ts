import { invalidInput, quoted } from '../shared/errors.ts';
import { minuteOfDay, wallClockTime } from '../shared/times.ts';

/** When a slot is, in the office's wall clock. */
export interface SlotPeriod {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM:SS */
  readonly startTime: string;
  readonly endTime: string;
}

/** Minutes that a slot lasts at least and at most. The rule `timeslot_lasts_5_to_480_minutes` says the same. */
export const SHORTEST_SLOT = 5;
const LONGEST_SLOT = 480;

/** Where a slot begins or ends: at a whole minute, as HH:MM:SS. Errors: `InvalidInput/BAD_TIME`. */
export function slotTime(field: string, value: string): string {
  const time = wallClockTime(field, value);
  if (!time.endsWith(':00')) {
    throw invalidInput('BAD_TIME', `${field} is ${quoted(value)}; slots go by whole minutes`, {
      field,
    });
  }
  return time;
}

/** Errors: `InvalidInput/BAD_DURATION` naming the argument that says the end. */
export function checkLength(field: string, startTime: string, endTime: string): void {
  const minutes = minuteOfDay(endTime) - minuteOfDay(startTime);
  if (minutes >= SHORTEST_SLOT && minutes <= LONGEST_SLOT) return;
  throw invalidInput(
    'BAD_DURATION',
    `${startTime} to ${endTime} is ${minutes} minutes; a slot lasts ${SHORTEST_SLOT} to ${LONGEST_SLOT} and ends on the day on which it starts`,
    { field },
  );
}
