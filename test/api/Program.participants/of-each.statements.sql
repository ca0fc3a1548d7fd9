-- program.page
select json_build_object('id', o.id::text) as item, array[o.date::text, o.id::text] as keys
          from program o where true order by o.date desc, o.id desc limit 26

-- participant.page
select parent.position::int as position, page.item, page.keys
          from unnest($1::int[]) with ordinality as parent (id, position)
         cross join lateral (
           select json_build_object('status', p.status, 'registeredAt', p.registered_at, 'customer', (select json_build_object('id', p_customer.id, 'fullName', p_customer.full_name) from customer p_customer where p_customer.id = p.customer_id limit 1)) as item, array[p.registered_at::text, p.customer_id::text] as keys,
                  row_number() over (order by p.registered_at asc, p.customer_id asc) as rank
             from program_participant p where p.program_id = parent.id order by p.registered_at asc, p.customer_id asc limit 26) page
         order by parent.position, page.rank

-- participant.page.total
select (select count(*)::int as total from program_participant p where p.program_id = parent.id) as total from unnest($1::int[]) with ordinality as parent (id, position) order by parent.position
