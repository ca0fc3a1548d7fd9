-- customer.page
select json_agg(page) as json_rows from (
      select c.id as "id", case when c.rank = 25 then array[c.created_at::text, c.id::text] end as keys
        from (select c.*, row_number() over (order by c.created_at asc, c.id asc) as rank from customer c where c.is_disabled = $1 order by c.created_at asc, c.id asc limit 26) c
       order by c.created_at asc, c.id asc) page

-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a.date as "date", a.status as "status", case when a.rank = 2 then array[a.date::text, a.start_time::text, a.id::text] end as keys, parent.position
        from unnest($1::text[]) with ordinality as parent (id, position)
       cross join lateral (
         select a.*, row_number() over (order by a.date desc, a.start_time desc, a.id desc) as rank
           from appointment a where a.customer_id = parent.id order by a.date desc, a.start_time desc, a.id desc limit 3) a
       order by parent.position, a.rank) page

-- appointment.page.total
select (select count(*)::int as total from appointment a where a.customer_id = parent.id) as total from unnest($1::text[]) with ordinality as parent (id, position) order by parent.position
