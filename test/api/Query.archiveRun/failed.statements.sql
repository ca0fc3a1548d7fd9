-- job.endInterrupted
select end_interrupted_jobs(make_interval(secs => $1), $2::timestamptz) as ended

-- job.find
select j.id, j.kind, j.status, j.input, j.result, j.error, j.actor, j.actor_name as "actorName",
         j.trigger, to_json(j.created_at)#>>'{}' as "createdAt", to_json(j.started_at)#>>'{}' as "startedAt",
         to_json(j.finished_at)#>>'{}' as "finishedAt", j.attempt_of as "attemptOf" from archive_job j where j.id = $1::uuid
