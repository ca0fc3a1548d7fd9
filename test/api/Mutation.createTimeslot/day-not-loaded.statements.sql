-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- timeslot.insert
insert into timeslot (consultant_id, date, start_time, end_time, is_available)
        select k.id, $1, $2, $3, $4
          from consultant k where k.id = $5 and not k.is_disabled
           for no key update
        returning id

-- transaction.rollback
rollback
