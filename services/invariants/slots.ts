import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';
import { overlapping } from './overlaps.ts';

export const ofSlots: readonly Invariant[] = [
  invariant(
    'timeslot_no_overlap',
    'No two slots of a consultant overlap.',
    overlapping({
      rows: sql`timeslot t`,
      of: sql`t.consultant_id`,
      start: sql`t.date + t.start_time`,
      end: sql`t.date + t.end_time`,
      id: sql`t.id`,
      where: sql`true`,
    }),
  ),
  invariant(
    'timeslot_lasts_5_to_480_minutes',
    'A slot lasts 5 to 480 minutes and ends on its day.',
    sql`select t.id::text as id from timeslot t
         where t.end_time >= '24:00' or t.end_time - t.start_time not between '5 minutes' and '8 hours'`,
  ),
];
