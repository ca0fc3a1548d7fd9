-- audit.page
select json_agg(page) as json_rows from (
      select e.id::text as "id", case when e.rank = 25 then array[e.at::text, e.id::text] end as keys
        from (select e.*, row_number() over (order by e.at desc, e.id desc) as rank from audit_event e where e.entity = $1 order by e.at desc, e.id desc limit 26) e
       order by e.at desc, e.id desc) page

-- audit.recorded
select e.id::text as id, e.actor, e.actor_name as "actorName", e.action, upper(e.entity) as entity,
               e.entity_id as "entityId", e.before, e.after, e.reason,
  case e.entity
    when 'customer' then (select json_build_object('name', c.full_name) from customer c where c.id = e.entity_id)
    when 'consultant' then (select json_build_object('name', k.full_name) from consultant k where k.id = e.entity_id::int)
    when 'program' then (select json_build_object('name', p.name) from program p where p.id = e.entity_id::int)
    when 'appointment' then (
      select json_build_object('date', coalesce(
  e.after ->> 'date',
  (select l.before ->> 'date' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'date'
    order by l.id limit 1),
  a.date::text), 'time', coalesce(
  e.after ->> 'start_time',
  (select l.before ->> 'start_time' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'start_time'
    order by l.id limit 1),
  a.start_time::text))
        from appointment a where a.id = e.entity_id::int)
    when 'feedback' then (
      select json_build_object('date', a.date, 'time', a.start_time) from appointment a where a.id = e.entity_id::int)
    when 'timeslot' then (
      select json_build_object('date', coalesce(
  e.after ->> 'date',
  (select l.before ->> 'date' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'date'
    order by l.id limit 1),
  t.date::text), 'time', coalesce(
  e.after ->> 'start_time',
  (select l.before ->> 'start_time' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'start_time'
    order by l.id limit 1),
  t.start_time::text))
        from (select 1) present left join timeslot t on t.id = e.entity_id::int)
    when 'program_participant' then json_build_object(
      'name', (select p.name from program p where p.id = split_part(e.entity_id, '/', 1)::int),
      'customer', (select c.full_name from customer c where c.id = substr(e.entity_id, strpos(e.entity_id, '/') + 1)))
  end as subject, (
  select json_object_agg(k.id, k.full_name) from consultant k
   where k.id in ((e.before ->> 'consultant_id')::int, (e.after ->> 'consultant_id')::int)) as consultants
          from audit_event e
         where e.id = any($1::bigint[])

-- audit.recorded
select e.id::text as id, e.actor, e.actor_name as "actorName", e.action, upper(e.entity) as entity,
               e.entity_id as "entityId", e.before, e.after, e.reason,
  case e.entity
    when 'customer' then (select json_build_object('name', c.full_name) from customer c where c.id = e.entity_id)
    when 'consultant' then (select json_build_object('name', k.full_name) from consultant k where k.id = e.entity_id::int)
    when 'program' then (select json_build_object('name', p.name) from program p where p.id = e.entity_id::int)
    when 'appointment' then (
      select json_build_object('date', coalesce(
  e.after ->> 'date',
  (select l.before ->> 'date' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'date'
    order by l.id limit 1),
  a.date::text), 'time', coalesce(
  e.after ->> 'start_time',
  (select l.before ->> 'start_time' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'start_time'
    order by l.id limit 1),
  a.start_time::text))
        from appointment a where a.id = e.entity_id::int)
    when 'feedback' then (
      select json_build_object('date', a.date, 'time', a.start_time) from appointment a where a.id = e.entity_id::int)
    when 'timeslot' then (
      select json_build_object('date', coalesce(
  e.after ->> 'date',
  (select l.before ->> 'date' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'date'
    order by l.id limit 1),
  t.date::text), 'time', coalesce(
  e.after ->> 'start_time',
  (select l.before ->> 'start_time' from audit_event l
    where l.entity = e.entity and l.entity_id = e.entity_id and l.id >= e.id and l.before ? 'start_time'
    order by l.id limit 1),
  t.start_time::text))
        from (select 1) present left join timeslot t on t.id = e.entity_id::int)
    when 'program_participant' then json_build_object(
      'name', (select p.name from program p where p.id = split_part(e.entity_id, '/', 1)::int),
      'customer', (select c.full_name from customer c where c.id = substr(e.entity_id, strpos(e.entity_id, '/') + 1)))
  end as subject, (
  select json_object_agg(k.id, k.full_name) from consultant k
   where k.id in ((e.before ->> 'consultant_id')::int, (e.after ->> 'consultant_id')::int)) as consultants
          from audit_event e
         where e.id = any($1::bigint[])
