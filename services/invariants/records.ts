import { identifier, join, literal, sql, type Sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';
import { sinceLoaded } from './loaded-days.ts';

/**
 * The tables whose rows write events, how these name a row, and the row of such a name: found by its number, where it has
 * one, which may be written in one way only.
 */
const recorded: readonly (readonly [table: string, id: Sql, named: Sql])[] = [
  ['customer', sql`r.id`, sql`r.id = t.entity_id`],
  ['consultant', sql`r.id`, sql`r.id = t.number and r.id::text = t.entity_id`],
  ['timeslot', sql`r.id`, sql`r.id = t.number and r.id::text = t.entity_id`],
  ['appointment', sql`r.id`, sql`r.id = t.number and r.id::text = t.entity_id`],
  [
    'feedback',
    sql`r.appointment_id`,
    sql`r.appointment_id = t.number and r.appointment_id::text = t.entity_id`,
  ],
  ['program', sql`r.id`, sql`r.id = t.number and r.id::text = t.entity_id`],
  [
    'program_participant',
    sql`r.program_id || '/' || r.customer_id`,
    sql`r.program_id || '/' || r.customer_id = t.entity_id`,
  ],
];

/** Rows with a version below 1; those of the large tables are found with what else is wrong with them. */
const versionsBelow1 = recorded.map(([table, id]) =>
  table === 'appointment' || table === 'timeslot'
    ? sql`select ${table}::text || ' ' || r.id as id from ${identifier(`wrong_${table}`)} r where r.version_below_1`
    : sql`select ${table}::text || ' ' || ${id} as id from ${identifier(table)} r where r.version < 1`,
);

/** The last event of each thing of a table, beside its row. A table without events is not read. */
const lastOf = ([table, , named]: (typeof recorded)[number]) => sql`
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join ${identifier(table)} r on ${named}
       where t.is_last and t.entity = ${literal(table)}`;

/** Named queries that several checks read from, computed once. */
export const recordTables = sql`
  -- What each event tells of versions that is the last of its thing, or does not follow from the one before it.
  told as materialized (
    select e.*, case when pg_input_is_valid(e.entity_id, 'integer') then e.entity_id::integer end as number
      from (select e.*,
                   not e.is_blank and (
                     (e.before is null and (not e.is_first or e.after <> 1))
                     or e.after <> e.before + 1
                     or e.before <> e.known) as is_broken
              from (select e.id, e.entity, e.entity_id, e.before, e.after, e.is_removal, e.is_blank,
                           lag(e.id) over of_thing is null as is_first, lead(e.id) over of_thing is null as is_last,
                           lag(e.after) over of_thing as known
                      from (select e.id, e.entity, e.entity_id,
                                   (e.before ->> 'version')::int as before, (e.after ->> 'version')::int as after,
                                   e.before is not null and e.after is null as is_removal,
                                   e.before is null and e.after is null as is_blank
                              from audit_event e
                             where e.at >= ${sinceLoaded('audit_event')}) e
                    window of_thing as (partition by e.entity, e.entity_id order by e.id)) e) e
     where e.is_last or e.is_broken),
  -- The last event of each thing whose row says something else: what has no event is not in it.
  contradicted as materialized (
    select l.* from (${join(recorded.map(lastOf), ' union all ')} union all
      select t.entity, t.entity_id, t.after, t.is_removal, null
        from told t where t.is_last and t.entity not in (${join(
          recorded.map(([table]) => literal(table)),
          ', ',
        )})) l
     where l.is_removal <> (l.row_version is null) or l.version <> l.row_version)`;

/**
 * What anonymising blanked says nothing of versions, and is passed over. Where days are not loaded, what came after them
 * is looked at: it is told completely.
 */
export const ofRecords: readonly Invariant[] = [
  invariant('version_counts_from_1', 'Versions count from 1.', join(versionsBelow1, ' union all ')),
  invariant(
    'audit_event_of_a_row',
    'The thing that an event is about is there, unless its last event is its removal.',
    sql`select e.entity || ' ' || e.entity_id as id from contradicted e where e.is_removal <> (e.row_version is null)
           -- On days that are not loaded its thing may be.
           and (e.row_version is not null or not exists (
             select from unloaded_partition u where u.table_name = e.entity))`,
  ),
  invariant(
    'audit_event_of_the_last_change',
    'The last event of a row tells its version: no change without its event.',
    sql`select e.entity || ' ' || e.entity_id as id from contradicted e where e.version <> e.row_version`,
  ),
  invariant(
    'audit_event_of_each_change',
    'The events of a row tell its versions one after the other: none is missing, none is there twice.',
    sql`select e.entity || ' ' || e.entity_id || ' event ' || e.id as id from told e where e.is_broken`,
  ),
  invariant(
    'assignment_chain',
    'Who gives an appointment away is who had it, and who was given it last has it.',
    sql`select s.appointment_id::text as id
          from (select s.appointment_id, s.from_consultant_id, s.to_consultant_id, a.consultant_id,
                       row_number() over steps > 1 as goes_on,
                       lag(s.to_consultant_id) over steps as holder, lead(s.id) over steps is null as is_last
                  from assignment s join appointment a on a.id = s.appointment_id
                 where s.at >= ${sinceLoaded('assignment')}
                window steps as (partition by s.appointment_id order by s.id)) s
         where (s.goes_on and s.from_consultant_id is distinct from s.holder)
            or (s.is_last and s.to_consultant_id is distinct from s.consultant_id)
         group by s.appointment_id`,
  ),
  invariant(
    'client_token_has_result',
    'What was made under a token of a client is there, but for slots that were deleted since.',
    sql`select t.operation || ' ' || t.result_id as id
          from client_token t
         cross join lateral (select case when t.result_id ~ '^[0-9]{1,10}$' then t.result_id::bigint end as number) r
         where not case t.operation
                 when 'createAppointment' then exists (select from appointment o where o.id = r.number)
                 when 'createConsultant' then exists (select from consultant o where o.id = r.number)
                 when 'createCustomer' then exists (select from customer o where o.id = t.result_id)
                 when 'createProgram' then exists (select from program o where o.id = r.number)
                 when 'recordFeedback' then exists (select from feedback o where o.appointment_id = r.number)
                 when 'registerParticipant' then exists (
                   select from program_participant o where o.program_id || '/' || o.customer_id = t.result_id)
                 when 'createTimeslot' then exists (select from timeslot o where o.id = r.number) or exists (
                   select from audit_event e
                    where e.entity = 'timeslot' and e.entity_id = t.result_id and e.before is not null and e.after is null)
                 else true
               end`,
  ),
];
