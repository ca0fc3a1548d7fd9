import { type ClientBase } from 'pg';

/**
 * Runs `work` in a transaction of a connection that nobody else has, and commits it; rolls it back and throws on when
 * `work` throws. `begin` is the statement that opens it, for another level than the usual one. For long work of one
 * attempt; what answers a request is in `transaction.ts`, which tries again.
 */
export async function inTransaction<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
  begin = 'begin',
): Promise<Result> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // Of a connection that is gone nothing stays open.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
