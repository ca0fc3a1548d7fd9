-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'email', one.email, 'specialties', one.specialties, 'isDisabled', one.is_disabled, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = one.id)) as item
          from consultant one where one.id = $1
