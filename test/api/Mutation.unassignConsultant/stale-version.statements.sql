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
select json_build_object('id', one.id::text, 'status', one.status, 'version', one.version) as item
          from appointment one where one.id = $1

-- transaction.rollback
rollback
