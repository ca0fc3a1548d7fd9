-- consultant.page
select json_agg(page) as json_rows from (
      select k.id::text as "id", k.full_name as "fullName", k.specialties as "specialties", case when k.rank = 25 then array[k.full_name::text, k.id::text] end as keys
        from (select k.*, row_number() over (order by k.full_name asc, k.id asc) as rank from consultant k where k.folded_specialties @> array[$1] and exists (
          select from consultant_rating_rollup r
           where r.consultant_id = k.id and r.rating_count > 0
             and round(r.rating_sum / r.rating_count, 2) between $2::numeric and $3::numeric) order by k.full_name asc, k.id asc limit 26) k
       order by k.full_name asc, k.id asc) page
