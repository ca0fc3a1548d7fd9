-- consultant.page
select json_agg(page) as json_rows from (
      select k.id::text as "id", case when k.rank = 25 then array[k.full_name::text, k.id::text] end as keys
        from (select k.*, row_number() over (order by k.full_name asc, k.id asc) as rank from consultant k where true order by k.full_name asc, k.id asc limit 26) k
       order by k.full_name asc, k.id asc) page

-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a.date as "date", a_customer as "customer", case when a.rank = 1 then array[a.date::text, a.start_time::text, a.id::text] end as keys, parent.position
        from unnest($1::int[]) with ordinality as parent (id, position)
       cross join lateral (
         select a.*, row_number() over (order by a.date asc, a.start_time asc, a.id asc) as rank
           from appointment a where a.consultant_id = parent.id and a.status = any($2::text[]) order by a.date asc, a.start_time asc, a.id asc limit 2) a left join lateral (select a_customer.id as "id", a_customer.full_name as "fullName" from customer a_customer where a_customer.id = a.customer_id limit 1) a_customer on true
       order by parent.position, a.rank) page

-- appointment.page.total
select (select count(*)::int as total from appointment a where a.consultant_id = parent.id and a.status = any($1::text[])) as total from unnest($2::int[]) with ordinality as parent (id, position) order by parent.position
