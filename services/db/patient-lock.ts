import { type ClientBase, DatabaseError } from 'pg';

/**
 * Keeps everybody else from writing to the tables, until the transaction ends. Those who write come first: after a
 * short wait, or when each waits for the other, this one steps back and tries again. Names of tables are those of this
 * code base.
 */
export async function lockPatiently(client: ClientBase, tables: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await client.query(`savepoint unlocked; set local lock_timeout = '${PATIENCE}'`);
    try {
      await client.query(`lock table ${tables.join(', ')} in share row exclusive mode`);
      await client.query('set local lock_timeout = 0; release savepoint unlocked');
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DatabaseError) || !isTaken(error)) throw error;
      await client.query('rollback to savepoint unlocked');
    }
  }
}

/** Shorter than anybody's statement may take, because who comes later waits behind this one. */
const PATIENCE = '2s';
const ATTEMPTS = 30;

/** The lock was not free in time, or two waited for each other. */
function isTaken({ code }: DatabaseError): boolean {
  return code === '55P03' || code === '40P01';
}
