-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2

-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- job.endInterrupted
select end_interrupted_jobs(make_interval(secs => $1)) as ended

-- job.insert
insert into archive_job as j (kind, input, actor, actor_name, trigger)
        values ($1, $2::jsonb, $3, $4, $5)
            on conflict (kind) where kind = 'RUN' and status in ('QUEUED', 'RUNNING') do nothing
        returning j.id, j.kind, j.status, j.input, j.result, j.error, j.actor, j.actor_name as "actorName",
         j.trigger, to_json(j.created_at)#>>'{}' as "createdAt", to_json(j.started_at)#>>'{}' as "startedAt",
         to_json(j.finished_at)#>>'{}' as "finishedAt", j.attempt_of as "attemptOf"

-- clientToken.keep
insert into client_token (actor, token, operation, input_hash, result_id)
        values ($1, $2, $3, $4, $5)

-- transaction.commit
commit

-- clientToken.find
select t.operation, t.input_hash as "inputHash", t.result_id as "resultId"
          from client_token t where t.actor = $1 and t.token = $2
