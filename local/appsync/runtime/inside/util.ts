import { type Ask } from './ask.ts';
import { floor, max, min, random } from './builtins.ts';
import { type Effects } from '../kernel.ts';
import { createHttp } from './http.ts';
import { toSubscriptionFilter } from './subscription-filter.ts';
import { optional, supporting } from './supported.ts';

/** What `util` needs of the run that is under way. */
export interface CurrentRun {
  readonly raise: (message: string, type: string | null, data: unknown, info: unknown) => never;
  readonly append: (message: string, type: string | null, data: unknown, info: unknown) => void;
  readonly deny: () => never;
  readonly authType: () => string;
  readonly effects: () => Effects;
}

/** `util` of `@aws-appsync/utils`, as far as an API over Lambda needs it. Anything else is refused by name. */
export function createUtil(run: CurrentRun, ask: Ask): object {
  const text = (name: string) => (value: unknown) => ask(name, String(value));
  return supporting('util', {
    error: (message: unknown, type?: unknown, data?: unknown, info?: unknown) =>
      run.raise(String(message), optional(type), data, info),
    appendError: (message: unknown, type?: unknown, data?: unknown, info?: unknown) =>
      run.append(String(message), optional(type), data, info),
    unauthorized: () => run.deny(),
    authType: () => run.authType(),
    autoId: () => ask('autoId'),
    autoUlid: () => ask('autoUlid'),
    autoKsuid: () => ask('autoKsuid'),
    escapeJavaScript: text('escapeJavaScript'),
    urlEncode: text('urlEncode'),
    urlDecode: text('urlDecode'),
    base64Encode: text('base64Encode'),
    base64Decode: text('base64Decode'),
    matches: (pattern: unknown, value: unknown) => ask('matches', String(pattern), String(value)),
    time: createTime(ask),
    str: supporting('util.str', {
      normalize: (value: unknown, form: unknown) => ask('normalize', String(value), String(form)),
    }),
    math: createMath(),
    dynamodb: supporting('util.dynamodb', {}),
    rds: supporting('util.rds', {}),
    http: createHttp(run),
    xml: supporting('util.xml', {}),
    transform: supporting('util.transform', { toSubscriptionFilter }),
  });
}

function createTime(ask: Ask): object {
  const now = () => Number(ask('now'));
  const format = (ms: unknown, pattern: unknown, zone: unknown) =>
    ask('formatTime', Number(ms), String(pattern), optional(zone));
  const ISO = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
  return supporting('util.time', {
    nowISO8601: () => format(now(), ISO, null),
    nowEpochSeconds: () => floor(now() / 1000),
    nowEpochMilliSeconds: () => now(),
    nowFormatted: (pattern: unknown, zone?: unknown) => format(now(), pattern, zone),
    parseFormattedToEpochMilliSeconds: (value: unknown, pattern: unknown, zone?: unknown) =>
      ask('parseTime', String(value), String(pattern), optional(zone)),
    parseISO8601ToEpochMilliSeconds: (value: unknown) => ask('parseIso', String(value)),
    epochMilliSecondsToSeconds: (ms: unknown) => floor(Number(ms) / 1000),
    epochMilliSecondsToISO8601: (ms: unknown) => format(ms, ISO, null),
    epochMilliSecondsToFormatted: (ms: unknown, pattern: unknown, zone?: unknown) =>
      format(ms, pattern, zone),
  });
}

function createMath(): object {
  return supporting('util.math', {
    roundNum: (value: number) => floor(value + 0.5),
    minVal: (a: number, b: number) => min(a, b),
    maxVal: (a: number, b: number) => max(a, b),
    randomDouble: () => random(),
    randomWithinRange: (start: number, end: number) => start + floor(random() * (end - start)),
  });
}
