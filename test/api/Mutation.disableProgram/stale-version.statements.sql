-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.update
update program r set version = r.version, capacity = $1
         where r.id = $2
        returning r.id

-- program.byId
select json_build_object('id', one.id::text, 'version', one.version) as item
          from program one where one.id = $1

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.disable
update program r set is_disabled = true
         where r.id = $1 and not r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- program.byId
select json_build_object('id', one.id::text, 'capacity', one.capacity, 'version', one.version) as item
          from program one where one.id = $1

-- program.state
select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from program r where r.id = $1

-- program.byId
select json_build_object('id', one.id::text, 'capacity', one.capacity, 'version', one.version) as item
          from program one where one.id = $1

-- transaction.rollback
rollback
