-- customer.page
select json_agg(page) as json_rows from (
      select c.id as "id", case when c.rank = 25 then array[c.full_name::text, c.id::text] end as keys
        from (select c.*, row_number() over (order by c.full_name asc, c.id asc) as rank from customer c where c.is_disabled = $1 order by c.full_name asc, c.id asc limit 26) c
       order by c.full_name asc, c.id asc) page

-- participant.page
select json_agg(page) as json_rows from (
      select p.status as "status", p.registered_at as "registeredAt", p_program as "program", case when p.rank = 25 then array[p.registered_at::text, p.program_id::text] end as keys, parent.position
        from unnest($1::text[]) with ordinality as parent (id, position)
       cross join lateral (
         select p.*, row_number() over (order by p.registered_at desc, p.program_id desc) as rank
           from program_participant p where p.customer_id = parent.id and p.status = any($2::text[]) order by p.registered_at desc, p.program_id desc limit 26) p left join lateral (select p_program.id::text as "id", p_program.name as "name" from program p_program where p_program.id = p.program_id limit 1) p_program on true
       order by parent.position, p.rank) page

-- participant.page.total
select (select count(*)::int as total from program_participant p where p.customer_id = parent.id and p.status = any($1::text[])) as total from unnest($2::text[]) with ordinality as parent (id, position) order by parent.position
