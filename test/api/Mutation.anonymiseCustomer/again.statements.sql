-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.anonymise
select anonymise_customer($1, $2) as done

-- customer.byId
select json_build_object('id', one.id, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.anonymise
select anonymise_customer($1, $2) as done

-- customer.byId
select json_build_object('id', one.id, 'version', one.version) as item
          from customer one where one.id = $1

-- customer.anonymity
select c.version,
               c.full_name = '—' and c.is_disabled
                 and num_nonnulls(c.email, c.phone_number, c.date_of_birth, c.notes) = 0 as "isAnonymous"
          from customer c where c.id = $1

-- customer.byId
select json_build_object('id', one.id, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.commit
commit
