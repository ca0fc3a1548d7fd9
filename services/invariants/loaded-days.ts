import { literal, sql, type Sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

/**
 * From when on every record of the table is here: those of days that are not loaded may lie anywhere before. From the
 * beginning when everything is loaded.
 */
export function sinceLoaded(table: 'audit_event' | 'assignment'): Sql {
  return sql`(
    select coalesce(max(u.date) + 1, '-infinity')::timestamp at time zone (select zone from office)
      from unloaded_partition u where u.table_name = ${literal(table)})`;
}

export const ofLoadedDays: readonly Invariant[] = [
  invariant(
    'day_loaded',
    'A day that the archive has and this database has not is empty here.',
    sql`select concat_ws(' ', u.table_name, u.date) as id
          from unloaded_partition u
         where (u.table_name, u.date) in (
               select 'timeslot', t.date from timeslot t
               union all select 'appointment', a.date from appointment a
               union all select 'feedback', a.date from feedback f join appointment a on a.id = f.appointment_id
               union all select 'assignment', office_date(s.at) from assignment s
               union all select 'audit_event', office_date(e.at) from audit_event e)`,
  ),
];
