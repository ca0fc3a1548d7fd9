-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.enable
update customer r set is_disabled = false
         where r.id = $1 and r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- customer.byId
select json_build_object('id', one.id) as item
          from customer one where one.id = $1

-- customer.state
select r.version, coalesce((to_jsonb(r) ->> 'is_disabled')::boolean, false) as "isDisabled"
          from customer r where r.id = $1

-- transaction.rollback
rollback
