-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'email', regexp_replace(one.email, '^(.)[^@]*', '\1***'), 'phoneNumber', case when char_length(one.phone_number) <= 3 then repeat('*', char_length(one.phone_number))
          else regexp_replace(one.phone_number, '.(?=.{3})', '*', 'g') end, 'dateOfBirth', null, 'notes', null) as item
          from customer one where one.id = $1
