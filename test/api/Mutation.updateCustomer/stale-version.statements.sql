-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.update
update customer r set version = r.version, notes = $1
         where r.id = $2 and (r.version = $3 or (r.notes is not distinct from $4))
        returning r.id

-- customer.byId
select json_build_object('id', one.id, 'notes', one.notes, 'version', one.version) as item
          from customer one where one.id = $1

-- customer.state
select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from customer r where r.id = $1

-- customer.byId
select json_build_object('id', one.id, 'notes', one.notes, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.rollback
rollback
