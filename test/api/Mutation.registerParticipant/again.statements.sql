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
select json_build_object('status', one.status, 'registeredAt', one.registered_at, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'program', (select json_build_object('id', one_program.id::text, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = one_program.id), 0), 'version', one_program.version) from program one_program where one_program.id = one.program_id limit 1), 'customer', (select json_build_object('id', one_customer.id, 'fullName', one_customer.full_name) from customer one_customer where one_customer.id = one.customer_id limit 1)) as item
          from program_participant one where one.program_id = $1 and one.customer_id = $2

-- transaction.commit
commit
