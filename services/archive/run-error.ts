import pg from 'pg';
import { BucketError } from '../s3/bucket-error.ts';
import { type RunRecord } from './documents.ts';
import { type ArchivedTable } from './layout.ts';

/** Why a run cannot go on, as a sentence that may be shown: no value of the data, no SQL. */
export class RunImpossible extends Error {
  override readonly name = 'RunImpossible';
}

/** A run that did not commit: FAILED, or SUSPECT. Its record is in the bucket where that was possible. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  readonly record: RunRecord;
  constructor(record: RunRecord, options?: ErrorOptions) {
    super(record.error ?? `the archive run is ${record.outcome}`, options);
    this.record = record;
  }
}

/** An error, and the table that was being archived when it came. */
export class TableFailed extends Error {
  override readonly name = 'TableFailed';
  readonly table: ArchivedTable;
  constructor(table: ArchivedTable, cause: unknown) {
    super(`archiving ${table} failed`, { cause });
    this.table = table;
  }
}

/** What a record says of an error. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TableFailed) return `${error.table}: ${sentenceOf(error.cause)}`;
  if (error instanceof RunImpossible) return error.message;
  if (isConnectionLost(error)) return 'the connection to the database was lost';
  if (error instanceof pg.DatabaseError) {
    return `the database could not be read (SQLSTATE ${error.code ?? 'unknown'})`;
  }
  if (error instanceof BucketError) return error.message;
  return `something unexpected happened (${error instanceof Error ? error.name : typeof error})`;
}

/** The server's last word, or pg's, which has no type of its own for it. */
function isConnectionLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.severity === 'FATAL';
  return error instanceof Error && /^Connection terminated|not queryable$/.test(error.message);
}
