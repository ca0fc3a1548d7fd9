-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.disable
update consultant r set is_disabled = true
         where r.id = $1 and not r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- transaction.rollback
rollback

-- consultant.appointmentsAhead
select count(*) as count,
               coalesce((array_agg(a.id::text order by a.date, a.start_time, a.id))[1:100], '{}') as ids
          from appointment a
         where a.consultant_id = $1 and a.status in ('PENDING', 'CONFIRMED')
           and a.date >= $2::date and not (a.date, a.start_time) <= ($3::date, $4::time)

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.disable
update consultant r set is_disabled = true
         where r.id = $1 and not r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- transaction.rollback
rollback
