-- customer.page
select json_agg(page) as json_rows from (
      select c.id as "id", case when c.rank = 25 then array[c.full_name::text, c.id::text] end as keys
        from (select c.*, row_number() over (order by c.full_name asc, c.id asc) as rank from (select c.id from customer c where c.is_disabled = $1 and c.search_name like $2 order by c.full_name asc, c.id asc limit 26) page
    join customer c on c.id = page.id
    order by c.full_name asc, c.id asc) c
       order by c.full_name asc, c.id asc) page

-- customer.page.total
select count(*)::int as total from customer c where c.is_disabled = $1 and c.search_name like $2
