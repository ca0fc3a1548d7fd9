-- timeslot.page
select json_agg(page) as json_rows from (
      select t.id::text as "id", t.date as "date", t.start_time as "startTime", case when t.rank = 25 then array[t.date::text, t.start_time::text, t.id::text] end as keys
        from (select t.*, row_number() over (order by t.date asc, t.start_time asc, t.id asc) as rank from timeslot t join consultant k on k.id = t.consultant_id where t.date >= $1::date and (t.date, t.start_time) > ($2::date, $3::time) and t.is_available and not k.is_disabled and case
    when (t.date, t.start_time) <= ($4::date, $5::time) then 'PAST'
    when exists (
    select from appointment taken
     where taken.consultant_id = k.id and taken.date = t.date and taken.status <> 'CANCELLED'
       and taken.start_time - t.start_time < (t.end_time - t.start_time)
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'BOOKED'
    when case
    when k.is_disabled then 'CONSULTANT_DISABLED'
    when (t.date, t.start_time) <= ($6::date, $7::time) then 'PAST_TIME'
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
       and t.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when k.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = k.id and same_day.date = t.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null then 'FREE'
    else 'BLOCKED'
  end <> all($8::text[]) order by t.date asc, t.start_time asc, t.id asc limit 26) t
       order by t.date asc, t.start_time asc, t.id asc) page
