-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.create
insert into customer (full_name) values ($1)
        returning id::text as id

-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'isDisabled', one.is_disabled, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.commit
commit
