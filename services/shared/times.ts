import { invalidInput, quoted } from './errors.ts';

/**
 * A time of the office's wall clock as HH:MM:SS, from HH:MM or HH:MM:SS. AWSTime also admits offsets and fractions of
 * seconds, which no time here has. Errors: `InvalidInput/BAD_TIME` naming the argument.
 */
export function wallClockTime(field: string, value: string): string {
  const [, minutes, seconds = '00'] =
    /^((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::([0-5][0-9]))?$/.exec(value) ?? [];
  if (minutes === undefined) {
    throw invalidInput(
      'BAD_TIME',
      `${field} is ${quoted(value)}; use a time of the office as HH:MM or HH:MM:SS, without an offset`,
      { field },
    );
  }
  return `${minutes}:${seconds}`;
}

/** Minutes from midnight to a time, HH:MM or HH:MM:SS; seconds do not count. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The time that many minutes after midnight, HH:MM:SS. */
export function timeOfDay(minute: number): string {
  const [hours, rest] = [Math.floor(minute / 60), minute % 60];
  return `${[hours, rest].map(part => String(part).padStart(2, '0')).join(':')}:00`;
}
