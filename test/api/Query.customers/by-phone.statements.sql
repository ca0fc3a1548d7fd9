-- customer.page
select json_build_object('id', c.id, 'phoneNumber', c.phone_number) as item, array[c.full_name::text, c.id::text] as keys
          from (select c.id from customer c where c.is_disabled = $1 and c.search_all like $2 order by c.full_name asc, c.id asc limit 26) page
    join customer c on c.id = page.id
    order by c.full_name asc, c.id asc

-- customer.page.total
select count(*)::int as total from customer c where c.is_disabled = $1 and c.search_all like $2
