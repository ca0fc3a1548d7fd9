-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.update
update customer r set version = r.version, date_of_birth = $1
         where r.id = $2
        returning r.id

-- transaction.rollback
rollback
