-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.update
update consultant r set version = r.version, max_per_day = $1, full_name = $2
         where r.id = $3 and (r.version = $4 or (r.max_per_day is not distinct from $5 and r.full_name is not distinct from $6))
        returning r.id

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'maxPerDay', one.max_per_day, 'updatedAt', one.updated_at, 'version', one.version) as item
          from consultant one where one.id = $1

-- transaction.commit
commit
