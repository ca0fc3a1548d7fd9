-- program.page
select json_agg(page) as json_rows from (
      select o.id::text as "id", case when o.rank = 25 then array[o.date::text, o.id::text] end as keys
        from (select o.*, row_number() over (order by o.date desc, o.id desc) as rank from program o where true order by o.date desc, o.id desc limit 26) o
       order by o.date desc, o.id desc) page

-- participant.page
select json_agg(page) as json_rows from (
      select p.status as "status", p.registered_at as "registeredAt", p_customer as "customer", case when p.rank = 25 then array[p.registered_at::text, p.customer_id::text] end as keys, parent.position
        from unnest($1::int[]) with ordinality as parent (id, position)
       cross join lateral (
         select p.*, row_number() over (order by p.registered_at asc, p.customer_id asc) as rank
           from program_participant p where p.program_id = parent.id order by p.registered_at asc, p.customer_id asc limit 26) p left join lateral (select p_customer.id as "id", p_customer.full_name as "fullName" from customer p_customer where p_customer.id = p.customer_id limit 1) p_customer on true
       order by parent.position, p.rank) page

-- participant.page.total
select (select count(*)::int as total from program_participant p where p.program_id = parent.id) as total from unnest($1::int[]) with ordinality as parent (id, position) order by parent.position
