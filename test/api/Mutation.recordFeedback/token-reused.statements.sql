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

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- feedback.record
insert into feedback (appointment_id, rating, comment) values ($1, $2, $3)

-- feedback.byAppointment
select json_build_object('rating', one.rating, 'version', one.version) as item
          from feedback one where one.appointment_id = $1

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2
