-- feedback.page
select json_agg(page) as json_rows from (
      select f.rating as "rating", f.comment as "comment", f_appointment as "appointment", case when f.rank = 25 then array[f.created_at::text, f.appointment_id::text] end as keys
        from (select f.*, row_number() over (order by f.created_at desc, f.appointment_id desc) as rank from feedback f join appointment m on m.id = f.appointment_id where m.consultant_id = $1 and f.rating between $2::numeric and $3::numeric and coalesce(f.comment, '') = '' order by f.created_at desc, f.appointment_id desc limit 26) f left join lateral (select f_appointment.id::text as "id" from appointment f_appointment where f_appointment.id = f.appointment_id limit 1) f_appointment on true
       order by f.created_at desc, f.appointment_id desc) page
