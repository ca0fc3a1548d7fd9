-- appointment.byId
select json_build_object('id', one.id::text) as item
          from appointment one where one.id = $1
