-- consultant.page
select json_agg(page) as json_rows from (
      select k.id::text as "id", k.full_name as "fullName", k.email as "email", k.phone_number as "phoneNumber", k.image_url as "imageUrl", k.specialties as "specialties", k.qualifications as "qualifications", k.join_date as "joinDate", k.max_per_day as "maxPerDay", k.is_disabled as "isDisabled", k.created_at as "createdAt", k.updated_at as "updatedAt", k.version as "version", (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = k.id) as "rating", case when k.rank = 25 then array[k.full_name::text, k.id::text] end as keys
        from (select k.*, row_number() over (order by k.full_name asc, k.id asc) as rank from consultant k where k.is_disabled = $1 order by k.full_name asc, k.id asc limit 26) k
       order by k.full_name asc, k.id asc) page

-- consultant.page.total
select count(*)::int as total from consultant k where k.is_disabled = $1
