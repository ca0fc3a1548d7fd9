-- customer.byId
select json_build_object('id', one.id, 'fullName', one.full_name, 'email', case when one.email = '' then '' else left(one.email, 1) || '***'
          || coalesce(substring(substr(one.email, 2) from '(@[^@[:space:],;<>()"]*)[^@]*$'), '') end, 'phoneNumber', case when char_length(one.phone_number) <= 3 then repeat('*', char_length(one.phone_number))
          else regexp_replace(one.phone_number, '.(?=.{3})', '*', 'g') end, 'dateOfBirth', null, 'notes', null) as item
          from customer one where one.id = $1
