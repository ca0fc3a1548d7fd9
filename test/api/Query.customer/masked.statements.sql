-- customer.byId
select json_build_object('id', c.id, 'fullName', c.full_name, 'email', regexp_replace(c.email, '^(.)[^@]*', '\1***'), 'phoneNumber', case when char_length(c.phone_number) <= 3 then repeat('*', char_length(c.phone_number))
          else regexp_replace(c.phone_number, '.(?=.{3})', '*', 'g') end, 'dateOfBirth', null, 'notes', null) as item from customer c where c.id = $1
