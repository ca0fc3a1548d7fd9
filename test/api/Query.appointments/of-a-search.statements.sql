-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a.date as "date", a.status as "status", a.description as "description", a_customer as "customer", case when a.rank = 25 then array[a.date::text, a.start_time::text, a.id::text] end as keys
        from (select a.*, row_number() over (order by a.date asc, a.start_time asc, a.id asc) as rank from (
    with customers as materialized (
      select c.id from customer c where c.search_all like $1 and c.search_all like $2
       order by c.created_at, c.id limit 1001
    ), consultants as materialized (
      select k.id from consultant k where k.search_all like $3 and k.search_all like $4 limit 21
    ), described as materialized (
      select d.id from appointment d where d.search_description like $5 and d.search_description like $6 order by d.id limit 1001
    ), few as materialized (
      select (select count(*) from customers) <= 1000
         and (select count(*) from consultants) <= 20
         and (select count(*) from described) <= 1000 as yes
    ), hits as (
      select h.* from customers c cross join lateral (
        select a.id, a.date, a.start_time, a.created_at from appointment a where a.customer_id = c.id and a.status = any($7::text[]) order by a.date asc, a.start_time asc, a.id asc limit 26) h
       where (select yes from few)
      union
      select h.* from consultants k cross join lateral (
        select a.id, a.date, a.start_time, a.created_at from appointment a where a.consultant_id = k.id and a.status = any($8::text[]) order by a.date asc, a.start_time asc, a.id asc limit 26) h
       where (select yes from few)
      union
      select a.id, a.date, a.start_time, a.created_at from described d join appointment a on a.id = d.id
       where (select yes from few) and a.status = any($9::text[])
      union
      (select a.id, a.date, a.start_time, a.created_at from appointment a
        where not (select yes from few) and (a.search_description like $10 and a.search_description like $11 or (select c.search_all like $12 and c.search_all like $13 from customer c where c.id = a.customer_id) or (select k.search_all like $14 and k.search_all like $15 from consultant k where k.id = a.consultant_id)) and a.status = any($16::text[]) order by a.date asc, a.start_time asc, a.id asc limit 26)
    )

    select a.* from (select a.* from hits a order by a.date asc, a.start_time asc, a.id asc limit 26) page
      join appointment a on a.id = page.id) a
    order by a.date asc, a.start_time asc, a.id asc) a left join lateral (select a_customer.id as "id", a_customer.full_name as "fullName", a_customer.email as "email", a_customer.phone_number as "phoneNumber" from customer a_customer where a_customer.id = a.customer_id limit 1) a_customer on true
       order by a.date asc, a.start_time asc, a.id asc) page

-- appointment.page.total
select count(*)::int as total from appointment a where a.status = any($1::text[]) and (a.search_description like $2 and a.search_description like $3 or a.customer_id in (select c.id from customer c where c.search_all like $4 and c.search_all like $5) or a.consultant_id in (select k.id from consultant k where k.search_all like $6 and k.search_all like $7))
