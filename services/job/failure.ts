import { DatabaseFailed, stackOf, withoutData } from '../db/failure.ts';
import { type Job } from './job.ts';

/**
 * How a job's failure leaves its function. Lambda logs an error with all its properties: those of the database hold the
 * values of rows, and those of a run its record. So only words without data go out, and the lines of code it came from.
 */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  constructor({ kind, id }: Pick<Job, 'kind' | 'id'>, error: unknown) {
    super(`${kind} ${id}: ${wordsOf(withoutData(error))}`);
    this.stack = stackOf(this, error);
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return error instanceof DatabaseFailed ? error.message : `${error.name}: ${error.message}`;
}
