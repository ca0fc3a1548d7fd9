import { invalidParameter } from './errors.ts';

/** The body of an operation, or a part of it: JSON of whoever sends it. */
export type Input = Readonly<Record<string, unknown>>;

/** Texts of a sign-in are short but for tokens. */
const LONGEST = 16_384;

export function textIn(input: Input, name: string): string {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value === undefined || value === null || value === '') {
    throw invalidParameter(`Missing required parameter ${name}`);
  }
  if (typeof value !== 'string') throw invalidParameter(`${name} is not a string.`);
  if (value.length > LONGEST) {
    throw invalidParameter(`${name} is longer than ${LONGEST} characters.`);
  }
  return value;
}

/** Empty when there is none: what is missing in it is then said by name. */
export function recordIn(input: Input, name: string): Input {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  throw invalidParameter(`${name} is not a map.`);
}

export function isRecord(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
