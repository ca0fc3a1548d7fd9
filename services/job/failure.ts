import pg from 'pg';
import { type Job } from './job.ts';

/**
 * How a job's failure leaves its function. Lambda logs an error with all its properties: those of the database hold the
 * values of rows, and those of a run its record. So only words without data go out, and the lines of code it came from.
 */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  constructor({ kind, id }: Pick<Job, 'kind' | 'id'>, error: unknown) {
    super(`${kind} ${id}: ${wordsOf(error)}`);
    this.stack = [`${this.name}: ${this.message}`, ...linesOf(error)].join('\n');
  }
}

/** Messages of the database quote values; its codes and the names of its rules do not. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if (!(error instanceof pg.DatabaseError)) return `${error.name}: ${error.message}`;
  const rule = error.constraint === undefined ? '' : `, ${error.constraint}`;
  return `the database refused (SQLSTATE ${error.code ?? 'unknown'}${rule})`;
}

/** The first lines of a stack repeat the message. */
function linesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter(line => /^ {4}at \S.*(?::\d+:\d+\)?|\(<anonymous>\))$/.test(line));
}
