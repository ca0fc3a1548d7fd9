import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

export const ofFeedback: readonly Invariant[] = [
  invariant(
    'feedback_on_held_meeting',
    'Feedback is on a completed appointment to which the customer came.',
    sql`select unnest(n.of_no_meeting)::text as id from rating_count n`,
  ),
  invariant(
    'feedback_rating_0_to_5',
    'A rating is 0 to 5, and in halves unless it was imported; a comment has at most 2,000 characters.',
    sql`select f.appointment_id::text as id from feedback f
         where f.rating not between 0 and 5 or char_length(f.comment) > 2000
            or (f.rating * 2 <> trunc(f.rating * 2) and exists (
                 select from audit_event e
                  where e.entity = 'feedback' and e.entity_id = f.appointment_id::text
                    and e.before is null and e.after is not null))`,
  ),
];
