import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

export const ofPeople: readonly Invariant[] = [
  invariant(
    'consultant_email_of_enabled',
    'No two enabled consultants have the same e-mail address, however it is written.',
    sql`select k.id::text as id
          from (select k.id, count(*) over (partition by lower(k.email)) as having_it
                  from consultant k where k.email is not null and not k.is_disabled) k
         where k.having_it > 1`,
  ),
  {
    name: 'people_as_described',
    rule: 'People have a name of 1 to 100 characters without blanks around it, details as long as they may be, and were born by today.',
    violations: ({ date }) => sql`
      select 'customer ' || c.id as id from customer c
       where char_length(c.full_name) not between 1 and 100 or c.full_name <> btrim(c.full_name)
          or char_length(c.id) not between 1 and 100 or char_length(c.email) > 100
          or char_length(c.phone_number) > 20 or char_length(c.notes) > 4000 or c.date_of_birth > ${date}::date
      union all
      select 'consultant ' || k.id from consultant k
       where char_length(k.full_name) not between 1 and 100 or k.full_name <> btrim(k.full_name)
          or char_length(k.email) > 100 or char_length(k.phone_number) > 20 or k.max_per_day < 1`,
  },
];
