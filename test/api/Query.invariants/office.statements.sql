-- invariants
with
  wrong_appointment as materialized (
    select a.id, a.customer_id, (a.status not in ('PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED')
      or a.outcome not in ('ATTENDED', 'NO_SHOW')) as status_unknown, (a.status in ('CONFIRMED', 'COMPLETED') and a.consultant_id is null) as lacks_consultant, ((a.status = 'CANCELLED') <> (a.cancelled_at is not null)) as misdated, ((a.cancel_reason is not null
        and (a.status <> 'CANCELLED' or char_length(a.cancel_reason) not between 1 and 500))
      or (a.status <> 'COMPLETED' and (a.outcome is not null or a.completed_at is not null))) as misclosed, (a.status = 'COMPLETED'
        and a.date + a.start_time > coalesce(a.completed_at, $1::timestamptz) at time zone $2) as completed_early, (a.duration_minutes not between 5 and 480) as lasts_wrongly, (a.start_time::interval + make_interval(mins => a.duration_minutes) > '24:00' or a.start_time >= '24:00') as leaves_its_day, (a.version < 1) as version_below_1
      from appointment a
     where (a.status not in ('PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED')
      or a.outcome not in ('ATTENDED', 'NO_SHOW')) or (a.status in ('CONFIRMED', 'COMPLETED') and a.consultant_id is null) or ((a.status = 'CANCELLED') <> (a.cancelled_at is not null)) or ((a.cancel_reason is not null
        and (a.status <> 'CANCELLED' or char_length(a.cancel_reason) not between 1 and 500))
      or (a.status <> 'COMPLETED' and (a.outcome is not null or a.completed_at is not null))) or (a.status = 'COMPLETED'
        and a.date + a.start_time > coalesce(a.completed_at, $3::timestamptz) at time zone $4) or (a.duration_minutes not between 5 and 480) or (a.start_time::interval + make_interval(mins => a.duration_minutes) > '24:00' or a.start_time >= '24:00') or (a.version < 1)),
  wrong_timeslot as materialized (
    select s.* from (
      select t.id, t.end_time >= '24:00' or t.end_time - t.start_time not between '5 minutes' and '8 hours' as lasts_wrongly,
             t.version < 1 as version_below_1
        from timeslot t) s
     where s.lasts_wrongly or s.version_below_1),
  -- What each event tells of versions that is the last of its thing, or does not follow from the one before it.
  told as materialized (
    select e.*, case when pg_input_is_valid(e.entity_id, 'integer') then e.entity_id::integer end as number
      from (select e.*,
                   not e.is_blank and (
                     (e.before is null and (not e.is_first or e.after <> 1))
                     or e.after <> e.before + 1
                     or e.before <> e.known) as is_broken
              from (select e.id, e.entity, e.entity_id, e.before, e.after, e.is_removal, e.is_blank,
                           lag(e.id) over of_thing is null as is_first, lead(e.id) over of_thing is null as is_last,
                           lag(e.after) over of_thing as known
                      from (select e.id, e.entity, e.entity_id,
                                   (e.before ->> 'version')::int as before, (e.after ->> 'version')::int as after,
                                   e.before is not null and e.after is null as is_removal,
                                   e.before is null and e.after is null as is_blank
                              from audit_event e
                             where e.at >= (
    select coalesce(max(u.date) + 1, '-infinity')::timestamp at time zone (select zone from office)
      from unloaded_partition u where u.table_name = 'audit_event')) e
                    window of_thing as (partition by e.entity, e.entity_id order by e.id)) e) e
     where e.is_last or e.is_broken),
  -- The last event of each thing whose row says something else: what has no event is not in it.
  contradicted as materialized (
    select l.* from (
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join customer r on r.id = t.entity_id
       where t.is_last and t.entity = 'customer' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join consultant r on r.id = t.number and r.id::text = t.entity_id
       where t.is_last and t.entity = 'consultant' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join timeslot r on r.id = t.number and r.id::text = t.entity_id
       where t.is_last and t.entity = 'timeslot' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join appointment r on r.id = t.number and r.id::text = t.entity_id
       where t.is_last and t.entity = 'appointment' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join feedback r on r.appointment_id = t.number and r.appointment_id::text = t.entity_id
       where t.is_last and t.entity = 'feedback' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join program r on r.id = t.number and r.id::text = t.entity_id
       where t.is_last and t.entity = 'program' union all
      select t.entity, t.entity_id, t.after as version, t.is_removal, r.version as row_version
        from told t left join program_participant r on r.program_id || '/' || r.customer_id = t.entity_id
       where t.is_last and t.entity = 'program_participant' union all
      select t.entity, t.entity_id, t.after, t.is_removal, null
        from told t where t.is_last and t.entity not in ('customer', 'consultant', 'timeslot', 'appointment', 'feedback', 'program', 'program_participant')) l
     where l.is_removal <> (l.row_version is null) or l.version <> l.row_version),
  appointment_count as materialized (
    select a.consultant_id, a.date,
           count(*) filter (where a.status = 'PENDING') as pending,
           count(*) filter (where a.status = 'CONFIRMED') as confirmed,
           count(*) filter (where a.status = 'COMPLETED') as completed,
           count(*) filter (where a.status = 'CANCELLED') as cancelled,
           count(*) filter (where a.outcome = 'NO_SHOW') as no_show,
           coalesce(sum(a.duration_minutes) filter (where a.status <> 'CANCELLED'), 0) as minutes
      from appointment a
     group by a.consultant_id, a.date),
  slot_count as materialized (
    select t.consultant_id, t.date,
           count(*) filter (where t.is_available) as slots,
           extract(epoch from sum(t.end_time - t.start_time) filter (where t.is_available)) / 60 as minutes,
           array_agg(t.id) filter (where t.date + t.start_time < t.taken_until) as overlapping
      from (select t.*, max(t.date + t.end_time) over (partition by t.consultant_id order by t.date, t.start_time, t.id
                                     rows between unbounded preceding and 1 preceding) as taken_until from timeslot t) t
     group by t.consultant_id, t.date),
  rating_count as materialized (
    select a.consultant_id, a.date, count(*) as ratings, sum(f.rating) as rating_sum,
           count(*) filter (where f.rating >= 0 and f.rating < 1) as rated_0,
           count(*) filter (where f.rating >= 1 and f.rating < 2) as rated_1,
           count(*) filter (where f.rating >= 2 and f.rating < 3) as rated_2,
           count(*) filter (where f.rating >= 3 and f.rating < 4) as rated_3,
           count(*) filter (where f.rating >= 4 and f.rating < 5) as rated_4,
           count(*) filter (where f.rating >= 5 and f.rating < 6) as rated_5,
           array_agg(f.appointment_id) filter (where a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW') as of_no_meeting
      from feedback f join appointment a on a.id = f.appointment_id
     group by a.consultant_id, a.date)
    select 'appointment_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
    select p.id::text as id
      from (select a.id as id, a.date + a.start_time as start,
                   max(a.date + a.start_time + make_interval(mins => a.duration_minutes)) over (partition by a.consultant_id order by a.date + a.start_time, a.id
                                     rows between unbounded preceding and 1 preceding) as taken_until
              from appointment a where a.consultant_id is not null and a.status <> 'CANCELLED' and not a.legacy_overlap and true) p
     where p.start < p.taken_until) v union all
    select 'appointment_customer_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
    select p.id::text as id
      from (select a.id as id, a.date + a.start_time as start,
                   max(a.date + a.start_time + make_interval(mins => a.duration_minutes)) over (partition by a.customer_id order by a.date + a.start_time, a.id
                                     rows between unbounded preceding and 1 preceding) as taken_until
              from appointment a where a.customer_id is not null and a.status <> 'CANCELLED' and not a.legacy_overlap and a.customer_id in (
  (select d.customer_id from appointment d
    group by d.customer_id, d.date having count(*) > 1 order by d.customer_id, d.date desc)
  union all select w.customer_id from wrong_appointment w where w.leaves_its_day)) p
     where p.start < p.taken_until) v union all
    select 'appointment_status_known' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.status_unknown) v union all
    select 'appointment_assigned_when_confirmed' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.lacks_consultant) v union all
    select 'appointment_cancelled_when_dated' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.misdated) v union all
    select 'appointment_closed_by_its_status' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.misclosed) v union all
    select 'appointment_started_when_completed' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.completed_early) v union all
    select 'appointment_lasts_5_to_480_minutes' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_appointment w
       where w.lasts_wrongly or w.leaves_its_day) v union all
    select 'appointment_of_enabled_people' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (
      select a.id::text as id
        from appointment a
        join customer c on c.id = a.customer_id
        left join consultant k on k.id = a.consultant_id
       where a.status in ('PENDING', 'CONFIRMED') and (c.is_disabled or k.is_disabled)
         and a.date >= $5::date and a.date + a.start_time > $6::date + $7::time) v union all
    select 'timeslot_no_overlap' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select unnest(n.overlapping)::text as id from slot_count n) v union all
    select 'timeslot_lasts_5_to_480_minutes' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select w.id::text as id from wrong_timeslot w where w.lasts_wrongly) v union all
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
          or char_length(c.phone_number) > 20 or char_length(c.notes) > 4000 or c.date_of_birth > $8::date
      union all
      select 'consultant ' || k.id from consultant k
       where char_length(k.full_name) not between 1 and 100 or k.full_name <> btrim(k.full_name)
          or char_length(k.email) > 100 or char_length(k.phone_number) > 20 or k.max_per_day < 1) v union all
    select 'feedback_on_held_meeting' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select unnest(n.of_no_meeting)::text as id from rating_count n) v union all
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
      select concat_ws(' ', $9::text, r.id, $10::text) as id from timeslot r
       where r.consultant_id is not null
         and r.consultant_id in (
            select n.consultant_id from slot_count n where not exists (select from consultant o where o.id = n.consultant_id))
          union all
      select concat_ws(' ', $11::text, r.id, $12::text) as id from appointment r
       where r.consultant_id is not null
         and r.consultant_id in (
            select n.consultant_id from appointment_count n where not exists (select from consultant o where o.id = n.consultant_id))
          union all
      select concat_ws(' ', $13::text, r.id, $14::text) as id from appointment r
       where r.customer_id is not null
         and not exists (select from customer o where o.id = r.customer_id)
          union all
      select concat_ws(' ', $15::text, r.appointment_id, $16::text) as id from feedback r
       where r.appointment_id is not null
         and not exists (select from appointment o where o.id = r.appointment_id)
          union all
      select concat_ws(' ', $17::text, r.program_id || '/' || r.customer_id, $18::text) as id from program_participant r
       where r.program_id is not null
         and not exists (select from program o where o.id = r.program_id)
          union all
      select concat_ws(' ', $19::text, r.program_id || '/' || r.customer_id, $20::text) as id from program_participant r
       where r.customer_id is not null
         and not exists (select from customer o where o.id = r.customer_id)
          union all
      select concat_ws(' ', $21::text, r.id, $22::text) as id from assignment r
       where r.appointment_id is not null
         and not exists (select from appointment o where o.id = r.appointment_id)
         and not exists (select from unloaded_partition u where u.table_name = 'appointment') union all
      select concat_ws(' ', $23::text, r.id, $24::text) as id from assignment r
       where r.from_consultant_id is not null
         and not exists (select from consultant o where o.id = r.from_consultant_id)
          union all
      select concat_ws(' ', $25::text, r.id, $26::text) as id from assignment r
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
      from (select $27::text || ' ' || r.id as id from customer r where r.version < 1 union all select $28::text || ' ' || r.id as id from consultant r where r.version < 1 union all select $29::text || ' ' || r.id as id from wrong_timeslot r where r.version_below_1 union all select $30::text || ' ' || r.id as id from wrong_appointment r where r.version_below_1 union all select $31::text || ' ' || r.appointment_id as id from feedback r where r.version < 1 union all select $32::text || ' ' || r.id as id from program r where r.version < 1 union all select $33::text || ' ' || r.program_id || '/' || r.customer_id as id from program_participant r where r.version < 1) v union all
    select 'audit_event_of_a_row' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id as id from contradicted e where e.is_removal <> (e.row_version is null)
           -- On days that are not loaded its thing may be.
           and (e.row_version is not null or not exists (
             select from unloaded_partition u where u.table_name = e.entity))) v union all
    select 'audit_event_of_the_last_change' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id as id from contradicted e where e.version <> e.row_version) v union all
    select 'audit_event_of_each_change' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select e.entity || ' ' || e.entity_id || ' event ' || e.id as id from told e where e.is_broken) v union all
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
          from (select date as k1, sum(pending) as t1, sum(confirmed) as t2, sum(completed) as t3, sum(cancelled) as t4, sum(no_show) as t5, sum(unassigned) as t6, sum(booked_minutes) as t7 from day_rollup group by 1) s full join (select n.date as k1, sum(n.pending) as t1, sum(n.confirmed) as t2, sum(n.completed) as t3, sum(n.cancelled) as t4, sum(n.no_show) as t5, coalesce(sum(n.pending) filter (where n.consultant_id is null), 0) as t6, coalesce(sum(n.minutes) filter (where n.consultant_id is not null), 0) as t7 from appointment_count n group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0), coalesce(s.t7, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0), coalesce(c.t7, 0))) v union all
    select 'day_rollup_of_slots' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select date as k1, sum(offered_slots) as t1, sum(offered_minutes) as t2 from day_rollup group by 1) s full join (select n.date as k1, sum(n.slots) as t1, sum(n.minutes) as t2 from slot_count n where n.slots > 0 group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0))) v union all
    select 'day_rollup_of_ratings' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select date as k1, sum(rated_0) as t1, sum(rated_1) as t2, sum(rated_2) as t3, sum(rated_3) as t4, sum(rated_4) as t5, sum(rated_5) as t6, sum(rating_sum) as t7 from day_rollup group by 1) s full join (select n.date as k1, sum(n.rated_0) as t1, sum(n.rated_1) as t2, sum(n.rated_2) as t3, sum(n.rated_3) as t4, sum(n.rated_4) as t5, sum(n.rated_5) as t6, sum(n.rating_sum) as t7 from rating_count n group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0), coalesce(s.t7, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0), coalesce(c.t7, 0))) v union all
    select 'consultant_day_rollup_of_appointments' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, pending as t1, confirmed as t2, completed as t3, cancelled as t4, no_show as t5, booked_minutes as t6 from consultant_day_rollup) s full join (select n.consultant_id as k1, n.date as k2, n.pending as t1, n.confirmed as t2, n.completed as t3, n.cancelled as t4, n.no_show as t5, n.minutes as t6 from appointment_count n where n.consultant_id is not null) c using (k1, k2)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0), coalesce(s.t4, 0), coalesce(s.t5, 0), coalesce(s.t6, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0), coalesce(c.t4, 0), coalesce(c.t5, 0), coalesce(c.t6, 0))) v union all
    select 'consultant_day_rollup_of_slots' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, offered_minutes as t1 from consultant_day_rollup) s full join (select n.consultant_id as k1, n.date as k2, n.minutes as t1 from slot_count n where n.slots > 0) c using (k1, k2)
         where (coalesce(s.t1, 0)) <> (coalesce(c.t1, 0))) v union all
    select 'consultant_day_rollup_of_ratings' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1, k2) as id
          from (select consultant_id as k1, date as k2, rating_count as t1, rating_sum as t2 from consultant_day_rollup) s full join (select n.consultant_id as k1, n.date as k2, n.ratings as t1, n.rating_sum as t2 from rating_count n) c using (k1, k2)
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
          from (select consultant_id as k1, rating_count as t1, rating_sum as t2 from consultant_rating_rollup) s full join (select n.consultant_id as k1, sum(n.ratings) as t1, sum(n.rating_sum) as t2 from rating_count n group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0))) v union all
    select 'program_rollup_of_participants' as name, count(*)::int as violations,
           coalesce((array_agg(v.id order by length(v.id), v.id collate "C"))[1:10], '{}') as examples
      from (select concat_ws(' ', k1) as id
          from (select program_id as k1, registered as t1, attended as t2, cancelled as t3 from program_rollup) s full join (select p.program_id as k1, count(*) filter (where p.status = 'REGISTERED') as t1, count(*) filter (where p.status = 'ATTENDED') as t2, count(*) filter (where p.status = 'CANCELLED') as t3 from program_participant p group by 1) c using (k1)
         where (coalesce(s.t1, 0), coalesce(s.t2, 0), coalesce(s.t3, 0)) <> (coalesce(c.t1, 0), coalesce(c.t2, 0), coalesce(c.t3, 0))) v
