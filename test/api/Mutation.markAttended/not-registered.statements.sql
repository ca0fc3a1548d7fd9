-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.hold
select o.status, o.is_disabled as "isDisabled", o.capacity, o.date
          from program o where o.id = $1 for no key update

-- participant.attend
update program_participant p set status = 'ATTENDED'
         where p.program_id = $1 and p.customer_id = any($2::text[]) and p.status = 'REGISTERED'

-- participant.absentees
select wanted.id
          from unnest($1::text[]) with ordinality as wanted (id, position)
         where not exists (
           select from program_participant p
            where p.program_id = $2 and p.customer_id = wanted.id and p.status = 'ATTENDED')
         order by wanted.position

-- program.byId
select json_build_object('id', one.id::text, 'status', one.status, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = one.id), 0), 'version', one.version) as item
          from program one where one.id = $1

-- transaction.rollback
rollback
