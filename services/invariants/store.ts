import { type InvariantCheck } from '../../generated/graphql.ts';
import { type Queryable } from '../db/connection.ts';
import { join, literal, sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { invariants } from './all.ts';
import { appointmentTables } from './appointments.ts';
import { recordTables } from './records.ts';
import { slotTables } from './slots.ts';
import { countTables } from './totals-counted.ts';

/** Looks for violations of every invariant in one snapshot of the data: one statement. In the order of `invariants`. */
export async function checkAll(db: Queryable, now: OfficeTime): Promise<InvariantCheck[]> {
  const checks = invariants.map(
    ({ name, violations }) => sql`
    select ${literal(name)} as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (${violations(now)}) v`,
  );
  const tables = [appointmentTables(now), slotTables, recordTables, countTables];
  const rows = await db.rows<Omit<InvariantCheck, 'rule'>>(
    'invariants',
    sql`with ${join(tables, ', ')} ${join(checks, ' union all ')}`,
    'fresh',
  );
  const found = new Map(rows.map(row => [row.name, row]));
  return invariants.map(({ name, rule }) => {
    const row = found.get(name);
    if (!row) throw new Error(`${name} was not looked at`);
    return { name, rule, violations: row.violations, examples: row.examples };
  });
}
