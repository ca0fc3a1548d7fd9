import { empty, identifier, join, sql, type Sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';

const references: readonly (readonly [table: string, column: string, id: Sql, to: string])[] = [
  ['timeslot', 'consultant_id', sql`r.id`, 'consultant'],
  ['appointment', 'consultant_id', sql`r.id`, 'consultant'],
  ['appointment', 'customer_id', sql`r.id`, 'customer'],
  ['feedback', 'appointment_id', sql`r.appointment_id`, 'appointment'],
  ['program_participant', 'program_id', sql`r.program_id || '/' || r.customer_id`, 'program'],
  ['program_participant', 'customer_id', sql`r.program_id || '/' || r.customer_id`, 'customer'],
  ['assignment', 'appointment_id', sql`r.id`, 'appointment'],
  ['assignment', 'from_consultant_id', sql`r.id`, 'consultant'],
  ['assignment', 'to_consultant_id', sql`r.id`, 'consultant'],
];

/** Who has rows in the tables that are counted by consultant: few to look for, where there are many rows. */
const counts: Readonly<Record<string, string>> = {
  timeslot: 'slot_count',
  appointment: 'appointment_count',
};

/** That what the column refers to is not there. */
function isMissing(table: string, column: string, to: string): Sql {
  const count = to === 'consultant' ? counts[table] : undefined;
  const missing = (from: Sql) =>
    sql`not exists (select from ${identifier(to)} o where o.id = ${from}.${identifier(column)})`;
  return count === undefined
    ? missing(sql`r`)
    : sql`r.${identifier(column)} in (
            select n.${identifier(column)} from ${identifier(count)} n where ${missing(sql`n`)})`;
}

/** An assignment is kept by the day on which it was made, and may be of an appointment on a day that is not loaded. */
const unlessUnloaded = sql`and not exists (select from unloaded_partition u where u.table_name = 'appointment')`;

export const ofReferences: readonly Invariant[] = [
  invariant(
    'references_resolve',
    'Every row that another one refers to is there.',
    join(
      references.map(
        ([table, column, id, to]) => sql`
      select concat_ws(' ', ${table}::text, ${id}, ${column}::text) as id from ${identifier(table)} r
       where r.${identifier(column)} is not null
         and ${isMissing(table, column, to)}
         ${table === 'assignment' && to === 'appointment' ? unlessUnloaded : empty}`,
      ),
      ' union all ',
    ),
  ),
];
