-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.update
update customer r set version = r.version, email = $1, phone_number = $2, date_of_birth = $3, notes = $4
         where r.id = $5 and (r.version = $6 or (r.email is not distinct from $7 and r.phone_number is not distinct from $8 and r.date_of_birth is not distinct from $9 and r.notes is not distinct from $10))
        returning r.id

-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'email', one.email, 'phoneNumber', one.phone_number, 'dateOfBirth', one.date_of_birth, 'notes', one.notes, 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.commit
commit
