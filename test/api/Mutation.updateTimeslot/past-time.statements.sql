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

-- timeslot.byId
select json_build_object('id', one.id::text, 'date', one.date, 'startTime', one.start_time, 'endTime', one.end_time, 'version', one.version) as item
          from timeslot one where one.id = $1

-- timeslot.state
select t.version, t.is_available as "isAvailable", k.is_disabled as "consultantDisabled",
               t.date, t.start_time as "startTime", t.end_time as "endTime"
          from timeslot t join consultant k on k.id = t.consultant_id
         where t.id = $1

-- transaction.rollback
rollback
