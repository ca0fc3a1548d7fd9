-- invariants
with
  -- What each event tells of versions, and the one before it of the same thing.
  told as materialized (
    select e.id, e.entity, e.entity_id, e.before, e.after, e.is_removal, e.is_blank,
           lag(e.id) over of_thing is null as is_first, lead(e.id) over of_thing is null as is_last,
           lag(e.after) over of_thing as known
      from (select e.id, e.entity, e.entity_id, (e.before ->> 'version')::int as before, (e.after ->> 'version')::int as after,
                   e.before is not null and e.after is null as is_removal,
                   e.before is null and e.after is null as is_blank
              from audit_event e
             where e.at >= (
    select coalesce(max(u.date) + 1, '-infinity')::timestamp at time zone (select zone from office)
      from unloaded_partition u where u.table_name = 'audit_event')) e
    window of_thing as (partition by e.entity, e.entity_id order by e.id)),
  -- The last event of each thing, beside its row: what has no event is not in it.
  last_told as materialized (
    select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
      from told t
      left join (
  select 'customer' as entity, c.id as entity_id, c.version from customer c
  union all select 'consultant', k.id::text, k.version from consultant k
  union all select 'timeslot', t.id::text, t.version from timeslot t
  union all select 'appointment', a.id::text, a.version from appointment a
  union all select 'feedback', f.appointment_id::text, f.version from feedback f
  union all select 'program', p.id::text, p.version from program p
  union all select 'program_participant', p.program_id || '/' || p.customer_id, p.version from program_participant p) r on r.entity = t.entity and r.entity_id = t.entity_id
     where t.is_last)
    select 'appointment_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
    select p.id::text as id
      from (select a.id as id, a.date + a.start_time as start,
                   max(a.date + a.start_time + make_interval(mins => a.duration_minutes)) over (partition by a.consultant_id order by a.date + a.start_time, a.id
                                     rows between unbounded preceding and 1 preceding) as taken_until
              from appointment a where a.consultant_id is not null and a.status <> 'CANCELLED' and not a.legacy_overlap) p
     where p.start < p.taken_until) v union all
    select 'appointment_customer_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
    select p.id::text as id
      from (select a.id as id, a.date + a.start_time as start,
                   max(a.date + a.start_time + make_interval(mins => a.duration_minutes)) over (partition by a.customer_id order by a.date + a.start_time, a.id
                                     rows between unbounded preceding and 1 preceding) as taken_until
              from appointment a where a.customer_id is not null and a.status <> 'CANCELLED' and not a.legacy_overlap) p
     where p.start < p.taken_until) v union all
    select 'appointment_status_known' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where a.status not in ('PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED')
      or a.outcome not in ('ATTENDED', 'NO_SHOW')) v union all
    select 'appointment_assigned_when_confirmed' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where a.status in ('CONFIRMED', 'COMPLETED') and a.consultant_id is null) v union all
    select 'appointment_cancelled_when_dated' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where (a.status = 'CANCELLED') <> (a.cancelled_at is not null)) v union all
    select 'appointment_closed_by_its_status' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where (a.cancel_reason is not null
        and (a.status <> 'CANCELLED' or char_length(a.cancel_reason) not between 1 and 500))
      or (a.status <> 'COMPLETED' and (a.outcome is not null or a.completed_at is not null))) v union all
    select 'appointment_started_when_completed' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where a.status = 'COMPLETED'
        and a.date + a.start_time > coalesce(a.completed_at, $1::timestamptz) at time zone $2) v union all
    select 'appointment_lasts_5_to_480_minutes' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select a.id::text as id from appointment a where a.duration_minutes not between 5 and 480
      or extract(epoch from a.start_time) + a.duration_minutes * 60 > 86400) v union all
    select 'appointment_of_enabled_people' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
      select a.id::text as id
        from appointment a
        join customer c on c.id = a.customer_id
        left join consultant k on k.id = a.consultant_id
       where a.status in ('PENDING', 'CONFIRMED') and (c.is_disabled or k.is_disabled)
         and a.date >= $3::date and a.date + a.start_time > $4::date + $5::time) v union all
    select 'timeslot_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
    select p.id::text as id
      from (select t.id as id, t.date + t.start_time as start,
                   max(t.date + t.end_time) over (partition by t.consultant_id order by t.date + t.start_time, t.id
                                     rows between unbounded preceding and 1 preceding) as taken_until
              from timeslot t where true) p
     where p.start < p.taken_until) v union all
    select 'timeslot_lasts_5_to_480_minutes' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select t.id::text as id from timeslot t
         where t.end_time >= '24:00' or t.end_time - t.start_time not between '5 minutes' and '8 hours') v union all
    select 'consultant_email_of_enabled' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select k.id::text as id
          from (select k.id, count(*) over (partition by lower(k.email)) as having_it
                  from consultant k where k.email is not null and not k.is_disabled) k
         where k.having_it > 1) v union all
    select 'people_as_described' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
      select 'customer ' || c.id as id from customer c
       where char_length(c.full_name) not between 1 and 100 or c.full_name <> btrim(c.full_name)
          or char_length(c.id) not between 1 and 100 or char_length(c.email) > 100
          or char_length(c.phone_number) > 20 or char_length(c.notes) > 4000 or c.date_of_birth > $6::date
      union all
      select 'consultant ' || k.id from consultant k
       where char_length(k.full_name) not between 1 and 100 or k.full_name <> btrim(k.full_name)
          or char_length(k.email) > 100 or char_length(k.phone_number) > 20 or k.max_per_day < 1) v union all
    select 'feedback_on_held_meeting' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select f.appointment_id::text as id
          from feedback f join appointment a on a.id = f.appointment_id
         where a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW') v union all
    select 'feedback_rating_0_to_5' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select f.appointment_id::text as id from feedback f
         where f.rating not between 0 and 5 or char_length(f.comment) > 2000
            or (f.rating * 2 <> trunc(f.rating * 2) and exists (
                 select from audit_event e
                  where e.entity = 'feedback' and e.entity_id = f.appointment_id::text
                    and e.before is null and e.after is not null))) v union all
    select 'program_below_capacity' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select p.id::text as id from program p
         where p.capacity < (select count(*) from program_participant t
                              where t.program_id = p.id and t.status <> 'CANCELLED')) v union all
    select 'program_status_known' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select p.id::text as id from program p where p.status not in ('UPCOMING', 'ONGOING', 'COMPLETED')
        union all
        select t.program_id || '/' || t.customer_id from program_participant t
         where t.status not in ('REGISTERED', 'ATTENDED', 'CANCELLED')) v union all
    select 'references_resolve' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
      select concat_ws(' ', $7::text, r.id, $8::text) as id from timeslot r
       where r.consultant_id is not null
         and not exists (select from consultant o where o.id = r.consultant_id)
          union all
      select concat_ws(' ', $9::text, r.id, $10::text) as id from appointment r
       where r.consultant_id is not null
         and not exists (select from consultant o where o.id = r.consultant_id)
          union all
      select concat_ws(' ', $11::text, r.id, $12::text) as id from appointment r
       where r.customer_id is not null
         and not exists (select from customer o where o.id = r.customer_id)
          union all
      select concat_ws(' ', $13::text, r.appointment_id, $14::text) as id from feedback r
       where r.appointment_id is not null
         and not exists (select from appointment o where o.id = r.appointment_id)
          union all
      select concat_ws(' ', $15::text, r.program_id || '/' || r.customer_id, $16::text) as id from program_participant r
       where r.program_id is not null
         and not exists (select from program o where o.id = r.program_id)
          union all
      select concat_ws(' ', $17::text, r.program_id || '/' || r.customer_id, $18::text) as id from program_participant r
       where r.customer_id is not null
         and not exists (select from customer o where o.id = r.customer_id)
          union all
      select concat_ws(' ', $19::text, r.id, $20::text) as id from assignment r
       where r.appointment_id is not null
         and not exists (select from appointment o where o.id = r.appointment_id)
         and not exists (select from unloaded_partition u where u.table_name = 'appointment') union all
      select concat_ws(' ', $21::text, r.id, $22::text) as id from assignment r
       where r.from_consultant_id is not null
         and not exists (select from consultant o where o.id = r.from_consultant_id)
          union all
      select concat_ws(' ', $23::text, r.id, $24::text) as id from assignment r
       where r.to_consultant_id is not null
         and not exists (select from consultant o where o.id = r.to_consultant_id)
         ) v union all
    select 'day_loaded' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', u.table_name, u.date) as id
          from unloaded_partition u
         where (u.table_name, u.date) in (
               select 'timeslot', t.date from timeslot t
               union all select 'appointment', a.date from appointment a
               union all select 'feedback', a.date from feedback f join appointment a on a.id = f.appointment_id
               union all select 'assignment', office_date(s.at) from assignment s
               union all select 'audit_event', office_date(e.at) from audit_event e)) v union all
    select 'version_counts_from_1' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select r.entity || ' ' || r.entity_id as id from (
  select 'customer' as entity, c.id as entity_id, c.version from customer c
  union all select 'consultant', k.id::text, k.version from consultant k
  union all select 'timeslot', t.id::text, t.version from timeslot t
  union all select 'appointment', a.id::text, a.version from appointment a
  union all select 'feedback', f.appointment_id::text, f.version from feedback f
  union all select 'program', p.id::text, p.version from program p
  union all select 'program_participant', p.program_id || '/' || p.customer_id, p.version from program_participant p) r where r.version < 1) v union all
    select 'audit_event_of_a_row' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id as id from last_told e where e.is_removal <> (e.row_version is null)
           -- On days that are not loaded its thing may be.
           and (e.row_version is not null or not exists (
             select from unloaded_partition u where u.table_name = e.entity))) v union all
    select 'audit_event_of_the_last_change' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id as id from last_told e where e.version <> e.row_version) v union all
    select 'audit_event_of_each_change' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id || ' event ' || e.id as id from told e
         where not e.is_blank and (
               (e.before is null and (not e.is_first or e.after <> 1))
            or e.after <> e.before + 1
            or e.before <> e.known)) v union all
    select 'assignment_chain' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select s.appointment_id::text as id
          from (select s.appointment_id, s.from_consultant_id, s.to_consultant_id, a.consultant_id,
                       row_number() over steps > 1 as goes_on,
                       lag(s.to_consultant_id) over steps as holder, lead(s.id) over steps is null as is_last
                  from assignment s join appointment a on a.id = s.appointment_id
                 where s.at >= (
    select coalesce(max(u.date) + 1, '-infinity')::timestamp at time zone (select zone from office)
      from unloaded_partition u where u.table_name = 'assignment')
                window steps as (partition by s.appointment_id order by s.id)) s
         where (s.goes_on and s.from_consultant_id is distinct from s.holder)
            or (s.is_last and s.to_consultant_id is distinct from s.consultant_id)
         group by s.appointment_id) v union all
    select 'client_token_has_result' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select t.operation || ' ' || t.result_id as id
          from client_token t
         cross join lateral (select case when t.result_id ~ '^[0-9]{1,10}$' then t.result_id::bigint end as number) r
         where not case t.operation
                 when 'createAppointment' then exists (select from appointment o where o.id = r.number)
                 when 'createConsultant' then exists (select from consultant o where o.id = r.number)
                 when 'createCustomer' then exists (select from customer o where o.id = t.result_id)
                 when 'createProgram' then exists (select from program o where o.id = r.number)
                 when 'recordFeedback' then exists (select from feedback o where o.appointment_id = r.number)
                 when 'registerParticipant' then exists (
                   select from program_participant o where o.program_id || '/' || o.customer_id = t.result_id)
                 when 'createTimeslot' then exists (select from timeslot o where o.id = r.number) or exists (
                   select from audit_event e
                    where e.entity = 'timeslot' and e.entity_id = t.result_id and e.before is not null and e.after is null)
                 else true
               end) v union all
    select 'day_rollup_of_appointments' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select date as k1, sum(pending) as t1, sum(confirmed) as t2, sum(completed) as t3, sum(cancelled) as t4, sum(no_show) as t5, sum(unassigned) as t6, sum(booked_minutes) as t7 from day_rollup group by 1) s full join (select a.date as k1, count(*) filter (where a.status = 'PENDING') as t1, count(*) filter (where a.status = 'CONFIRMED') as t2, count(*) filter (where a.status = 'COMPLETED') as t3, count(*) filter (where a.status = 'CANCELLED') as t4, count(*) filter (where a.outcome = 'NO_SHOW') as t5, count(*) filter (where a.status = 'PENDING' and a.consultant_id is null) as t6, coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED' and a.consultant_id is not null), 0) as t7 from appointment a group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0), coalesce(s.t7, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0), coalesce(c.t7, 0))) v union all
    select 'day_rollup_of_slots' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select date as k1, sum(offered_slots) as t1, sum(offered_minutes) as t2 from day_rollup group by 1) s full join (select t.date as k1, count(*) as t1, sum(extract(epoch from t.end_time - t.start_time) / 60) as t2 from timeslot t where t.is_available group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0))) v union all
    select 'day_rollup_of_ratings' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select date as k1, sum(rated_0) as t1, sum(rated_1) as t2, sum(rated_2) as t3, sum(rated_3) as t4, sum(rated_4) as t5, sum(rated_5) as t6, sum(rating_sum) as t7 from day_rollup group by 1) s full join (select a.date as k1, count(*) filter (where floor(f.rating) = 0) as t1, count(*) filter (where floor(f.rating) = 1) as t2, count(*) filter (where floor(f.rating) = 2) as t3, count(*) filter (where floor(f.rating) = 3) as t4, count(*) filter (where floor(f.rating) = 4) as t5, count(*) filter (where floor(f.rating) = 5) as t6, sum(f.rating) as t7 from feedback f join appointment a on a.id = f.appointment_id group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0), coalesce(s.t7, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0), coalesce(c.t7, 0))) v union all
    select 'consultant_day_rollup_of_appointments' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, pending as t1, confirmed as t2, completed as t3, cancelled as t4, no_show as t5, booked_minutes as t6 from consultant_day_rollup) s full join (select a.consultant_id as k1, a.date as k2, count(*) filter (where a.status = 'PENDING') as t1, count(*) filter (where a.status = 'CONFIRMED') as t2, count(*) filter (where a.status = 'COMPLETED') as t3, count(*) filter (where a.status = 'CANCELLED') as t4, count(*) filter (where a.outcome = 'NO_SHOW') as t5, coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED'), 0) as t6 from appointment a where a.consultant_id is not null group by 1, 2) c using (k1, k2)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0))) v union all
    select 'consultant_day_rollup_of_slots' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, offered_minutes as t1 from consultant_day_rollup) s full join (select t.consultant_id as k1, t.date as k2, sum(extract(epoch from t.end_time - t.start_time) / 60) as t1 from timeslot t where t.is_available group by 1, 2) c using (k1, k2)
         where (coalesce(s.t1, 0)) <> (coalesce(c.t1, 0))) v union all
    select 'consultant_day_rollup_of_ratings' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, rating_count as t1, rating_sum as t2 from consultant_day_rollup) s full join (select a.consultant_id as k1, a.date as k2, count(*) as t1, sum(f.rating) as t2 from feedback f join appointment a on a.id = f.appointment_id group by 1, 2) c using (k1, k2)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0))) v union all
    select 'specialty_day_rollup_of_appointments' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select specialty as k1, date as k2, sum(pending) as t1, sum(confirmed) as t2, sum(completed) as t3, sum(cancelled) as t4, sum(no_show) as t5 from specialty_day_rollup group by 1, 2) s full join (select a.required_specialty as k1, a.date as k2, count(*) filter (where a.status = 'PENDING') as t1, count(*) filter (where a.status = 'CONFIRMED') as t2, count(*) filter (where a.status = 'COMPLETED') as t3, count(*) filter (where a.status = 'CANCELLED') as t4, count(*) filter (where a.outcome = 'NO_SHOW') as t5 from appointment a where a.required_specialty is not null group by 1, 2) c using (k1, k2)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0))) v union all
    select 'creation_rollup_of_rows' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select kind as k1, date as k2, sum(total) as t1 from creation_rollup group by 1, 2) s full join (select 'appointment'::text as k1, (created_at at time zone (select zone from office))::date as k2, count(*) as t1 from appointment group by 1, 2
      union all select 'customer'::text as k1, (created_at at time zone (select zone from office))::date as k2, count(*) as t1 from customer group by 1, 2) c using (k1, k2)
         where (coalesce(s.t1, 0)) <> (coalesce(c.t1, 0))) v union all
    select 'customer_rollup_of_customers' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select is_disabled as k1, sum(total) as t1 from customer_rollup group by 1) s full join (select c.is_disabled as k1, count(*) as t1 from customer c group by 1) c using (k1)
         where (coalesce(s.t1, 0)) <> (coalesce(c.t1, 0))) v union all
    select 'consultant_rating_rollup_of_ratings' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select consultant_id as k1, rating_count as t1, rating_sum as t2 from consultant_rating_rollup) s full join (select a.consultant_id as k1, count(*) as t1, sum(f.rating) as t2 from feedback f join appointment a on a.id = f.appointment_id group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0))) v union all
    select 'program_rollup_of_participants' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select program_id as k1, registered as t1, attended as t2, cancelled as t3 from program_rollup) s full join (select p.program_id as k1, count(*) filter (where p.status = 'REGISTERED') as t1, count(*) filter (where p.status = 'ATTENDED') as t2, count(*) filter (where p.status = 'CANCELLED') as t3 from program_participant p group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0))) v
