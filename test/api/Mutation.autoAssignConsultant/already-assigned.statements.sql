-- appointment.state
select a.status, a.version, a.outcome, a.consultant_id as "consultantId",
               coalesce(k.is_disabled, false) as "consultantDisabled",
               a.required_specialty as "requiredSpecialty", a.date, a.start_time as "startTime"
          from appointment a left join consultant k on k.id = a.consultant_id
         where a.id = $1

-- appointment.byId
select json_build_object('id', one.id::text) as item
          from appointment one where one.id = $1

-- assignment.candidates
with wanted as materialized (
          select a.id, a.date, a.start_time, a.duration_minutes, a.folded_specialty, a.customer_id
            from appointment a
           where a.id = $1
        ), loads as (
          select near.consultant_id, count(*)::int as load
            from wanted a
            join appointment near
              on near.status in ('PENDING', 'CONFIRMED') and near.date between a.date - 7 and a.date + 7
             and near.date + near.start_time between a.date + a.start_time - interval '7 days'
                                                 and a.date + a.start_time + interval '7 days'
             and near.id <> a.id
           group by near.consultant_id
        ), measured as (
          select k.id,
                 (a.folded_specialty is null or a.folded_specialty = any(k.folded_specialties)) as match,
                 coalesce(case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when (a.date, a.start_time) <= ($2::date, $3::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = a.date
       and slot.start_time <= a.start_time and slot.end_time - a.start_time >= make_interval(mins => a.duration_minutes)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = a.date and not slot.is_available
       and slot.end_time > a.start_time and slot.start_time - a.start_time < make_interval(mins => a.duration_minutes)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = a.date and taken.status <> 'CANCELLED'
       and taken.start_time - a.start_time < make_interval(mins => a.duration_minutes)
       and a.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) and taken.id <> a.id) then 'SLOT_TAKEN'
    when k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = a.date
         and same_day.status <> 'CANCELLED' and same_day.id <> a.id) then 'DAY_FULL'
  end, case
    when not (a.folded_specialty is null or a.folded_specialty = any(k.folded_specialties)) then 'SPECIALTY_MISMATCH'
    when c.is_disabled then 'CUSTOMER_DISABLED'
    when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = a.date and busy.status <> 'CANCELLED'
       and busy.start_time - a.start_time < make_interval(mins => a.duration_minutes)
       and a.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> a.id) then 'CUSTOMER_BUSY'
  end) as reason,
                 coalesce(loads.load, 0) as load,
                 (select max(s.at) from assignment s where s.to_consultant_id = k.id) as last_assigned
            from wanted a
            join customer c on c.id = a.customer_id
           cross join consultant k
            left join loads on loads.consultant_id = k.id
           where not k.is_disabled
        )
        select k.id as "consultantId", json_build_object('id', k.id::text) as consultant,
               (row_number() over (order by m.reason is not null, m.load, m.last_assigned nulls first, m.id))::int as rank,
               m.reason, m.load, m.match as "specialtyMatch"
          from measured m
          join consultant k on k.id = m.id
         order by rank
