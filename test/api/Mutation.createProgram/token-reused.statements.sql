-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.create
insert into program (name, date) values ($1, $2)
        returning id::text as id

-- program.byId
select json_build_object('id', one.id::text, 'version', one.version) as item
          from program one where one.id = $1

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2
