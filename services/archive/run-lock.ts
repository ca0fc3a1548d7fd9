import pg, { type ClientBase } from 'pg';
import { onClient } from '../db/connection.ts';
import { integer, plainText, type Sql, sql } from '../db/sql.ts';
import { conflict } from '../shared/conflicts.ts';

/** Any fixed number: it only has to be the same for everybody who archives this database. */
const LOCK = 7_201_120;
const NAME = 'archive run ';

/**
 * Takes the lock that lets one run at a time work on a database, if nobody has it: `locked` says. It is the session's,
 * so it ends with the connection of a run that is killed.
 */
export const lockFor = (runId: string): Sql => sql`
  select pg_try_advisory_lock(${integer(LOCK)}) as locked
    from set_config('application_name', ${plainText(NAME + runId)}, false)`;

export const unlock: Sql = sql`select pg_advisory_unlock(${integer(LOCK)})`;

/** Of whoever restores. On an empty database a run takes a moment. */
const PATIENCE = '30s';

/**
 * Keeps runs away from a database while it is filled from an archive: one that is under way is waited for. The lock is
 * the session's. Errors: `Conflict/RUN_IN_PROGRESS {runId}` when the run takes too long.
 */
export async function withoutRuns<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`begin; set local lock_timeout = '${PATIENCE}'`);
  try {
    await client.query(`select pg_advisory_lock(${LOCK}); commit`);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const isTaken = error instanceof pg.DatabaseError && error.code === '55P03';
    throw isTaken ? await inProgress(client) : error;
  }
  try {
    return await work();
  } finally {
    await client.query(unlock.text).catch(() => {});
  }
}

/** What tells whoever comes that somebody has the lock. */
export async function inProgress(client: ClientBase): Promise<Error> {
  const [holder] = await onClient(client).rows<{ name: string }>(
    'archive.lock-holder',
    sql`
    select a.application_name as name
      from pg_locks l
      join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted
       and l.database = (select oid from pg_database where datname = current_database())
       and l.classid::bigint = 0 and l.objid::bigint = ${LOCK}`,
  );
  const runId = holder?.name.startsWith(NAME) ? holder.name.slice(NAME.length) : null;
  return conflict(
    'RUN_IN_PROGRESS',
    'a run of the archive is under way already; wait for its end',
    { runId },
  );
}
