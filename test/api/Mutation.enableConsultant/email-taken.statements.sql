-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.update
update consultant r set version = r.version, email = $1
         where r.id = $2
        returning r.id

-- consultant.byId
select json_build_object('id', one.id::text, 'isDisabled', one.is_disabled, 'version', one.version) as item
          from consultant one where one.id = $1

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.enable
update consultant r set is_disabled = false
         where r.id = $1 and r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- transaction.rollback
rollback
