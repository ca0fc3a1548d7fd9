import { dayNotLoaded } from '../shared/conflicts.ts';
import { type Queryable } from './connection.ts';
import { sql } from './sql.ts';

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
