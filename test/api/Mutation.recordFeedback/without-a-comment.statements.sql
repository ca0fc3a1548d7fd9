-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.confirm
update appointment a set status = $1, confirmed_at = $2
         where a.id = $3 and a.status = any($4) and ($5::int is null or a.version = $6)
           and (a.consultant_id is null or exists (
      select from consultant k where k.id = a.consultant_id and not k.is_disabled))
        returning a.id

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status) as item
          from appointment one where one.id = $1

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.complete
update appointment a set status = $1, completed_at = $2, outcome = $3
         where a.id = $4 and a.status = any($5) and ($6::int is null or a.version = $7)
           and (a.date, a.start_time) <= ($8::date, $9::time)
        returning a.id

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status) as item
          from appointment one where one.id = $1

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- feedback.record
insert into feedback (appointment_id, rating, comment) values ($1, $2, $3)

-- feedback.byAppointment
select json_build_object('rating', one.rating, 'comment', one.comment, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'appointment', (select json_build_object('id', one_appointment.id::text, 'outcome', one_appointment.outcome, 'consultant', (select json_build_object('id', one_appointment_consultant.id::text, 'rating', (
      select json_build_object('count', coalesce(sum(r.rating_count), 0),
                               'average', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2))
        from consultant_rating_rollup r where r.consultant_id = one_appointment_consultant.id)) from consultant one_appointment_consultant where one_appointment_consultant.id = one_appointment.consultant_id limit 1)) from appointment one_appointment where one_appointment.id = one.appointment_id limit 1)) as item
          from feedback one where one.appointment_id = $1

-- transaction.commit
commit
