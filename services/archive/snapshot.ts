import { type ClientBase } from 'pg';
import { type Sql, sql } from '../db/sql.ts';

/**
 * What the bytes of files depend on beyond the data: the same on any server, in any zone, for any role. What reads an
 * archive's worth of rows takes as long as it takes. It gets them one by one and in order, so helpers of the server's
 * would only do more work.
 */
export const archiveSettings: Sql = sql`
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local max_parallel_workers_per_gather = 0;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** Begins a transaction in one snapshot, in which nothing can be written. */
const begin = sql`begin isolation level repeatable read, read only`;

/** Begins a transaction in one snapshot of now, in which nothing can be written and values are spelled as in files. */
export const openSnapshot: Sql = sql`${begin}; ${archiveSettings}`;

/**
 * Names the snapshot under way, so that other connections can read in it ({@link inSnapshot}) until its transaction
 * ends.
 */
export async function shareSnapshot(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select pg_export_snapshot() as name');
  const name = rows[0]?.name ?? '';
  if (!/^[0-9A-F-]+$/.test(name)) throw new Error(`not the name of a snapshot: ${name}`);
  return name;
}

/**
 * Runs `work` in one snapshot of the database, in which nothing can be written and values are spelled as in files.
 * `shared`: the name of one that another connection has shared; absent: that of now.
 */
export async function inSnapshot<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
  shared?: string,
): Promise<Result> {
  const same = shared === undefined ? '' : `set transaction snapshot '${shared}';`;
  await client.query(`${begin.text}; ${same} ${archiveSettings.text}`);
  try {
    return await work();
  } finally {
    // Of a connection that is gone nothing stays open.
    await client.query('rollback').catch(() => {});
  }
}
