import { type ClientBase } from 'pg';

/**
 * What the bytes of files depend on beyond the data: the same on any server, in any zone, for any role. What reads an
 * archive's worth of rows takes as long as it takes.
 */
export const ARCHIVE_SETTINGS = `
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** Runs `work` in one snapshot of the database, in which nothing can be written and values are spelled as in files. */
export async function inSnapshot<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`begin isolation level repeatable read, read only; ${ARCHIVE_SETTINGS}`);
  try {
    return await work();
  } finally {
    // Of a connection that is gone nothing stays open.
    await client.query('rollback').catch(() => {});
  }
}
