import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

export const ofPrograms: readonly Invariant[] = [
  invariant(
    'program_below_capacity',
    'A program has no more participants, registered or attended, than its capacity.',
    sql`select p.id::text as id from program p
         where p.capacity < (select count(*) from program_participant t
                              where t.program_id = p.id and t.status <> 'CANCELLED')`,
  ),
  invariant(
    'program_status_known',
    'The status of a program is UPCOMING, ONGOING or COMPLETED, that of a participant REGISTERED, ATTENDED or CANCELLED.',
    sql`select p.id::text as id from program p where p.status not in ('UPCOMING', 'ONGOING', 'COMPLETED')
        union all
        select t.program_id || '/' || t.customer_id from program_participant t
         where t.status not in ('REGISTERED', 'ATTENDED', 'CANCELLED')`,
  ),
];
