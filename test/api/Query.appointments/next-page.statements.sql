-- appointment.page
select json_agg(page) as json_rows from (
      select a.id::text as "id", a.created_at as "createdAt", case when a.rank = 3 then array[a.created_at::text, a.id::text] end as keys
        from (select a.*, row_number() over (order by a.created_at asc, a.id asc) as rank from appointment a where (a.created_at, a.id) > ($1::timestamptz, $2::integer) order by a.created_at asc, a.id asc limit 4) a
       order by a.created_at asc, a.id asc) page
