-- feedback.page
select json_build_object('rating', f.rating, 'comment', f.comment, 'createdAt', f.created_at, 'appointment', (select json_build_object('id', f_appointment.id::text, 'date', f_appointment.date, 'customer', (select json_build_object('id', f_appointment_customer.id, 'fullName', f_appointment_customer.full_name) from customer f_appointment_customer where f_appointment_customer.id = f_appointment.customer_id limit 1), 'consultant', (select json_build_object('id', f_appointment_consultant.id::text, 'fullName', f_appointment_consultant.full_name) from consultant f_appointment_consultant where f_appointment_consultant.id = f_appointment.consultant_id limit 1)) from appointment f_appointment where f_appointment.id = f.appointment_id limit 1)) as item, array[f.created_at::text, f.appointment_id::text] as keys
          from feedback f where true order by f.created_at desc, f.appointment_id desc limit 26

-- feedback.page.total
select count(*)::int as total from feedback f where true
