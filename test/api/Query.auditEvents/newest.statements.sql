-- audit.page
select json_agg(page) as json_rows from (
      select e.id::text as "id", e.at as "at", e.actor as "actor", e.actor_name as "actorName", e.action as "action", upper(e.entity) as "entity", e.entity_id as "entityId", e.before as "before", e.after as "after", e.reason as "reason", case when e.rank = 2 then array[e.at::text, e.id::text] end as keys
        from (select e.*, row_number() over (order by e.at desc, e.id desc) as rank from audit_event e where e.entity = $1 order by e.at desc, e.id desc limit 3) e
       order by e.at desc, e.id desc) page

-- audit.page.total
select count(*)::int as total from audit_event e where e.entity = $1
