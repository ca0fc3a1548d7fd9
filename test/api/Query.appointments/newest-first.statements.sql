-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a.date as "date", a.start_time as "startTime", a.start_time + make_interval(mins => a.duration_minutes) as "endTime", a.duration_minutes as "durationMinutes", a.status as "status", a.outcome as "outcome", a_customer as "customer", a_consultant as "consultant", a_feedback as "feedback", case when a.rank = 25 then array[a.date::text, a.start_time::text, a.id::text] end as keys
        from (select a.*, row_number() over (order by a.date desc, a.start_time desc, a.id desc) as rank from appointment a where true order by a.date desc, a.start_time desc, a.id desc limit 26) a left join lateral (select a_customer.id as "id", a_customer.full_name as "fullName" from customer a_customer where a_customer.id = a.customer_id limit 1) a_customer on true left join lateral (select a_consultant.id::text as "id", a_consultant.full_name as "fullName", (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = a_consultant.id) as "rating" from consultant a_consultant where a_consultant.id = a.consultant_id limit 1) a_consultant on true left join lateral (select a_feedback.rating as "rating", a_feedback.comment as "comment" from feedback a_feedback where a_feedback.appointment_id = a.id limit 1) a_feedback on true
       order by a.date desc, a.start_time desc, a.id desc) page
