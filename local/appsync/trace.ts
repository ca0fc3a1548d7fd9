import { type Invocation, type TracedStatement } from '../lambda/invocation.ts';

/** One call of a function for a field, or for several siblings of it at once. */
export interface TracedCall {
  /** `Type.field`. */
  readonly field: string;
  /** How many fields it answered: more than 1 for a batch. */
  readonly fields: number;
  readonly functionName: string;
  readonly milliseconds: number;
  readonly ok: boolean;
  readonly statements: readonly TracedStatement[];
}

/** What one operation did. Names and times only: no argument, token or data is ever in it. */
export interface OperationTrace {
  readonly status: number;
  /** Under which the functions log what they did for it; null where nothing gave it one. */
  readonly requestId: string | null;
  readonly milliseconds: number;
  readonly rootFields: readonly string[];
  readonly calls: readonly TracedCall[];
  /** How many errors of each `errorType` were answered; those without one count as `GraphQL`. */
  readonly errors: Readonly<Record<string, number>>;
}

export function tracedCall(field: string, fields: number, invocation: Invocation): TracedCall {
  const { functionName, milliseconds, ok, statements } = invocation;
  return { field, fields, functionName, milliseconds, ok, statements };
}

/** One line: `200 in 4.2 ms: Query.appointments → api 3.1 ms (appointment.page 1.2 ms 25 rows) [request 1-…]`. */
export function traceLine({
  status,
  requestId,
  milliseconds,
  rootFields,
  calls,
  errors,
}: OperationTrace): string {
  const called = calls.map(callText);
  const uncalled = rootFields.filter(name => !calls.some(({ field }) => field === name));
  const what = [...called, ...uncalled].join('; ') || 'nothing executed';
  const failed = Object.entries(errors).map(([type, count]) => `${count} ${type}`);
  const errorText = failed.length > 0 ? ` [errors: ${failed.join(', ')}]` : '';
  const request = requestId === null ? '' : ` [request ${requestId}]`;
  return `${status} in ${ms(milliseconds)}: ${what}${errorText}${request}`;
}

function callText({
  field,
  fields,
  functionName,
  milliseconds,
  ok,
  statements,
}: TracedCall): string {
  const name = fields > 1 ? `${field} ×${fields}` : field;
  const parts = statements.map(s => `${s.name} ${ms(s.milliseconds)} ${s.rows} rows`);
  const detail = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${name} → ${functionName} ${ms(milliseconds)}${ok ? '' : ' failed'}${detail}`;
}

const LONGEST_HEADER = 4096;

/**
 * The same as compact JSON for a response header, ASCII and at most 4 KB; calls that do not fit are counted in `more`.
 * `{"ms":4.2,"calls":[{"field":"Query.appointments","n":1,"fn":"api","ms":3.1,"sql":[["appointment.page",1.2,25]]}]}`
 */
export function traceHeader({ milliseconds, calls }: OperationTrace): string {
  for (let kept = calls.length; ; kept -= 1) {
    const text = JSON.stringify({
      ms: tenths(milliseconds),
      calls: calls.slice(0, kept).map(compact),
      ...(kept < calls.length && { more: calls.length - kept }),
    });
    const ascii = text.replace(/[^\x20-\x7e]/g, escaped);
    if (ascii.length <= LONGEST_HEADER || kept === 0) return ascii;
  }
}

function compact({
  field,
  fields,
  functionName,
  milliseconds,
  ok,
  statements,
}: TracedCall): object {
  return {
    field,
    n: fields,
    fn: functionName,
    ms: tenths(milliseconds),
    ...(!ok && { failed: true }),
    sql: statements.map(s => [s.name, tenths(s.milliseconds), s.rows]),
  };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
