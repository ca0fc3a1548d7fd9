-- consultant.page
select json_build_object('id', k.id::text) as item, array[k.full_name::text, k.id::text] as keys
          from consultant k where true order by k.full_name asc, k.id asc limit 26

-- appointment.page
select parent.position::int as position, page.item, page.keys
          from unnest($1::int[]) with ordinality as parent (id, position)
         cross join lateral (
           select json_build_object('id', a.id::text, 'date', a.date, 'customer', (select json_build_object('id', a_customer.id, 'fullName', a_customer.full_name) from customer a_customer where a_customer.id = a.customer_id limit 1)) as item, array[a.date::text, a.start_time::text, a.id::text] as keys,
                  row_number() over (order by a.date asc, a.start_time asc, a.id asc) as rank
             from appointment a where a.consultant_id = parent.id and a.status = any($2::text[]) order by a.date asc, a.start_time asc, a.id asc limit 2) page
         order by parent.position, page.rank

-- appointment.page.total
select (select count(*)::int as total from appointment a where a.consultant_id = parent.id and a.status = any($1::text[])) as total from unnest($2::int[]) with ordinality as parent (id, position) order by parent.position
