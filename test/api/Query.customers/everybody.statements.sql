-- customer.page
select json_agg(page) as json_rows from (
      select c.id as "id", c.full_name as "fullName", c.email as "email", c.phone_number as "phoneNumber", c.date_of_birth as "dateOfBirth", c.notes as "notes", c.is_disabled as "isDisabled", c.created_at as "createdAt", c.updated_at as "updatedAt", c.version as "version", case when c.rank = 25 then array[c.full_name::text, c.id::text] end as keys
        from (select c.*, row_number() over (order by c.full_name asc, c.id asc) as rank from customer c where true order by c.full_name asc, c.id asc limit 26) c
       order by c.full_name asc, c.id asc) page

-- customer.page.total
select count(*)::int as total from customer c where true
