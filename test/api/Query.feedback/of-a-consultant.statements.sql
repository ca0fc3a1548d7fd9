-- feedback.page
select json_build_object('rating', f.rating, 'comment', f.comment, 'appointment', (select json_build_object('id', f_appointment.id::text) from appointment f_appointment where f_appointment.id = f.appointment_id limit 1)) as item, array[f.created_at::text, f.appointment_id::text] as keys
          from feedback f join appointment m on m.id = f.appointment_id where m.consultant_id = $1 and f.rating between $2::numeric and $3::numeric and coalesce(f.comment, '') = '' order by f.created_at desc, f.appointment_id desc limit 26
