import type pg from 'pg';

/**
 * An error of the database as it may leave a function: Lambda logs an error with all its properties, and those of the
 * original hold the values of rows. What remains are the SQLSTATE, the name of the rule and the lines of code.
 */
export class DatabaseFailed extends Error {
  override readonly name = 'DatabaseFailed';
  /** SQLSTATE. */
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  constructor(error: pg.DatabaseError) {
    const { code, constraint } = error;
    const rule = constraint === undefined ? '' : `, ${constraint}`;
    super(`the database refused (SQLSTATE ${code ?? 'unknown'}${rule})`);
    this.code = code;
    this.constraint = constraint;
    this.stack = stackOf(this, error);
  }
}

/** The error itself, unless it is the database's own. */
export function withoutData(error: unknown): unknown {
  return isDatabaseError(error) ? new DatabaseFailed(error) : error;
}

/** Told by the name that pg gives it: functions without a database speak of errors, too, and shall not carry its client for that. */
function isDatabaseError(error: unknown): error is pg.DatabaseError {
  return error instanceof Error && error.name === 'error' && 'length' in error;
}

/** The words of `error` over the lines of code of `origin`, whose own first lines repeat its message. */
export function stackOf({ name, message }: Error, origin: unknown): string {
  const stack = origin instanceof Error ? (origin.stack ?? '') : '';
  const lines = stack
    .split('\n')
    .filter(line => /^ {4}at \S.*(?::\d+:\d+\)?|\(<anonymous>\))$/.test(line));
  return [`${name}: ${message}`, ...lines].join('\n');
}
