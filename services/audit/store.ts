import { type Queryable } from '../db/connection.ts';
import { startOfDay } from '../db/days.ts';
import { countOf, firstRows, readPage, type List } from '../db/list.ts';
import { type ListOrder, type Page, type PageRequest } from '../db/page.ts';
import { type ReadContext } from '../db/projection.ts';
import { literal, sql, type Sql } from '../db/sql.ts';
import { auditEventProjection } from '../projection/audit.ts';
import { type Selection } from '../shared/selection.ts';
import { type RecordedEvent } from './event.ts';
import { type AuditConditions } from './filter.ts';

export const newestFirst: ListOrder = {
  name: 'AT_DESC',
  direction: 'desc',
  keys: [
    { column: 'at', type: 'timestamptz' },
    { column: 'id', type: 'bigint' },
  ],
};

/** A page of events, newest first. */
export async function findPage(
  db: Queryable,
  { entities, entityId, actor, action, range }: AuditConditions,
  page: PageRequest,
  selection: Selection,
  context: ReadContext,
): Promise<Page<unknown>> {
  const source = {
    from: sql`audit_event e`,
    conditions: [
      entities?.length === 1 && sql`e.entity = ${entities[0]}`,
      entities && entities.length > 1 && sql`e.entity = any(${entities}::text[])`,
      entityId !== undefined && sql`e.entity_id = ${entityId}`,
      actor !== undefined && sql`e.actor = ${actor}`,
      action !== undefined && sql`e.action = ${action}`,
      range.from && sql`e.at >= ${startOfDay(sql`${range.from}::date`, context.now)}`,
      range.to && sql`e.at < ${startOfDay(sql`${range.to}::date + 1`, context.now)}`,
    ],
  };
  return readPage(
    db,
    list,
    firstRows(source, list.alias, page),
    () => ({ statement: countOf(source), plan: 'fresh' }),
    page,
    selection,
    context,
  );
}

const list: List = {
  name: 'audit.page',
  projection: auditEventProjection,
  alias: 'e',
  plan: 'fresh',
};

/** Events as their summaries need them, by id: one statement. */
export async function findRecorded(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RecordedEvent>> {
  const rows = await db.rows<RecordedEvent & { readonly id: string }>(
    'audit.recorded',
    sql`select e.id::text as id, e.actor, e.actor_name as "actorName", e.action, upper(e.entity) as entity,
               e.entity_id as "entityId", e.before, e.after, e.reason, ${subject} as subject, ${consultants} as consultants
          from audit_event e
         where e.id = any(${ids}::bigint[])`,
  );
  return new Map(rows.map(row => [row.id, row]));
}

/** Date and time are those after the event: what it says, else what the next change of it was from, else those now. */
const asOfEvent = (column: 'date' | 'start_time', current: Sql): Sql => sql`coalesce(
  e.after ->> ${literal(column)},
  (select l.before ->> ${literal(column)} from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? ${literal(column)}
    order by l.id limit 1),
  ${current}::text)`;

const subject = sql`
  case e.entity
    when 'customer' then (select json_build_object('name', c.full_name) from customer c where c.id = e.entity_id)
    when 'consultant' then (select json_build_object('name', k.full_name) from consultant k where k.id = e.entity_id::int)
    when 'program' then (select json_build_object('name', p.name) from program p where p.id = e.entity_id::int)
    when 'appointment' then (
      select json_build_object('date', ${asOfEvent('date', sql`a.date`)}, 'time', ${asOfEvent('start_time', sql`a.start_time`)})
        from appointment a where a.id = e.entity_id::int)
    when 'feedback' then (
      select json_build_object('date', a.date, 'time', a.start_time) from appointment a where a.id = e.entity_id::int)
    when 'timeslot' then (
      select json_build_object('date', ${asOfEvent('date', sql`t.date`)}, 'time', ${asOfEvent('start_time', sql`t.start_time`)})
        from (select 1) present left join timeslot t on t.id = e.entity_id::int)
    when 'program_participant' then json_build_object(
      'name', (select p.name from program p where p.id = split_part(e.entity_id, '/', 1)::int),
      'customer', (select c.full_name from customer c where c.id = substr(e.entity_id, strpos(e.entity_id, '/') + 1)))
  end`;

const consultants = sql`(
  select json_object_agg(k.id, k.full_name) from consultant k
   where k.id in ((e.before ->> 'consultant_id')::int, (e.after ->> 'consultant_id')::int))`;
