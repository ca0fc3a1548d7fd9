import { sql, type Sql } from '../db/sql.ts';

/** Periods of somebody, of which no two may overlap. */
export interface Periods {
  /** What follows `from`. */
  readonly rows: Sql;
  /** Whose they are. */
  readonly of: Sql;
  readonly start: Sql;
  readonly end: Sql;
  readonly id: Sql;
  readonly where: Sql;
}

/** Every period that begins before the end of one that began earlier: one sort, however many there are. */
export function overlapping({ rows, of, start, end, id, where }: Periods): Sql {
  return sql`
    select p.id::text as id
      from (select ${id} as id, ${start} as start,
                   ${takenUntil({ of, end, order: sql`${start}, ${id}` })} as taken_until
              from ${rows} where ${where}) p
     where p.start < p.taken_until`;
}

/** When the last of the periods before this one ends; `order` is by start. */
export function takenUntil({ of, end, order }: Record<'of' | 'end' | 'order', Sql>): Sql {
  return sql`max(${end}) over (partition by ${of} order by ${order}
                                     rows between unbounded preceding and 1 preceding)`;
}
