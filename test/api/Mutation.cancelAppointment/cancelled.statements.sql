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
select json_build_object('id', one.id::text, 'status', one.status, 'outcome', one.outcome, 'cancelReason', one.cancel_reason, 'confirmedAt', one.confirmed_at, 'completedAt', one.completed_at, 'cancelledAt', one.cancelled_at, 'updatedAt', one.updated_at, 'version', one.version, 'consultant', (select json_build_object('id', one_consultant.id::text, 'fullName', one_consultant.full_name) from consultant one_consultant where one_consultant.id = one.consultant_id limit 1)) as item
          from appointment one where one.id = $1

-- transaction.commit
commit
