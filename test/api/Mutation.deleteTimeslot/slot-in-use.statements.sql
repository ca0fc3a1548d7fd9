-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- timeslot.lock
select json_build_object('id', one.id::text, 'isAvailable', one.is_available, 'state', (select case
    when (one.date, one.start_time) <= ($1::date, $2::time) then 'PAST'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = one.date and taken.status <> 'CANCELLED'
       and taken.start_time - one.start_time < (one.end_time - one.start_time)
       and one.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'BOOKED'
    when case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (one.date, one.start_time) <= ($3::date, $4::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one.date
       and slot.start_time <= one.start_time and slot.end_time - one.start_time >= (one.end_time - one.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one.date and not slot.is_available
       and slot.end_time > one.start_time and slot.start_time - one.start_time < (one.end_time - one.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = one.date and taken.status <> 'CANCELLED'
       and taken.start_time - one.start_time < (one.end_time - one.start_time)
       and one.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = one.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null then 'FREE'
    else 'BLOCKED'
  end from consultant owner where owner.id = one.consultant_id), 'reason', (select case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (one.date, one.start_time) <= ($5::date, $6::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one.date
       and slot.start_time <= one.start_time and slot.end_time - one.start_time >= (one.end_time - one.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one.date and not slot.is_available
       and slot.end_time > one.start_time and slot.start_time - one.start_time < (one.end_time - one.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = one.date and taken.status <> 'CANCELLED'
       and taken.start_time - one.start_time < (one.end_time - one.start_time)
       and one.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = one.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end from consultant owner where owner.id = one.consultant_id), 'version', one.version) as item
          from timeslot one where one.id = $7 for update

-- timeslot.delete
delete from timeslot t where t.id = $1 and ($2::int is null or t.version = $3)
    and not (t.date, t.start_time) <= ($4::date, $5::time) returning t.id

-- transaction.rollback
rollback

-- timeslot.appointments
select a.id::text as id
          from timeslot t
          join appointment a on a.consultant_id = t.consultant_id and a.date = t.date
         where t.id = $1 and a.status in ('PENDING', 'CONFIRMED')
           and a.start_time < t.end_time
           and t.start_time - a.start_time < make_interval(mins => a.duration_minutes)
         order by a.start_time, a.id
