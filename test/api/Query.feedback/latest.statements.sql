-- feedback.page
select json_agg(page) as json_rows from (
      select f.rating as "rating", f.comment as "comment", f.created_at as "createdAt", f_appointment as "appointment", case when f.rank = 25 then array[f.created_at::text, f.appointment_id::text] end as keys
        from (select f.*, row_number() over (order by f.created_at desc, f.appointment_id desc) as rank from feedback f where true order by f.created_at desc, f.appointment_id desc limit 26) f left join lateral (select f_appointment.id::text as "id", f_appointment.date as "date", f_appointment_customer as "customer", f_appointment_consultant as "consultant" from appointment f_appointment left join lateral (select f_appointment_customer.id as "id", f_appointment_customer.full_name as "fullName" from customer f_appointment_customer where f_appointment_customer.id = f_appointment.customer_id limit 1) f_appointment_customer on true left join lateral (select f_appointment_consultant.id::text as "id", f_appointment_consultant.full_name as "fullName" from consultant f_appointment_consultant where f_appointment_consultant.id = f_appointment.consultant_id limit 1) f_appointment_consultant on true where f_appointment.id = f.appointment_id limit 1) f_appointment on true
       order by f.created_at desc, f.appointment_id desc) page

-- feedback.page.total
select count(*)::int as total from feedback f where true
