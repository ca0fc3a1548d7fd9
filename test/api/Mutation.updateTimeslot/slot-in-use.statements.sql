-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- timeslot.move
update timeslot t set date = coalesce($1::date, t.date), start_time = coalesce($2::time, t.start_time),
             end_time = coalesce($3::time, t.end_time) where t.id = $4 and ($5::int is null or t.version = $6)
    and not (t.date, t.start_time) <= ($7::date, $8::time) and not (coalesce($9::date, t.date), coalesce($10::time, t.start_time)) <= ($11::date, $12::time) returning t.id

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
