import { type OfficeTime } from '../shared/clock.ts';
import { sql, type Sql } from './sql.ts';

/** The instant at which a date begins in the office. */
export function startOfDay(date: Sql, { zone }: OfficeTime): Sql {
  return sql`((${date})::timestamp at time zone ${zone})`;
}
