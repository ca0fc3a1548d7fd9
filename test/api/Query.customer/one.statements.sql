-- customer.byId
select json_build_object('id', c.id, 'fullName', c.full_name, 'email', c.email, 'phoneNumber', c.phone_number, 'dateOfBirth', c.date_of_birth, 'notes', c.notes) as item from customer c where c.id = $1
