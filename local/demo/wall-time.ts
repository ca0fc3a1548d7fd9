/** Days since 1970-01-01 of a calendar date, YYYY-MM-DD. No zone is involved. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** The calendar date of a day, YYYY-MM-DD. */
export function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const made = new Date(day * 86_400_000).toISOString().slice(0, 10);
  dates.set(day, made);
  return made;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** HH:MM:00 from minutes after midnight. */
export function timeOf(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** The second at which a minute of a day begins, on the office's wall clock and counted from 1970. */
export function secondAt(day: number, minutes: number): number {
  return day * 86_400 + minutes * 60;
}

/** `YYYY-MM-DD HH:MM:SS` of such a second: a wall clock without a zone. */
export function wallTime(second: number): string {
  const day = Math.floor(second / 86_400);
  const rest = second - day * 86_400;
  return `${dateOf(day)} ${two(Math.floor(rest / 3_600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
}

const dates = new Map<number, string>();

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
