-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.hold
select o.status, o.is_disabled as "isDisabled", o.capacity, o.date
          from program o where o.id = $1 for no key update

-- participant.cancel
update program_participant p set status = 'CANCELLED'
         where p.program_id = $1 and p.customer_id = $2 and p.status = 'REGISTERED'
        returning p.customer_id

-- participant.byKey
select json_build_object('status', one.status, 'version', one.version) as item
          from program_participant one where one.program_id = $1 and one.customer_id = $2

-- participant.state
select p.status, p.version from program_participant p
         where p.program_id = $1 and p.customer_id = $2

-- transaction.rollback
rollback
