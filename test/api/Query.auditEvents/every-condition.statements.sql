-- audit.page
select json_agg(page) as json_rows from (
      select e.id::text as "id", upper(e.entity) as "entity", e.entity_id as "entityId", case when e.rank = 25 then array[e.at::text, e.id::text] end as keys
        from (select e.*, row_number() over (order by e.at desc, e.id desc) as rank from audit_event e where e.entity = any($1::text[]) and e.entity_id = $2 and e.actor = $3 and e.action = $4 and e.at >= least(($5::date)::timestamp at time zone $6,
    (($7::date)::timestamp - interval '1 microsecond') at time zone $8 + interval '1 microsecond') and e.at < least(($9::date + 1)::timestamp at time zone $10,
    (($11::date + 1)::timestamp - interval '1 microsecond') at time zone $12 + interval '1 microsecond') order by e.at desc, e.id desc limit 26) e
       order by e.at desc, e.id desc) page
