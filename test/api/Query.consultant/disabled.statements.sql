-- consultant.byId
select json_build_object('id', k.id::text, 'fullName', k.full_name, 'email', k.email, 'specialties', k.specialties, 'isDisabled', k.is_disabled, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = k.id)) as item from consultant k where k.id = $1
