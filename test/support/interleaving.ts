import { setTimeout as sleep } from 'node:timers/promises';
import { type PoolClient } from 'pg';
import { type TestDatabase } from './database.ts';

/** A transaction of somebody else that stays open until the test ends it. Undone if the test fails before. */
export async function meanwhile<T>(
  db: TestDatabase,
  as: 'api' | 'owner',
  use: (other: PoolClient) => Promise<T>,
): Promise<T> {
  const other = await db[as].connect();
  try {
    await other.query('begin');
    return await use(other);
  } finally {
    await other.query('rollback');
    other.release();
  }
}

/** Comes back when as many sessions of the database wait for a lock. */
export async function untilWaiting(db: TestDatabase, sessions = 1): Promise<void> {
  for (;;) {
    const { rows } = await db.owner.query<{ waiting: number }>(
      `select count(distinct l.pid)::int as waiting
         from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where a.datname = $1 and not l.granted`,
      [db.name],
    );
    if ((rows[0]?.waiting ?? 0) >= sessions) return;
    await sleep(5);
  }
}
