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

-- appointment.state
select a.status, a.version, a.outcome, a.consultant_id as "consultantId",
               coalesce(k.is_disabled, false) as "consultantDisabled",
               a.required_specialty as "requiredSpecialty", a.date, a.start_time as "startTime"
          from appointment a left join consultant k on k.id = a.consultant_id
         where a.id = $1

-- transaction.rollback
rollback
