-- timeslot.page
select json_agg(page) as json_rows from (
      select t.id::text as "id", t.date as "date", t.start_time as "startTime", t.end_time as "endTime", t.is_available as "isAvailable", (select case
    when (t.date, t.start_time) <= ($1::date, $2::time) then 'PAST'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'BOOKED'
    when case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (t.date, t.start_time) <= ($3::date, $4::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = t.date
       and slot.start_time <= t.start_time and slot.end_time - t.start_time >= (t.end_time - t.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = t.date and not slot.is_available
       and slot.end_time > t.start_time and slot.start_time - t.start_time < (t.end_time - t.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = t.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null then 'FREE'
    else 'BLOCKED'
  end from consultant owner where owner.id = t.consultant_id) as "state", (select case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (t.date, t.start_time) <= ($5::date, $6::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = t.date
       and slot.start_time <= t.start_time and slot.end_time - t.start_time >= (t.end_time - t.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = t.date and not slot.is_available
       and slot.end_time > t.start_time and slot.start_time - t.start_time < (t.end_time - t.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = t.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end from consultant owner where owner.id = t.consultant_id) as "reason", t_consultant as "consultant", case when t.rank = 25 then array[t.date::text, t.start_time::text, t.id::text] end as keys
        from (select t.*, row_number() over (order by t.date asc, t.start_time asc, t.id asc) as rank from timeslot t join consultant k on k.id = t.consultant_id where t.date >= $7::date order by t.date asc, t.start_time asc, t.id asc limit 26) t left join lateral (select t_consultant.id::text as "id", t_consultant.full_name as "fullName" from consultant t_consultant where t_consultant.id = t.consultant_id limit 1) t_consultant on true
       order by t.date asc, t.start_time asc, t.id asc) page

-- timeslot.page.total
select count(*)::int as total from timeslot t join consultant k on k.id = t.consultant_id where t.date >= $1::date
