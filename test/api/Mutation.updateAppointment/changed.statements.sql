-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.update
update appointment r set version = r.version, meeting_url = $1, description = $2, required_specialty = $3
         where r.id = $4 and (r.version = $5 or (r.meeting_url is not distinct from $6 and r.description is not distinct from $7 and r.required_specialty is not distinct from $8))
        returning r.id

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status, 'meetingUrl', one.meeting_url, 'description', one.description, 'requiredSpecialty', one.required_specialty, 'updatedAt', one.updated_at, 'version', one.version) as item
          from appointment one where one.id = $1

-- transaction.commit
commit
