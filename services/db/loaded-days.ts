import { dayNotLoaded } from '../shared/conflicts.ts';
import { type Queryable } from './connection.ts';
import { every, sql } from './sql.ts';

/**
 * For what looks at a day, YYYY-MM-DD, and finds nothing: whether that is only because the day is in the archive and not
 * here. What writes there is refused by the rule `day_loaded`. Errors: `Conflict/DAY_NOT_LOADED { date }`.
 */
export async function refuseUnloadedDay(db: Queryable, date: string): Promise<void> {
  const unloaded = await db.rows(
    'day.unloaded',
    sql`select from unloaded_partition u
         where u.date = ${date}::date and u.table_name in ('timeslot', 'appointment', 'feedback') limit 1`,
  );
  if (unloaded.length > 0) throw dayNotLoaded(date);
}

/**
 * For what must hold every row of a period, either end of which may be open: a file that lacks days would lie. Errors:
 * `Conflict/DAY_NOT_LOADED { date }` with the first such day.
 */
export async function refuseUnloadedDays(
  db: Queryable,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): Promise<void> {
  const [first] = await db.rows<{ date: string | null }>(
    'days.unloaded',
    sql`select to_char(min(u.date), 'YYYY-MM-DD') as date from unloaded_partition u
         where ${every(
           sql`u.table_name in ('timeslot', 'appointment', 'feedback')`,
           from !== undefined && sql`u.date >= ${from}::date`,
           to !== undefined && sql`u.date <= ${to}::date`,
         )}`,
  );
  if (first?.date) throw dayNotLoaded(first.date);
}
