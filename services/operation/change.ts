import { type Queryable } from '../db/connection.ts';
import { type Scope } from './operation.ts';

/** What is being done, for the audit event. */
export interface About {
  /** The mutation: `confirmAppointment`. */
  readonly action: string;
  /** Why, in the caller's words. */
  readonly reason?: string | null | undefined;
}

/**
 * Runs the statements of a mutation in one transaction, in the name of the caller and at the request's clock reading.
 * May run `work` again (`Database.transaction`).
 */
export function change<Result>(
  { db, caller, now }: Scope,
  about: About,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  return db.transaction(
    { instant: now.instant, actor: caller.sub, actorName: caller.username, ...about },
    work,
  );
}
