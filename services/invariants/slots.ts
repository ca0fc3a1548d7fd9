import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

/** The slots that show something wrong, and what: each row is looked at once. */
export const slotTables = sql`
  wrong_timeslot as materialized (
    select s.* from (
      select t.id, t.end_time >= '24:00' or t.end_time - t.start_time not between '5 minutes' and '8 hours' as lasts_wrongly,
             t.version < 1 as version_below_1
        from timeslot t) s
     where s.lasts_wrongly or s.version_below_1)`;

export const ofSlots: readonly Invariant[] = [
  invariant(
    'timeslot_no_overlap',
    'No two slots of a consultant overlap.',
    sql`select unnest(n.overlapping)::text as id from slot_count n`,
  ),
  invariant(
    'timeslot_lasts_5_to_480_minutes',
    'A slot lasts 5 to 480 minutes and ends on its day.',
    sql`select w.id::text as id from wrong_timeslot w where w.lasts_wrongly`,
  ),
];
