-- assignment.dayRequests
select a.id, a.version, extract(epoch from a.start_time)::int as start, a.duration_minutes * 60 as length, a.folded_specialty as specialty, case
                      when (a.date, a.start_time) <= ($1::date, $2::time) then 'PAST_TIME'
                      when c.is_disabled then 'CUSTOMER_DISABLED'
                      when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = a.date and busy.status <> 'CANCELLED'
       and busy.start_time - a.start_time < make_interval(mins => a.duration_minutes)
       and a.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> a.id) then 'CUSTOMER_BUSY'
                    end as obstacle
               from appointment a
               join customer c on c.id = a.customer_id
              where a.date = $3::date and a.status = 'PENDING' and a.consultant_id is null
              order by a.start_time, a.id

-- assignment.dayPeriods
with wanted as materialized (
               select distinct a.start_time, a.duration_minutes from appointment a where a.date = $1::date and a.status = 'PENDING' and a.consultant_id is null
             )
             select extract(epoch from a.start_time)::int as start, a.duration_minutes * 60 as length, array_agg(k.id) as consultants
               from wanted a
               join consultant k on not k.is_disabled
              where case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when 'PAST_TIME' <> all(array['DAY_FULL']) and ($2::date, a.start_time) <= ($3::date, $4::time) then 'PAST_TIME'
    when 'OUTSIDE_SCHEDULE' <> all(array['DAY_FULL']) and not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = $5::date
       and slot.start_time <= a.start_time and slot.end_time - a.start_time >= make_interval(mins => a.duration_minutes)) then 'OUTSIDE_SCHEDULE'
    when 'SLOT_BLOCKED' <> all(array['DAY_FULL']) and exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = $6::date and not slot.is_available
       and slot.end_time > a.start_time and slot.start_time - a.start_time < make_interval(mins => a.duration_minutes)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = $7::date and taken.status <> 'CANCELLED'
       and taken.start_time - a.start_time < make_interval(mins => a.duration_minutes)
       and a.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when 'DAY_FULL' <> all(array['DAY_FULL']) and k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = $8::date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null
              group by a.start_time, a.duration_minutes

-- assignment.dayConsultants
with wanted as materialized (
               select distinct a.folded_specialty from appointment a where a.date = $1::date and a.status = 'PENDING' and a.consultant_id is null and a.folded_specialty is not null
             ), loads as (
               select near.consultant_id, count(*)::int as load
                 from appointment near
                where near.status in ('PENDING', 'CONFIRMED') and near.date between $2::date - 7 and $3::date + 7
                group by near.consultant_id
             )
             select k.id, coalesce(loads.load, 0) as load,
                    (k.max_per_day - (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = $4::date
         and same_day.status <> 'CANCELLED' ))::int as room,
                    (select max(s.at) at time zone 'UTC' from assignment s where s.to_consultant_id = k.id)::text as "lastAssigned",
                    array(select folded_specialty from wanted where (folded_specialty is null or folded_specialty = any(k.folded_specialties))) as specialties
               from consultant k
               left join loads on loads.consultant_id = k.id
              where not k.is_disabled

-- day.unloaded
select from unloaded_partition u
         where u.date = $1::date and u.table_name in ('timeslot', 'appointment', 'feedback') limit 1
