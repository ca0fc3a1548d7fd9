-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.cancel
update appointment a set status = $1, cancelled_at = $2, cancel_reason = $3
         where a.id = $4 and a.status = any($5) and ($6::int is null or a.version = $7)
           and true
        returning a.id

-- appointment.byId
select json_build_object('id', one.id::text) as item
          from appointment one where one.id = $1

-- appointment.state
select a.status, a.version, a.outcome, a.consultant_id as "consultantId",
               coalesce(k.is_disabled, false) as "consultantDisabled",
               a.required_specialty as "requiredSpecialty", a.date, a.start_time as "startTime"
          from appointment a left join consultant k on k.id = a.consultant_id
         where a.id = $1

-- transaction.rollback
rollback
