-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'email', one.email, 'phoneNumber', one.phone_number, 'dateOfBirth', one.date_of_birth, 'notes', one.notes) as item
          from customer one where one.id = $1
