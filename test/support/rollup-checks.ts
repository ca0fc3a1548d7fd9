import { type Pool } from 'pg';
import { sql, type Sql } from '../../services/db/sql.ts';
import { countTables } from '../../services/invariants/totals-counted.ts';
import { rollups } from '../../services/invariants/totals.ts';

export const rollupNames: readonly string[] = rollups.map(({ name }) => name);

/** A rollup as it is stored and as its base tables say it, as lines in the same order; equal when it is exact. */
export async function storedAndCounted(
  owner: Pool,
  name: string,
): Promise<{ stored: string[]; counted: string[] }> {
  const rollup = rollups.find(each => each.name === name);
  if (!rollup) throw new Error(`there is no rollup ${name}`);
  return {
    stored: await linesOf(owner, rollup.stored, rollup.keys),
    counted: await linesOf(owner, sql`with ${countTables} ${rollup.counted}`, rollup.keys),
  };
}

/** Without those whose totals are all zero. */
async function linesOf(owner: Pool, { text, values }: Sql, keys: number): Promise<string[]> {
  const { rows } = await owner.query<unknown[]>({ text, values: [...values], rowMode: 'array' });
  return rows
    .map(row => [...row.slice(0, keys).map(String), ...row.slice(keys).map(Number)])
    .filter(row => row.slice(keys).some(total => total !== 0))
    .map(row => row.join(' '))
    .sort();
}
