-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.lock
with a as materialized (
          select a.consultant_id, a.customer_id from appointment a where a.id = $1 for no key update
        ), locked as materialized (
          select k.id from consultant k where k.id = (select consultant_id from a) for no key update
        )
        select from customer c
         where c.id = (select customer_id from a) and (select count(*) from locked) >= 0 for no key update

-- appointment.reschedule
with asked as materialized (
          select a.id, a.status, a.version, a.consultant_id, coalesce($1::int, a.duration_minutes) as minutes,
                 (a.date, a.start_time, a.duration_minutes) = ($2::date, $3::time, coalesce($4::int, a.duration_minutes)) as there,
                 case when k.id is null then case
    when 'PAST_TIME' <> all($5::text[]) and ($6::date, $7::time) <= ($8::date, $9::time) then 'PAST_TIME'
    when c.is_disabled then 'CUSTOMER_DISABLED'
    when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = $10::date and busy.status <> 'CANCELLED'
       and busy.start_time - $11::time < make_interval(mins => coalesce($12::int, a.duration_minutes))
       and $13::time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> a.id) then 'CUSTOMER_BUSY'
  end
                      else coalesce(case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when 'PAST_TIME' <> all($14::text[]) and ($15::date, $16::time) <= ($17::date, $18::time) then 'PAST_TIME'
    when 'OUTSIDE_SCHEDULE' <> all($19::text[]) and not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = $20::date
       and slot.start_time <= $21::time and slot.end_time - $22::time >= make_interval(mins => coalesce($23::int, a.duration_minutes))) then 'OUTSIDE_SCHEDULE'
    when 'SLOT_BLOCKED' <> all($24::text[]) and exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = $25::date and not slot.is_available
       and slot.end_time > $26::time and slot.start_time - $27::time < make_interval(mins => coalesce($28::int, a.duration_minutes))) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = $29::date and taken.status <> 'CANCELLED'
       and taken.start_time - $30::time < make_interval(mins => coalesce($31::int, a.duration_minutes))
       and $32::time - taken.start_time < make_interval(mins => taken.duration_minutes) and taken.id <> a.id) then 'SLOT_TAKEN'
    when 'DAY_FULL' <> all($33::text[]) and k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = $34::date
         and same_day.status <> 'CANCELLED' and same_day.id <> a.id) then 'DAY_FULL'
  end, case
    when 'SPECIALTY_MISMATCH' <> all($35::text[]) and not (a.folded_specialty is null or a.folded_specialty = any(k.folded_specialties)) then 'SPECIALTY_MISMATCH'
    when c.is_disabled then 'CUSTOMER_DISABLED'
    when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = $36::date and busy.status <> 'CANCELLED'
       and busy.start_time - $37::time < make_interval(mins => coalesce($38::int, a.duration_minutes))
       and $39::time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> a.id) then 'CUSTOMER_BUSY'
  end) end as refusal
            from appointment a
            join customer c on c.id = a.customer_id
            left join consultant k on k.id = a.consultant_id
           where a.id = $40
        ), changed as (
          update appointment a
             set date = $41::date, start_time = $42::time, duration_minutes = asked.minutes,
                 status = case when $43 then a.status else 'PENDING' end,
                 confirmed_at = case when $44 then a.confirmed_at end, legacy_overlap = false
            from asked
           where a.id = asked.id and a.status = any($45) and not asked.there and asked.refusal is null
             and ($46::int is null or a.version = $47)
          returning a.id
        )
        select exists (select from changed) as changed, there, status, version, refusal from asked

-- appointment.byId
select json_build_object('id', one.id::text) as item
          from appointment one where one.id = $1

-- transaction.rollback
rollback

-- day.unloaded
select from unloaded_partition u
         where u.date = $1::date and u.table_name in ('timeslot', 'appointment', 'feedback') limit 1

-- timeslot.nearestFree
with wanted as materialized (
          select coalesce(a.id, 0) as appointment_id, coalesce(w.consultant_id, a.consultant_id) as consultant_id,
                 coalesce(w.date, a.date) as date, coalesce(w.start_time, a.start_time) as start_time,
                 make_interval(mins => coalesce(w.minutes, a.duration_minutes)) as length
            from (select $1::int as consultant_id, $2::date as date,
                         $3::time as start_time, $4::int as minutes) w
            left join appointment a on a.id = $5::int
        )
        select near.id::text as "timeslotId", k.id::text as "consultantId", near.date,
               near.start_time as "startTime", near.end_time as "endTime"
          from wanted
          join consultant k on k.id = wanted.consultant_id
         cross join lateral (
                (
    select t.id, t.date, t.start_time, t.end_time
      from timeslot t
     where t.consultant_id = k.id and t.is_available
       and (t.date, t.start_time) > ($6::date, $7::time) and (t.date, t.start_time) >= (wanted.date, wanted.start_time)
       and t.end_time - t.start_time >= wanted.length and case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when (t.date, t.start_time) <= ($8::date, $9::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = t.date
       and slot.start_time <= t.start_time and slot.end_time - t.start_time >= (t.end_time - t.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = t.date and not slot.is_available
       and slot.end_time > t.start_time and slot.start_time - t.start_time < (t.end_time - t.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) and taken.id <> wanted.appointment_id) then 'SLOT_TAKEN'
    when k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = t.date
         and same_day.status <> 'CANCELLED' and same_day.id <> wanted.appointment_id) then 'DAY_FULL'
  end is null
       and not exists (
         select from appointment own
          where own.id = wanted.appointment_id and own.consultant_id = k.id and own.date = t.date
            and own.start_time < t.end_time
            and t.start_time - own.start_time < make_interval(mins => own.duration_minutes))
     order by t.date, t.start_time limit 3)
                union all
                (
    select t.id, t.date, t.start_time, t.end_time
      from timeslot t
     where t.consultant_id = k.id and t.is_available
       and (t.date, t.start_time) > ($10::date, $11::time) and (t.date, t.start_time) < (wanted.date, wanted.start_time)
       and t.end_time - t.start_time >= wanted.length and case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when (t.date, t.start_time) <= ($12::date, $13::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = t.date
       and slot.start_time <= t.start_time and slot.end_time - t.start_time >= (t.end_time - t.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = t.date and not slot.is_available
       and slot.end_time > t.start_time and slot.start_time - t.start_time < (t.end_time - t.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) and taken.id <> wanted.appointment_id) then 'SLOT_TAKEN'
    when k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = t.date
         and same_day.status <> 'CANCELLED' and same_day.id <> wanted.appointment_id) then 'DAY_FULL'
  end is null
       and not exists (
         select from appointment own
          where own.id = wanted.appointment_id and own.consultant_id = k.id and own.date = t.date
            and own.start_time < t.end_time
            and t.start_time - own.start_time < make_interval(mins => own.duration_minutes))
     order by t.date desc, t.start_time desc limit 3)) near
         order by abs(extract(epoch from (near.date + near.start_time) - (wanted.date + wanted.start_time))),
                  near.date, near.start_time, near.id
         limit 3
