import { sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';
import { sinceLoaded } from './loaded-days.ts';

/** Every row that writes events, as they name it. */
const recordedRows = sql`
  select 'customer' as entity, c.id as entity_id, c.version from customer c
  union all select 'consultant', k.id::text, k.version from consultant k
  union all select 'timeslot', t.id::text, t.version from timeslot t
  union all select 'appointment', a.id::text, a.version from appointment a
  union all select 'feedback', f.appointment_id::text, f.version from feedback f
  union all select 'program', p.id::text, p.version from program p
  union all select 'program_participant', p.program_id || '/' || p.customer_id, p.version from program_participant p`;

/** Named queries that several checks read from, computed once. */
export const recordTables = sql`
  -- What each event tells of versions, and the one before it of the same thing.
  told as materialized (
    select e.id, e.entity, e.entity_id, e.before, e.after, e.is_removal, e.is_blank,
           lag(e.id) over of_thing is null as is_first, lead(e.id) over of_thing is null as is_last,
           lag(e.after) over of_thing as known
      from (select e.id, e.entity, e.entity_id, (e.before ->> 'version')::int as before, (e.after ->> 'version')::int as after,
                   e.before is not null and e.after is null as is_removal,
                   e.before is null and e.after is null as is_blank
              from audit_event e
             where e.at >= ${sinceLoaded('audit_event')}) e
    window of_thing as (partition by e.entity, e.entity_id order by e.id)),
  -- The last event of each thing, beside its row: what has no event is not in it.
  last_told as materialized (
    select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
      from told t
      left join (${recordedRows}) r on r.entity = t.entity and r.entity_id = t.entity_id
     where t.is_last)`;

/**
 * What anonymising blanked says nothing of versions, and is passed over. Where days are not loaded, what came after them
 * is looked at: it is told completely.
 */
export const ofRecords: readonly Invariant[] = [
  invariant(
    'version_counts_from_1',
    'Versions count from 1.',
    sql`select r.entity || ' ' || r.entity_id as id from (${recordedRows}) r where r.version < 1`,
  ),
  invariant(
    'audit_event_of_a_row',
    'The thing that an event is about is there, unless its last event is its removal.',
    sql`select e.entity || ' ' || e.entity_id as id from last_told e where e.is_removal <> (e.row_version is null)
           -- On days that are not loaded its thing may be.
           and (e.row_version is not null or not exists (
             select from unloaded_partition u where u.table_name = e.entity))`,
  ),
  invariant(
    'audit_event_of_the_last_change',
    'The last event of a row tells its version: no change without its event.',
    sql`select e.entity || ' ' || e.entity_id as id from last_told e where e.version <> e.row_version`,
  ),
  invariant(
    'audit_event_of_each_change',
    'The events of a row tell its versions one after the other: none is missing, none is there twice.',
    sql`select e.entity || ' ' || e.entity_id || ' event ' || e.id as id from told e
         where not e.is_blank and (
               (e.before is null and (not e.is_first or e.after <> 1))
            or e.after <> e.before + 1
            or e.before <> e.known)`,
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
