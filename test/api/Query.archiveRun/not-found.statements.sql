-- job.endInterrupted
select end_interrupted_jobs(make_interval(secs => $1), $2::timestamptz) as ended
