import { stackOf, withoutData } from '../db/failure.ts';
import { inSources } from './source-lines.ts';

/** An error as it may stand in a log: its message may hold values, so there is none. */
export interface FailureText {
  /** Of the class. */
  readonly name: string;
  /** Of errors that say that they hold no values. */
  readonly message?: string;
  /** SQLSTATE, S3's code or the network's. */
  readonly code?: string;
  /** The rule of the database that refused. */
  readonly rule?: string;
  /** Where it came from, innermost first. */
  readonly at: readonly string[];
  /** Names and codes of the errors behind it. */
  readonly causes?: readonly string[];
}

const MOST_LINES = 12;
const MOST_CAUSES = 4;

export function failureText(error: unknown): FailureText {
  const code = codeOf(error);
  const rule = memberOf(error, 'constraint');
  const causes = causesOf(error);
  return {
    name: nameOf(error),
    ...(speaks(error) && { message: error.message }),
    ...(code !== undefined && { code }),
    ...(rule !== undefined && { rule }),
    at: linesOf(error).slice(0, MOST_LINES),
    ...(causes.length > 0 && { causes }),
  };
}

/**
 * What leaves a function instead of an error: Lambda logs what is thrown with its message and all its properties, and
 * those may hold values. It keeps the name, so that traces tell errors apart, and the lines of code. An error whose class
 * says `holdsNoValues` leaves as it is.
 */
export function withoutValues(error: unknown): Error {
  if (speaks(error)) return error;
  const { code } = failureText(error);
  const bare = new Error(code === undefined ? 'see the log' : `see the log (${code})`);
  bare.name = nameOf(error);
  bare.stack = inSources(stackOf(bare, error));
  return bare;
}

function speaks(error: unknown): error is Error {
  return error instanceof Error && 'holdsNoValues' in error && error.holdsNoValues === true;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name } = withoutData(error) as Error;
  return /^[A-Za-z][\w.]{0,59}$/.test(name) ? name : 'Error';
}

function codeOf(error: unknown): string | undefined {
  return memberOf(error, 'code');
}

/** A property that is a plain name; anything else could be a value. */
function memberOf(error: unknown, property: 'code' | 'constraint'): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const value = (error as { readonly code?: unknown; readonly constraint?: unknown })[property];
  return typeof value === 'string' && /^[A-Za-z0-9_.]{1,60}$/.test(value) ? value : undefined;
}

function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  let { cause } = error instanceof Error ? error : {};
  while (cause instanceof Error && causes.length < MOST_CAUSES) {
    causes.push([nameOf(cause), codeOf(cause)].filter(Boolean).join(' '));
    ({ cause } = cause);
  }
  return causes;
}

function linesOf(error: unknown): string[] {
  const [, ...lines] = inSources(stackOf({ name: '', message: '' }, error)).split('\n');
  return lines.map(line => line.trim().replace(/^at /, ''));
}
