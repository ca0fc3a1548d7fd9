-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- timeslot.insert
insert into timeslot (consultant_id, date, start_time, end_time, is_available)
        select k.id, $1, $2, $3, $4
          from consultant k where k.id = $5 and not k.is_disabled
           for no key update
        returning id

-- timeslot.byId
select json_build_object('id', one.id::text) as item
          from timeslot one where one.id = $1

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- timeslot.lock
select json_build_object('id', one.id::text) as item
          from timeslot one where one.id = $1 for update

-- timeslot.delete
delete from timeslot t where t.id = $1 and ($2::int is null or t.version = $3)
    and not (t.date, t.start_time) <= ($4::date, $5::time) returning t.id

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- timeslot.byId
select json_build_object('id', one.id::text) as item
          from timeslot one where one.id = $1
