-- appointment.page
select json_build_object('id', a.id::text, 'createdAt', a.created_at) as item, array[a.created_at::text, a.id::text] as keys
          from appointment a where (a.created_at, a.id) > ($1::timestamptz, $2::integer) order by a.created_at asc, a.id asc limit 4
