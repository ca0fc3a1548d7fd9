-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.update
update consultant r set version = r.version, phone_number = $1, specialties = $2, max_per_day = $3, full_name = $4
         where r.id = $5 and (r.version = $6 or (r.phone_number is not distinct from $7 and r.specialties is not distinct from $8 and r.max_per_day is not distinct from $9 and r.full_name is not distinct from $10))
        returning r.id

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'email', one.email, 'phoneNumber', one.phone_number, 'imageUrl', one.image_url, 'specialties', one.specialties, 'qualifications', one.qualifications, 'joinDate', one.join_date, 'maxPerDay', one.max_per_day, 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = one.id)) as item
          from consultant one where one.id = $1

-- transaction.commit
commit
