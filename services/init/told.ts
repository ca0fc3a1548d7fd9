import pg from 'pg';
import { RestoreRefused } from '../archive/restore-refused.ts';
import { DatabaseFailed } from '../db/failure.ts';
import { MigrationError } from '../db/migrate.ts';
import { BucketError } from '../s3/bucket-error.ts';
import { DeploymentFailed } from './deployment-failed.ts';

/**
 * Does `work`, and has its error say what could not be done and why. What the database says of rows stays here, and
 * the original as well: Lambda logs an error with its causes.
 */
export async function toldAs<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeploymentFailed) throw error;
    throw new DeploymentFailed(`${what}: ${reasonOf(error)}`);
  }
}

/** The server knows no such user, or not by this token, or has no such database: as before the first deployment. */
export function isSignInRefused(error: unknown): boolean {
  const refusals = ['28000', '28P01', '3D000'];
  return error instanceof pg.DatabaseError && refusals.includes(error.code ?? '');
}

/** In sentences of this code, or by a code; a message of the network or of the database is neither. */
function reasonOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return new DatabaseFailed(error).message;
  const isOurs =
    error instanceof MigrationError ||
    error instanceof RestoreRefused ||
    error instanceof BucketError;
  if (isOurs) return error.message;
  if (!(error instanceof Error)) return 'an unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
