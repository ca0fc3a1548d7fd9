-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.update
update appointment r set version = r.version
         where r.id = $1
        returning r.id

-- appointment.byId
select json_build_object('id', one.id::text, 'meetingUrl', one.meeting_url, 'updatedAt', one.updated_at, 'version', one.version) as item
          from appointment one where one.id = $1

-- transaction.commit
commit
