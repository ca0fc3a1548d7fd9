-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a_customer as "customer", a_consultant as "consultant", case when a.rank = 1 then array[a.date::text, a.start_time::text, a.id::text] end as keys
        from (select a.*, row_number() over (order by a.date desc, a.start_time desc, a.id desc) as rank from appointment a where a.customer_id = $1 order by a.date desc, a.start_time desc, a.id desc limit 2) a left join lateral (select a_customer.id as "id", a_customer.full_name as "fullName", case when a_customer.email = '' then '' else left(a_customer.email, 1) || '***'
          || coalesce(substring(substr(a_customer.email, 2) from '(@[^@[:space:],;<>()"]*)[^@]*$'), '') end as "email", case when char_length(a_customer.phone_number) <= 3 then repeat('*', char_length(a_customer.phone_number))
          else regexp_replace(a_customer.phone_number, '.(?=.{3})', '*', 'g') end as "phoneNumber", null as "dateOfBirth", null as "notes" from customer a_customer where a_customer.id = a.customer_id limit 1) a_customer on true left join lateral (select a_consultant.id::text as "id", case when a_consultant.email = '' then '' else left(a_consultant.email, 1) || '***'
          || coalesce(substring(substr(a_consultant.email, 2) from '(@[^@[:space:],;<>()"]*)[^@]*$'), '') end as "email", case when char_length(a_consultant.phone_number) <= 3 then repeat('*', char_length(a_consultant.phone_number))
          else regexp_replace(a_consultant.phone_number, '.(?=.{3})', '*', 'g') end as "phoneNumber" from consultant a_consultant where a_consultant.id = a.consultant_id limit 1) a_consultant on true
       order by a.date desc, a.start_time desc, a.id desc) page
