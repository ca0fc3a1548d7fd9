-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.lock
select from appointment a where a.id = any($1::int[]) order by a.id for no key update

-- consultant.lock
select from consultant k where k.id = any($1::int[]) order by k.id for no key update

-- assignment.unassign
with asked as materialized (
          select a.id, a.status, a.version, a.consultant_id as before
            from appointment a
           where a.id = $1
        ), changed as (
          update appointment a
             set consultant_id = null, status = 'PENDING', confirmed_at = null
            from asked
           where a.id = asked.id and a.status in ('PENDING', 'CONFIRMED') and a.consultant_id is not null
             and ($2::int is null or a.version = $3)
          returning a.id
        ), noted as (
          insert into assignment (appointment_id, from_consultant_id, to_consultant_id, strategy, reason, actor)
          select changed.id, asked.before, null, $4, $5, $6
            from changed join asked on asked.id = changed.id
        )
        select exists (select from changed) as changed, asked.status, asked.version, asked.before
          from asked

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status, 'confirmedAt', one.confirmed_at, 'version', one.version, 'consultant', (select json_build_object('id', one_consultant.id::text, 'fullName', one_consultant.full_name) from consultant one_consultant where one_consultant.id = one.consultant_id limit 1), 'assignments', (select coalesce(json_agg(json_build_object('strategy', one_assignments.strategy, 'reason', one_assignments.reason, 'explanation', one_assignments.explanation, 'actor', one_assignments.actor, 'from', (select json_build_object('id', one_assignments_from.id::text) from consultant one_assignments_from where one_assignments_from.id = one_assignments.from_consultant_id limit 1), 'to', (select json_build_object('id', one_assignments_to.id::text) from consultant one_assignments_to where one_assignments_to.id = one_assignments.to_consultant_id limit 1)) order by one_assignments.at, one_assignments.id), '[]') from assignment one_assignments where one_assignments.appointment_id = one.id)) as item
          from appointment one where one.id = $1

-- transaction.commit
commit
