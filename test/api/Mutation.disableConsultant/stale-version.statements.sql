-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.disable
update consultant r set is_disabled = true
         where r.id = $1 and not r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'isDisabled', one.is_disabled, 'updatedAt', one.updated_at, 'version', one.version) as item
          from consultant one where one.id = $1

-- consultant.state
select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from consultant r where r.id = $1

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'isDisabled', one.is_disabled, 'updatedAt', one.updated_at, 'version', one.version) as item
          from consultant one where one.id = $1

-- transaction.rollback
rollback
