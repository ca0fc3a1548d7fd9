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
