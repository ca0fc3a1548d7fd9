import { type OfficeTime } from '../shared/clock.ts';
import { sql, type Sql } from './sql.ts';

/**
 * The instant at which a date begins in the office. Where clocks go back to a midnight, it comes twice, and PostgreSQL
 * takes it for the second one: the first is where the day before ends.
 */
export function startOfDay(date: Sql, { zone }: OfficeTime): Sql {
  const midnight = sql`(${date})::timestamp`;
  return sql`least(${midnight} at time zone ${zone},
    (${midnight} - interval '1 microsecond') at time zone ${zone} + interval '1 microsecond')`;
}
