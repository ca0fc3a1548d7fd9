-- customer.page
select json_build_object('id', c.id) as item, array[c.full_name::text, c.id::text] as keys
          from customer c where c.is_disabled = $1 order by c.full_name asc, c.id asc limit 26

-- participant.page
select parent.position::int as position, page.item, page.keys
          from unnest($1::text[]) with ordinality as parent (id, position)
         cross join lateral (
           select json_build_object('status', p.status, 'registeredAt', p.registered_at, 'program', (select json_build_object('id', p_program.id::text, 'name', p_program.name) from program p_program where p_program.id = p.program_id limit 1)) as item, array[p.registered_at::text, p.program_id::text] as keys,
                  row_number() over (order by p.registered_at desc, p.program_id desc) as rank
             from program_participant p where p.customer_id = parent.id and p.status = any($2::text[]) order by p.registered_at desc, p.program_id desc limit 26) page
         order by parent.position, page.rank

-- participant.page.total
select (select count(*)::int as total from program_participant p where p.customer_id = parent.id and p.status = any($1::text[])) as total from unnest($2::text[]) with ordinality as parent (id, position) order by parent.position
