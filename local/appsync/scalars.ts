import { isIP } from 'node:net';
import { isDate, isDateTime, isTime } from './date-grammar.ts';

/**
 * One scalar, both ways. `parse` and `serialize` answer the value as the other side sees it, or `undefined` for a value
 * that the scalar does not admit; `complaint` then says so in the service's words, after
 * "Variable 'x' has an invalid value." or "Can't serialize value (/x) :".
 */
export interface Scalar {
  readonly parse: (value: unknown) => unknown;
  readonly serialize: (value: unknown) => unknown;
  readonly complaint: (value: unknown, direction: 'in' | 'out') => string;
}

export function scalarNamed(name: string): Scalar | undefined {
  return scalars.get(name);
}

/** The class under which the service's Java runtime would name a JSON value. */
export function javaClass(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return javaNumber(value);
  return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap';
}

function javaNumber(value: number): string {
  if (!Number.isInteger(value)) return 'Double';
  if (int32(value) !== undefined) return 'Integer';
  return Math.abs(value) < 2 ** 63 ? 'Long' : 'BigInteger';
}

const expected = (type: string) => (value: unknown) =>
  `Expected type '${type}' but was '${javaClass(value)}'.`;

const int32 = (value: unknown) =>
  typeof value === 'number' && (value | 0) === value ? value : undefined;

const float64 = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** On the way out numbers and booleans are written as text, as the service does. */
const text = (value: unknown) =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

function textual(accepts: (text: string) => boolean, noun: string): Scalar {
  const check = (value: unknown) =>
    typeof value === 'string' && accepts(value) ? value : undefined;
  return { parse: check, serialize: check, complaint: unreadable(noun) };
}

const unreadable = (noun: string) => (value: unknown, direction: 'in' | 'out') =>
  `Unable to ${direction === 'in' ? 'parse' : 'serialize'} \`${shown(value)}\` as a valid ${noun}.`;

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (jsonText(value) ?? javaClass(value));
}

const scalars: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['Int', { parse: int32, serialize: int32, complaint: expected('Int') }],
  ['Float', { parse: float64, serialize: float64, complaint: expected('Float') }],
  [
    'String',
    {
      parse: value => (typeof value === 'string' ? value : undefined),
      serialize: text,
      complaint: expected('String'),
    },
  ],
  [
    'ID',
    {
      parse: value =>
        typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined,
      serialize: text,
      complaint: expected('ID'),
    },
  ],
  [
    'Boolean',
    {
      parse: value => (typeof value === 'boolean' ? value : undefined),
      serialize: value => (typeof value === 'boolean' ? value : undefined),
      complaint: expected('Boolean'),
    },
  ],
  ['AWSDate', textual(isDate, 'date')],
  ['AWSTime', textual(isTime, 'time')],
  ['AWSDateTime', textual(isDateTime, 'DateTime Object')],
  ['AWSTimestamp', { parse: timestamp, serialize: timestamp, complaint: unreadable('timestamp') }],
  ['AWSEmail', textual(isEmail, 'email')],
  ['AWSJSON', { parse: jsonIn, serialize: jsonOut, complaint: unreadable('JSON') }],
  ['AWSURL', textual(isUrl, 'URL')],
  ['AWSPhone', textual(isPhone, 'phone number')],
  ['AWSIPAddress', textual(isIpAddress, 'IP address')],
]);

function timestamp(value: unknown): unknown {
  return typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= -31557014167219200 &&
    // The largest is 31556889864403199, which a double cannot tell from the next one.
    value <= 31556889864403200
    ? value
    : undefined;
}

function isEmail(text: string): boolean {
  return /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(
    text,
  );
}

/** The text of a JSON value becomes the value: resolvers never see the text. */
function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Clients get text. A string that already is JSON text stays as it is. */
function jsonOut(value: unknown): unknown {
  if (typeof value === 'string' && jsonIn(value) !== undefined) return value;
  return jsonText(value);
}

/** A resolver may have built what JSON cannot hold: a cycle, a getter that fails. */
function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isUrl(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text) || !URL.canParse(text)) return false;
  return !new URL(text).pathname.includes('//');
}

/** With a country code 7 to 15 digits; without one a North American number written in groups. */
function isPhone(text: string): boolean {
  if (/^\+\d(?:[ -]?\d){6,14}$/.test(text)) return true;
  return /^[2-9]\d{2}[ -][2-9]\d{2}[ -]\d{4}$/.test(text);
}

function isIpAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
  );
}
