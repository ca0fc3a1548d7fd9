import { literally } from './java-pattern.ts';

/**
 * The part of Java's DateTimeFormatter patterns that APIs use: `yyyy-MM-dd'T'HH:mm:ss.SSSXXX` and the like. A letter
 * beyond that is refused by name.
 */
type Part = { readonly literal: string } | { readonly letter: string; readonly width: number };

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `zone` is an IANA name or an offset such as `+07:00`. */
export function formatInstant(epochMs: number, pattern: string, zone: string): string {
  if (!Number.isFinite(epochMs)) throw new Error(`${epochMs} is not a number of milliseconds`);
  const offset = offsetMinutes(epochMs, zone);
  const local = new Date(epochMs + offset * 60_000);
  return parts(pattern)
    .map(part => ('literal' in part ? part.literal : formatField(part, local, offset)))
    .join('');
}

/** A text without an offset is read in `zone`. Fields that the pattern lacks are those of 1970-01-01T00:00. */
export function parseInstant(text: string, pattern: string, zone: string): number {
  const names: string[] = [];
  const source = parts(pattern).map(part => {
    if ('literal' in part) return literally(part.literal);
    names.push(part.letter);
    return FIELD_PATTERNS[part.letter]?.(part.width) ?? unsupported(part.letter);
  });
  const found = new RegExp(`^${source.join('')}$`).exec(text);
  if (!found) throw new Error(`Unable to parse '${text}' with the pattern '${pattern}'`);
  const field = new Map(names.map((name, index) => [name, found[index + 1] ?? '']));
  const local = localMilliseconds(field, text);
  const written = field.get('X') ?? field.get('x') ?? field.get('Z');
  if (written !== undefined) return local - offsetMinutes(0, written) * 60_000;
  const guess = local - offsetMinutes(local, zone) * 60_000;
  return local - offsetMinutes(guess, zone) * 60_000;
}

function parts(pattern: string): Part[] {
  const found = pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g);
  return Array.from(found, ([whole, quoted, letter]) => {
    if (letter !== undefined) return { letter, width: whole.length };
    if (quoted === undefined) return { literal: whole };
    return { literal: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
  });
}

function formatField(
  { letter, width }: { readonly letter: string; readonly width: number },
  local: Date,
  offset: number,
): string {
  const padded = (value: number) => String(value).padStart(width, '0');
  const hour = local.getUTCHours();
  switch (letter) {
    case 'y':
    case 'u':
      return width === 2
        ? String(local.getUTCFullYear()).slice(-2)
        : padded(local.getUTCFullYear());
    case 'M':
    case 'L':
      return width > 2
        ? named(MONTHS[local.getUTCMonth()], width)
        : padded(local.getUTCMonth() + 1);
    case 'd':
      return padded(local.getUTCDate());
    case 'E':
      return named(DAYS[local.getUTCDay()], width);
    case 'H':
      return padded(hour);
    case 'h':
      return padded(hour % 12 || 12);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'm':
      return padded(local.getUTCMinutes());
    case 's':
      return padded(local.getUTCSeconds());
    case 'S':
      return String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(width, '0').slice(0, width);
    case 'X':
      return offset === 0 ? 'Z' : offsetText(offset, width);
    case 'x':
      return offsetText(offset, width);
    case 'Z':
      return offsetText(offset, width === 5 ? 3 : 2);
    default:
      return unsupported(letter);
  }
}

/** How the fields of a pattern may be written. */
const FIELD_PATTERNS: Readonly<Record<string, (width: number) => string>> = {
  y: width => (width === 2 ? '(\\d{2})' : '(\\d{4})'),
  u: width => (width === 2 ? '(\\d{2})' : '(\\d{4})'),
  M: width => (width > 2 ? '([A-Za-z]+)' : digits(width)),
  d: digits,
  E: () => '([A-Za-z]+)',
  H: digits,
  h: digits,
  a: () => '(AM|PM|am|pm)',
  m: digits,
  s: digits,
  S: width => `(\\d{${width}})`,
  X: () => '(Z|[+-]\\d{2}(?::?\\d{2})?)',
  x: () => '([+-]\\d{2}(?::?\\d{2})?)',
  Z: () => '([+-]\\d{2}:?\\d{2})',
};

function digits(width: number): string {
  return width === 1 ? '(\\d{1,2})' : `(\\d{${width}})`;
}

function localMilliseconds(field: ReadonlyMap<string, string>, text: string): number {
  const number = (letter: string, fallback: number) => Number(field.get(letter) ?? fallback);
  const written = field.get('y') ?? field.get('u') ?? '1970';
  const year = written.length === 2 ? 2000 + Number(written) : Number(written);
  const month = monthNumber(field.get('M') ?? '1');
  const day = number('d', 1);
  const pm = field.get('a')?.toUpperCase() === 'PM';
  const hour = field.has('h') ? (number('h', 0) % 12) + (pm ? 12 : 0) : number('H', 0);
  const fraction = Number((field.get('S') ?? '0').padEnd(3, '0').slice(0, 3));
  const time = [hour, number('m', 0), number('s', 0), fraction] as const;
  const ms = Date.UTC(year, month - 1, day, ...time);
  const back = new Date(ms);
  if (
    back.getUTCDate() !== day ||
    back.getUTCMonth() !== month - 1 ||
    back.getUTCHours() !== hour ||
    back.getUTCMinutes() !== number('m', 0) ||
    back.getUTCSeconds() !== number('s', 0)
  ) {
    throw new Error(`'${text}' is not a date and time that exists`);
  }
  return ms;
}

function monthNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return MONTHS.findIndex(month => month.startsWith(text) && text.length >= 3) + 1;
}

function named(name = '', width: number): string {
  return width > 3 ? name : name.slice(0, 3);
}

function offsetText(minutes: number, width: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const hours = String(Math.trunc(Math.abs(minutes) / 60)).padStart(2, '0');
  const rest = String(Math.abs(minutes) % 60).padStart(2, '0');
  if (width === 1) return rest === '00' ? sign + hours : sign + hours + rest;
  return width === 2 ? sign + hours + rest : `${sign}${hours}:${rest}`;
}

/** Minutes east of UTC that `zone` keeps at an instant. */
function offsetMinutes(epochMs: number, zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0));
  const name = zoneFormat(zone)
    .formatToParts(epochMs)
    .find(part => part.type === 'timeZoneName')?.value;
  const offset = /GMT([+-]\d{2}:\d{2})/.exec(name ?? '')?.[1];
  return offset === undefined ? 0 : offsetMinutes(epochMs, offset);
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(zone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      throw new Error(`'${zone}' is not a time zone`);
    }
    zoneFormats.set(zone, format);
  }
  return format;
}

function unsupported(letter: string): never {
  throw new Error(`the pattern letter '${letter}' is not supported by the local stack`);
}
