-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.lockPeople
with locked as materialized (
          select k.id from consultant k where k.id = $1 for no key update
        )
        select from customer c
         where c.id = $2 and (select count(*) from locked) >= 0 for no key update

-- appointment.book
with asked as materialized (
          select c.id as customer_id, k.id as consultant_id,
                 w.date, w.start_time, w.minutes, w.specialty, coalesce(case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when 'PAST_TIME' <> all($1::text[]) and (w.date, w.start_time) <= ($2::date, $3::time) then 'PAST_TIME'
    when 'OUTSIDE_SCHEDULE' <> all($4::text[]) and not exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = w.date
       and slot.start_time <= w.start_time and slot.end_time - w.start_time >= make_interval(mins => w.minutes)) then 'OUTSIDE_SCHEDULE'
    when 'SLOT_BLOCKED' <> all($5::text[]) and exists (
    select from timeslot slot
     where slot.consultant_id = k.id and slot.date = w.date and not slot.is_available
       and slot.end_time > w.start_time and slot.start_time - w.start_time < make_interval(mins => w.minutes)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = w.date and taken.status <> 'CANCELLED'
       and taken.start_time - w.start_time < make_interval(mins => w.minutes)
       and w.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when 'DAY_FULL' <> all($6::text[]) and k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = w.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end, case
    when 'SPECIALTY_MISMATCH' <> all($7::text[]) and not (btrim(fold_text(w.specialty)) is null or btrim(fold_text(w.specialty)) = any(k.folded_specialties)) then 'SPECIALTY_MISMATCH'
    when c.is_disabled then 'CUSTOMER_DISABLED'
    when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = w.date and busy.status <> 'CANCELLED'
       and busy.start_time - w.start_time < make_interval(mins => w.minutes)
       and w.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) ) then 'CUSTOMER_BUSY'
  end) as refusal
            from (select $8::date as date, $9::time as start_time,
                         $10::int as minutes, $11::text as specialty) w
            left join customer c on c.id = $12
            left join consultant k on k.id = $13
        ), made as (
          insert into appointment (customer_id, consultant_id, date, start_time, duration_minutes, required_specialty,
                                   meeting_url, description, status, confirmed_at)
          select customer_id, consultant_id, date, start_time, minutes, specialty, $14, $15,
                 $16, $17::timestamptz
            from asked
           where refusal is null and customer_id is not null and consultant_id is not null
          returning id, consultant_id
        ), noted as (
          insert into assignment (appointment_id, to_consultant_id, strategy, actor)
          select id, consultant_id, 'MANUAL', $18 from made where consultant_id is not null
        )
        select (select id from made) as id, refusal, customer_id is not null as "customerExists",
               consultant_id is not null as "consultantExists"
          from asked

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
