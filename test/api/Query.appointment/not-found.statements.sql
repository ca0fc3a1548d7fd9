-- appointment.byId
select json_build_object('id', a.id::text) as item from appointment a where a.id = $1
