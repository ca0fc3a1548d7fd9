-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- customer.anonymise
select anonymise_customer($1, $2) as done

-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'email', one.email, 'phoneNumber', one.phone_number, 'dateOfBirth', one.date_of_birth, 'notes', one.notes, 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version) as item
          from customer one where one.id = $1

-- transaction.commit
commit
