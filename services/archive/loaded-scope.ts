import { type ClientBase } from 'pg';
import { addDays } from '../shared/clock.ts';
import { type ArchiveInfo } from './documents.ts';
import { type Division } from './window.ts';

/** Says what of the archive a database holds that was empty, and that it differs from it in nothing. */
export async function recordRestored(
  client: ClientBase,
  { run_id }: Pick<ArchiveInfo, 'run_id'>,
  { window, left }: Division,
): Promise<void> {
  await client.query('delete from archive_mark');
  await client.query('update archive_state set last_run_id = $1, restored_from_run_id = $1', [
    run_id,
  ]);
  await client.query('delete from unloaded_partition');
  await client.query('delete from loaded_days');
  if (!window) return;
  await client.query(
    `insert into unloaded_partition (table_name, date) select * from unnest($1::text[], $2::date[])`,
    [left.map(({ table }) => table), left.map(({ date }) => date)],
  );
  await client.query('insert into loaded_days (from_date, to_date) values ($1, $2)', [
    window.from,
    addDays(window.to, 1),
  ]);
}
