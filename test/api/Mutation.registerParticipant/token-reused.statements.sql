-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.hold
select o.status, o.is_disabled as "isDisabled", o.capacity, o.date
          from program o where o.id = $1 for no key update

-- participant.register
insert into program_participant as p (program_id, customer_id)
        select $1::int, $2::text
         where not exists (
           select from program_participant q
            where q.program_id = $3 and q.customer_id = $4 and q.status <> 'CANCELLED')
        on conflict (program_id, customer_id) do update
          set status = excluded.status, registered_at = excluded.registered_at
          where p.status = 'CANCELLED'
        returning p.customer_id

-- participant.byKey
select json_build_object('status', one.status, 'version', one.version) as item
          from program_participant one where one.program_id = $1 and one.customer_id = $2

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2
