-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.confirm
update appointment a set status = $1, confirmed_at = $2
         where a.id = $3 and a.status = any($4) and ($5::int is null or a.version = $6)
           and (a.consultant_id is null or exists (
      select from consultant k where k.id = a.consultant_id and not k.is_disabled))
        returning a.id

-- transaction.rollback
rollback
