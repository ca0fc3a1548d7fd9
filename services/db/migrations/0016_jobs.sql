-- Long work that one request starts and another function does (services/job): runs of the archive, loading, importing,
-- exporting. The API inserts a job as QUEUED; the function that does it takes the job's lock, which dies with its
-- connection, and says how it ended. A job that is RUNNING while nobody holds its lock was interrupted.
create table archive_job (
  id uuid not null default gen_random_uuid(),
  kind text not null,
  status text not null default 'QUEUED',
  -- What the work function is called with.
  input jsonb not null,
  -- What it came to; also of a failure that has more to say than one sentence.
  result jsonb,
  -- One sentence, without SQL and personal data.
  error text,
  -- The token's subject, or the role's ARN; and what people call it.
  actor text not null,
  actor_name text not null,
  trigger text not null,
  created_at timestamptz not null default office_now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- The job that failed and that this one tries again; the first of them when there were several.
  attempt_of uuid,
  constraint archive_job_key primary key (id),
  constraint archive_job_kind_known check (kind in (
    'RUN', 'VERIFY', 'LOAD_DAYS', 'IMPORT_ORIGINAL', 'EXPORT_ORIGINAL', 'EXPORT_CSV', 'RESTORE_DRILL')),
  constraint archive_job_status_known check (status in (
    'QUEUED', 'RUNNING', 'SUCCEEDED', 'UNCHANGED', 'SUSPECT', 'FAILED')),
  constraint archive_job_trigger_known check (trigger in ('ADMIN', 'SCHEDULE')),
  constraint archive_job_finished_when_over check (
    (finished_at is null) = (status in ('QUEUED', 'RUNNING'))),
  constraint archive_job_says_why_it_failed check (status <> 'FAILED' or error is not null),
  constraint archive_job_tries_another_again foreign key (attempt_of) references archive_job
);
comment on table archive_job is 'Runs of the archive, imports, exports: who started them, and how they ended';

-- One run of the archive at a time; a second start learns of the first (RUN_IN_PROGRESS).
create unique index archive_job_one_run on archive_job (kind)
  where kind = 'RUN' and status in ('QUEUED', 'RUNNING');
create index archive_job_unfinished on archive_job (created_at) where status in ('QUEUED', 'RUNNING');
create index archive_job_newest_first on archive_job (created_at desc, id desc);
create index archive_job_of_kind_newest_first on archive_job (kind, created_at desc, id desc);
create index archive_job_attempts on archive_job (attempt_of) where attempt_of is not null;

-- Key of the advisory lock that whoever works on a job holds.
create function archive_job_lock(job uuid) returns bigint
  language sql immutable strict parallel safe
  return hashtextextended('archive_job ' || job, 0);

-- Jobs that nobody will end any more become FAILED: those whose worker is gone, and those that nobody began within
-- `lease`. Called before each start, by the API, which may not write how jobs end. Gives how many there were.
create function end_interrupted_jobs(lease interval) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  candidate record;
  ended integer := 0;
begin
  for candidate in
    select id from archive_job
     where status = 'RUNNING' or (status = 'QUEUED' and created_at < office_now() - lease)
     order by id
  loop
    -- Kept to the end of the transaction, so that no worker begins meanwhile. What its worker has just ended is over.
    continue when not pg_try_advisory_xact_lock(archive_job_lock(candidate.id));
    update archive_job
       set status = 'FAILED', finished_at = greatest(office_now(), created_at, started_at),
           error = case status when 'RUNNING' then 'The job was interrupted.' else 'The job was never begun.' end
     where id = candidate.id and status in ('QUEUED', 'RUNNING');
    if found then
      ended := ended + 1;
    end if;
  end loop;
  return ended;
end $$;

-- Gives the job that the caller has to do, RUNNING, and lets its session hold the job's lock: the one that is asked
-- for, or a new attempt when that one failed or was interrupted. Gives nothing when it is done, when somebody is at it,
-- or when a run of the archive is under way that makes another attempt pointless.
create function begin_job(target uuid, at timestamptz) returns setof archive_job
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job archive_job;
begin
  if not pg_try_advisory_lock(archive_job_lock(target)) then
    return;
  end if;
  update archive_job set status = 'RUNNING', started_at = at
   where id = target and status = 'QUEUED' returning * into job;
  if found then
    return next job;
    return;
  end if;
  perform set_config('meetassist.now', at::text, true);
  perform end_interrupted_jobs(interval '1 minute');
  insert into archive_job (kind, status, input, actor, actor_name, trigger, created_at, started_at, attempt_of)
  select j.kind, 'RUNNING', j.input, j.actor, j.actor_name, j.trigger, at, at, coalesce(j.attempt_of, j.id)
    from archive_job j
   where j.id = target and j.status = 'FAILED'
     and not exists (select from archive_job other where other.attempt_of = target and other.status <> 'FAILED')
      on conflict (kind) where kind = 'RUN' and status in ('QUEUED', 'RUNNING') do nothing
  returning * into job;
  if found then
    perform pg_advisory_lock(archive_job_lock(job.id));
    return next job;
  end if;
  perform pg_advisory_unlock(archive_job_lock(target));
end $$;

-- How a job ended; false when it is not RUNNING (any more).
create function finish_job(target uuid, outcome text, outcome_result jsonb, outcome_error text, at timestamptz)
  returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update archive_job
     set status = outcome, result = outcome_result, error = outcome_error, finished_at = at
   where id = target and status = 'RUNNING';
  return found;
end $$;

revoke execute on function end_interrupted_jobs(interval), begin_job(uuid, timestamptz),
  finish_job(uuid, text, jsonb, text, timestamptz) from public;
grant select, insert (kind, input, actor, actor_name, trigger) on archive_job to meetassist_api;
grant select on archive_job to meetassist_archive;
grant execute on function end_interrupted_jobs(interval) to meetassist_api;
grant execute on function begin_job(uuid, timestamptz), finish_job(uuid, text, jsonb, text, timestamptz)
  to meetassist_archive;
