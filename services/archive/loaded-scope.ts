import { type ClientBase } from 'pg';
import { addDays } from '../shared/clock.ts';
import { type ArchiveInfo } from './documents.ts';
import { type ArchivedTable } from './layout.ts';
import { type DayWindow, type Division } from './window.ts';
import { hasDaysOf } from './zone-of-records.ts';

/**
 * Says what of the archive a database holds that was empty, and that it differs from it in nothing; where its records
 * may be of other days than in the archive, its next run reads everything.
 */
export async function recordRestored(
  client: ClientBase,
  info: Pick<ArchiveInfo, 'run_id' | 'zone'>,
  { window, left }: Division,
): Promise<void> {
  const isSame = window !== null || (await hasDaysOf(client, info)) === true;
  await client.query('delete from archive_mark');
  await client.query(
    `update archive_state
        set last_run_id = $2, restored_from_run_id = $1, committed_run_id = $1, announced_runs = '{}'`,
    [info.run_id, isSame ? info.run_id : null],
  );
  await client.query('delete from unloaded_partition');
  await client.query('delete from loaded_days');
  if (!window) return;
  await client.query(
    `insert into unloaded_partition (table_name, date) select * from unnest($1::text[], $2::date[])`,
    [left.map(({ table }) => table), left.map(({ date }) => date)],
  );
  await addLoadedDays(client, window);
}

/** One at a time changes what is loaded, until the transaction ends; everybody reads on. */
export async function lockScope(client: ClientBase): Promise<void> {
  await client.query('lock table unloaded_partition, loaded_days in share row exclusive mode');
}

/** Whether the archive is the one that this database was loaded from, as it was then or with runs of this database since. */
export async function isPartOf(
  client: ClientBase,
  { run_id }: Pick<ArchiveInfo, 'run_id'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from archive_state
      where $1 = any(array[restored_from_run_id, last_run_id, committed_run_id] || announced_runs)`,
    [run_id],
  );
  return rowCount !== 0;
}

/** A partition that the archive has and this database has not. */
export interface UnloadedDay {
  readonly table: ArchivedTable;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** The partitions of the window that are not loaded, in order of their days, and how many others there are. */
export async function findUnloaded(
  client: ClientBase,
  { from, to }: DayWindow,
): Promise<{ readonly wanted: readonly UnloadedDay[]; readonly others: number }> {
  const { rows } = await client.query<UnloadedDay & { wanted: boolean }>(
    `select table_name as table, to_char(date, 'YYYY-MM-DD') as date, date between $1 and $2 as wanted
       from unloaded_partition order by date, table_name`,
    [from, to],
  );
  const wanted = rows.filter(row => row.wanted);
  return { wanted, others: rows.length - wanted.length };
}

/** Says that the window is loaded; `isWhole`: and everything else was already. */
export async function recordLoaded(
  client: ClientBase,
  window: DayWindow,
  { isWhole }: { readonly isWhole: boolean },
): Promise<void> {
  await client.query('delete from unloaded_partition where date between $1 and $2', [
    window.from,
    window.to,
  ]);
  if (isWhole) await client.query('delete from loaded_days');
  else await addLoadedDays(client, window);
}

/** Windows that touch become one. */
async function addLoadedDays(client: ClientBase, { from, to }: DayWindow): Promise<void> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select to_char(lower(r), 'YYYY-MM-DD') as from, to_char(upper(r), 'YYYY-MM-DD') as to
       from (select unnest(range_agg(daterange(d.from_date, d.to_date))) as r
               from (select from_date, to_date from loaded_days union all select $1::date, $2::date) d) merged`,
    [from, addDays(to, 1)],
  );
  await client.query('delete from loaded_days');
  await client.query(
    'insert into loaded_days (from_date, to_date) select * from unnest($1::date[], $2::date[])',
    [rows.map(row => row.from), rows.map(row => row.to)],
  );
}
