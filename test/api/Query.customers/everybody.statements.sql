-- customer.page
select json_build_object('id', c.id, 'fullName', c.full_name, 'email', c.email, 'phoneNumber', c.phone_number, 'dateOfBirth', c.date_of_birth, 'notes', c.notes, 'isDisabled', c.is_disabled, 'createdAt', c.created_at, 'updatedAt', c.updated_at, 'version', c.version) as item, array[c.full_name::text, c.id::text] as keys
          from customer c where true order by c.full_name asc, c.id asc limit 26

-- customer.page.total
select count(*)::int as total from customer c where true
