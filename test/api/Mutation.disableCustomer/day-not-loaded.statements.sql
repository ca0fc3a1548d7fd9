-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.disable
update customer r set is_disabled = true
         where r.id = $1 and not r.is_disabled and ($2::int is null or r.version = $3)
        returning r.id

-- transaction.rollback
rollback
