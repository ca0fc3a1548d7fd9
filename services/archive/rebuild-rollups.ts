import { type ClientBase } from 'pg';
import { identifier, join, sql } from '../db/sql.ts';
import { rollupTables } from '../db/tables.ts';
import { countTables } from '../invariants/totals-counted.ts';
import { type Rollup, rollups } from '../invariants/totals.ts';

/** Counts every total anew from the rows, for a transaction in which no trigger has counted along. */
export async function rebuildRollups(client: ClientBase): Promise<void> {
  for (const table of rollupTables) await client.query(`delete from ${table}`);
  for (const rollup of rollups) await count(client, rollup);
}

/** Several may fill columns of the same table, each adding the rows that those before it did not need. */
async function count(client: ClientBase, { place, counted }: Rollup): Promise<void> {
  const { table, key, isSharded, totals } = place;
  const keys = [...key, ...(isSharded ? ['shard'] : [])].map(identifier);
  const values = [
    ...key.map((_, i) => identifier(`k${i + 1}`)),
    ...(isSharded ? [sql`0`] : []),
    ...totals.map((_, i) => identifier(`t${i + 1}`)),
  ];
  const set = totals.map(total => sql`${identifier(total)} = excluded.${identifier(total)}`);
  const columns = [...keys, ...totals.map(identifier)];
  const { text, values: bound } = sql`
    with ${countTables}
    insert into ${identifier(table)} (${join(columns, ', ')})
    select ${join(values, ', ')} from (${counted}) c
    on conflict (${join(keys, ', ')}) do update set ${join(set, ', ')}`;
  await client.query(text, [...bound]);
}
