-- audit.page
select json_agg(page) as json_rows from (
      select e.id::text as "id", e.action as "action", e.after as "after", case when e.rank = 25 then array[e.at::text, e.id::text] end as keys
        from (select e.*, row_number() over (order by e.at desc, e.id desc) as rank from audit_event e where e.entity = $1 and e.entity_id = $2 order by e.at desc, e.id desc limit 26) e
       order by e.at desc, e.id desc) page
