/** Reads the present. Injected everywhere, so that tests can move it. */
export type Clock = () => Date;

/** One reading of the clock, as the office sees it. */
export interface OfficeTime {
  /** ISO 8601 instant, UTC. */
  readonly instant: string;
  /** The office's calendar date, YYYY-MM-DD. */
  readonly date: string;
  /** The office's wall clock, HH:MM:SS. */
  readonly time: string;
  /** IANA name of the office's zone. */
  readonly zone: string;
}

/**
 * The office's date and time at an instant. Independent of the zone that the process runs in. Both are worked out when
 * one is first read: the first use of `Intl` takes a process 12 ms, a fifth of a start, and most lists need neither.
 */
export function officeTime(at: Date, zone: string): OfficeTime {
  let read: WallClock | undefined;
  const wallClock = (): WallClock => (read ??= wallClockAt(instant, zone));
  const instant = at.toISOString();
  return {
    instant,
    get date() {
      return wallClock().date;
    },
    get time() {
      return wallClock().time;
    },
    zone,
  };
}

type WallClock = Pick<OfficeTime, 'date' | 'time'>;

function wallClockAt(instant: string, zone: string): WallClock {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(Date.parse(instant))
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
  };
}

/** The instant as the office writes it, with its offset: `2026-11-20T09:30:00.000+07:00`. */
export function withOffset({ instant, date, time }: OfficeTime): string {
  const wallClock = Date.parse(`${date}T${time}Z`);
  const minutes = Math.round((wallClock - Date.parse(instant)) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = [hours, rest].map(part => String(part).padStart(2, '0')).join(':');
  return `${date}T${time}${instant.slice(19, 23)}${minutes < 0 ? '-' : '+'}${offset}`;
}

/** Whether the first wall-clock moment comes before the second. */
export function isBefore(
  a: Pick<OfficeTime, 'date' | 'time'>,
  b: Pick<OfficeTime, 'date' | 'time'>,
): boolean {
  return `${a.date} ${a.time}` < `${b.date} ${b.time}`;
}

/** The date `days` after `date` (before it, if negative). Calendar arithmetic: no zone is involved. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, both counted: 1 when they are the same. */
export function daysInRange(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
}

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}
