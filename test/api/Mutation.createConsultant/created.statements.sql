-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- consultant.create
insert into consultant (email, phone_number, image_url, specialties, qualifications, join_date, max_per_day, full_name) values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning id::text as id

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'email', one.email, 'phoneNumber', one.phone_number, 'imageUrl', one.image_url, 'specialties', one.specialties, 'qualifications', one.qualifications, 'joinDate', one.join_date, 'maxPerDay', one.max_per_day, 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = one.id)) as item
          from consultant one where one.id = $1

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit
