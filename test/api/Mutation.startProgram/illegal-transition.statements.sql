-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.moveOn
update program o set status = $1
         where o.id = $2 and o.status = any($3) and ($4::int is null or o.version = $5)
        returning o.id

-- program.byId
select json_build_object('id', one.id::text, 'status', one.status, 'isDisabled', one.is_disabled, 'updatedAt', one.updated_at, 'version', one.version) as item
          from program one where one.id = $1

-- program.state
select o.status, o.version from program o where o.id = $1

-- transaction.rollback
rollback
