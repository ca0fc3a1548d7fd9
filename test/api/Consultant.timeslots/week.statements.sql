-- consultant.page
select json_agg(page) as json_rows from (
      select k.id::text as "id", case when k.rank = 25 then array[k.full_name::text, k.id::text] end as keys
        from (select k.*, row_number() over (order by k.full_name asc, k.id asc) as rank from consultant k where true order by k.full_name asc, k.id asc limit 26) k
       order by k.full_name asc, k.id asc) page

-- timeslot.page
select json_agg(page) as json_rows from (
      select t.id::text as "id", t.date as "date", t.start_time as "startTime", (select case
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
  end from consultant owner where owner.id = t.consultant_id) as "reason", case when t.rank = 25 then array[t.date::text, t.start_time::text, t.id::text] end as keys, parent.position
        from unnest($7::int[]) with ordinality as parent (id, position)
       cross join lateral (
         select t.*, row_number() over (order by t.date asc, t.start_time asc, t.id asc) as rank
           from timeslot t join consultant k on k.id = t.consultant_id where t.consultant_id = parent.id and t.date >= $8::date and t.date <= $9::date order by t.date asc, t.start_time asc, t.id asc limit 26) t
       order by parent.position, t.rank) page

-- timeslot.page.total
select (select count(*)::int as total from timeslot t join consultant k on k.id = t.consultant_id where t.consultant_id = parent.id and t.date >= $1::date and t.date <= $2::date) as total from unnest($3::int[]) with ordinality as parent (id, position) order by parent.position
