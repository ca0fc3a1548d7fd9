-- customer.page
select json_build_object('id', c.id) as item, array[c.created_at::text, c.id::text] as keys
          from customer c where c.is_disabled = $1 order by c.created_at asc, c.id asc limit 26

-- appointment.page
select parent.position::int as position, page.item, page.keys
          from unnest($1::text[]) with ordinality as parent (id, position)
         cross join lateral (
           select json_build_object('id', a.id::text, 'date', a.date, 'status', a.status) as item, array[a.date::text, a.start_time::text, a.id::text] as keys,
                  row_number() over (order by a.date desc, a.start_time desc, a.id desc) as rank
             from appointment a where a.customer_id = parent.id order by a.date desc, a.start_time desc, a.id desc limit 3) page
         order by parent.position, page.rank

-- appointment.page.total
select (select count(*)::int as total from appointment a where a.customer_id = parent.id) as total from unnest($1::text[]) with ordinality as parent (id, position) order by parent.position
