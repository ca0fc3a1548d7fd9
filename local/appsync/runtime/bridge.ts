import { randomBytes, randomUUID } from 'node:crypto';
import { isDateTime } from '../date-grammar.ts';
import { formatInstant, parseInstant } from './date-pattern.ts';
import { type Bridge, type Primitive } from './kernel.ts';
import { createPatterns } from './patterns.ts';

export interface BridgeOptions {
  readonly clock: () => Date;
  /** What resolvers write with console.log and console.error. */
  readonly log: (level: string, text: string) => void;
}

/** Node's side of `util`: everything that needs a clock, chance or a library. */
export function createBridge({ clock, log }: BridgeOptions): Bridge {
  let fault = '';
  const patterns = createPatterns();
  const functions: Readonly<Record<string, (a: string, b: string, c: string) => Primitive>> = {
    now: () => clock().getTime(),
    log: (level, text) => {
      log(level, text);
      return true;
    },
    autoId: () => randomUUID(),
    autoUlid: () => ulid(clock().getTime()),
    autoKsuid: () => ksuid(clock().getTime()),
    escapeJavaScript: text => escapeJavaScript(text),
    urlEncode: text => new URLSearchParams([['', text]]).toString().slice(1),
    urlDecode: text => decodeURIComponent(text.replaceAll('+', ' ')),
    base64Encode: text => Buffer.from(text, 'utf8').toString('base64'),
    base64Decode: text => Buffer.from(text, 'base64').toString('utf8'),
    matches: (pattern, text) => patterns.matches(pattern, text),
    replace: (pattern, text, replacement) => patterns.replace(pattern, text, replacement, false),
    replaceAll: (pattern, text, replacement) => patterns.replace(pattern, text, replacement, true),
    begin: () => {
      patterns.begin();
      return true;
    },
    normalize: (text, form) => text.normalize(form.toUpperCase()),
    formatTime: (ms, pattern, zone) => formatInstant(Number(ms), pattern, zone || 'UTC'),
    parseTime: (text, pattern, zone) => parseInstant(text, pattern, zone || 'UTC'),
    parseIso: text => parseIso(text),
  };
  return (name, a, b, c) => {
    if (name === 'fault') return fault;
    try {
      const answer = functions[name]?.(String(a ?? ''), String(b ?? ''), String(c ?? ''));
      if (answer !== undefined && answer !== null) return answer;
      fault = `util.${name} is not supported by the local stack`;
    } catch (cause) {
      fault = cause instanceof Error ? cause.message : String(cause);
    }
    return null;
  };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KSUID_EPOCH_SECONDS = 1_400_000_000;

function ulid(ms: number): string {
  return inBase(BigInt(ms), CROCKFORD, 10) + inBase(random(10), CROCKFORD, 16);
}

function ksuid(ms: number): string {
  const seconds = BigInt(Math.floor(ms / 1000) - KSUID_EPOCH_SECONDS);
  return inBase((seconds << 128n) | random(16), BASE62, 27);
}

function random(bytes: number): bigint {
  return BigInt(`0x${randomBytes(bytes).toString('hex')}`);
}

function inBase(value: bigint, alphabet: string, width: number): string {
  const base = BigInt(alphabet.length);
  let text = '';
  for (let rest = value; text.length < width; rest /= base) {
    text = (alphabet[Number(rest % base)] ?? '') + text;
  }
  return text;
}

function escapeJavaScript(text: string): string {
  return text.replace(/[\\'"/\n\r\t\b\f]|[^\x20-\x7e]/g, character => {
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', "'": "\\'", '"': '\\"', '/': '\\/' },
  ...{ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' },
};

function parseIso(text: string): number {
  // Date.parse alone takes the 30th of February for a day in March.
  const ms = isDateTime(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`Unable to parse '${text}' as an ISO 8601 instant`);
  return ms;
}
