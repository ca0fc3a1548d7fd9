-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.update
update appointment r set version = r.version, description = $1
         where r.id = $2
        returning r.id

-- appointment.byId
select json_build_object('id', one.id::text) as item
          from appointment one where one.id = $1

-- appointment.state
select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from appointment r where r.id = $1

-- transaction.rollback
rollback
