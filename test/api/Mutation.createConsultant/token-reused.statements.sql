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
insert into consultant (full_name) values ($1)
        returning id::text as id

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name) as item
          from consultant one where one.id = $1

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- consultant.byId
select json_build_object('id', one.id::text, 'fullName', one.full_name, 'version', one.version) as item
          from consultant one where one.id = $1

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2
