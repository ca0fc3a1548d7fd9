import { type Queryable } from '../db/connection.ts';
import { identifier, integer, sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { isPast } from '../timeslot/free.ts';

/** Whose appointments. */
export type Party =
  | { readonly kind: 'consultant'; readonly id: number }
  | { readonly kind: 'customer'; readonly id: string };

/** Active appointments that lie ahead: how many, and the ids of the first 100 by time. */
export interface Ahead {
  readonly count: number;
  readonly ids: readonly string[];
}

export async function appointmentsAhead(
  db: Queryable,
  { kind, id }: Party,
  now: OfficeTime,
): Promise<Ahead> {
  const rows = await db.rows<Ahead>(
    `${kind}.appointmentsAhead`,
    sql`select count(*) as count,
               coalesce((array_agg(a.id::text order by a.date, a.start_time, a.id))[1:${integer(MOST_IDS)}], '{}') as ids
          from appointment a
         where a.${identifier(`${kind}_id`)} = ${id} and a.status in ('PENDING', 'CONFIRMED')
           and a.date >= ${now.date}::date and not ${isPast({ date: sql`a.date`, start: sql`a.start_time` }, now)}`,
  );
  return rows[0] ?? { count: 0, ids: [] };
}

const MOST_IDS = 100;
