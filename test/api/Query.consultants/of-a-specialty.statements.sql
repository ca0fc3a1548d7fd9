-- consultant.page
select json_build_object('id', k.id::text, 'fullName', k.full_name, 'specialties', k.specialties) as item, array[k.full_name::text, k.id::text] as keys
          from consultant k where k.folded_specialties @> array[$1] and exists (
          select from consultant_rating_rollup r
           where r.consultant_id = k.id and r.rating_count > 0
             and r.rating_sum / r.rating_count between $2::numeric and $3::numeric) order by k.full_name asc, k.id asc limit 26
