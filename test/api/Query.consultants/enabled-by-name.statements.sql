-- consultant.page
select json_build_object('id', k.id::text, 'fullName', k.full_name, 'email', k.email, 'phoneNumber', k.phone_number, 'imageUrl', k.image_url, 'specialties', k.specialties, 'qualifications', k.qualifications, 'joinDate', k.join_date, 'maxPerDay', k.max_per_day, 'isDisabled', k.is_disabled, 'createdAt', k.created_at, 'updatedAt', k.updated_at, 'version', k.version, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = k.id)) as item, array[k.full_name::text, k.id::text] as keys
          from consultant k where k.is_disabled = $1 order by k.full_name asc, k.id asc limit 26

-- consultant.page.total
select count(*)::int as total from consultant k where k.is_disabled = $1
