-- What the archive may say it was last written by, for it to be this database's: `committed_run_id` is the run that this
-- database knows to be committed, and `announced_runs` are those that were about to be. A run announces itself when its
-- snapshot is taken and before it commits, so whoever has the announcement has all that the run read: a copy that was
-- made earlier has not, although it has the run's job.
alter table archive_state
  add column committed_run_id text,
  add column announced_runs text[] not null default '{}';
update archive_state set
  committed_run_id = coalesce(last_run_id, restored_from_run_id, (
    select j.id::text from archive_job j
     where j.kind = 'RUN' and j.status in ('SUCCEEDED', 'UNCHANGED') order by j.created_at desc limit 1)),
  -- Runs of earlier versions did not announce themselves.
  announced_runs = array(
    select j.id::text from archive_job j
     where j.kind = 'RUN' and j.started_at is not null order by j.created_at desc limit 20);

-- `run_id` is going to be committed upon `base`, which this database knows; null: upon nothing. None but the last few
-- can still be on their way to the bucket.
create function announce_archive_run(run_id text, base text) returns void
  language sql security definer set search_path = public, pg_temp
begin atomic
  update archive_state s set
    committed_run_id = coalesce(base, s.committed_run_id),
    announced_runs = (array_prepend(run_id, array_remove(s.announced_runs, run_id)))[1:20];
end;

create or replace function forget_archive_marks(covered pg_snapshot, run_id text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Whoever distrusts holds this row until it is committed; what follows sees it.
  perform from archive_state for update;
  -- Those that somebody gathers at this moment are marked anew by that; if it comes to nothing, they are read once more.
  delete from archive_mark m
   using (select xid, table_name, partition from archive_mark
           where pg_visible_in_snapshot(xid, covered) for update skip locked) seen
   where (m.xid, m.table_name, m.partition) = (seen.xid, seen.table_name, seen.partition);
  update archive_state
     set last_run_id = case when exists (select from archive_mark where table_name = '*') then null else run_id end,
         committed_run_id = run_id,
         announced_runs = '{}';
end $$;

-- Marks are one for each transaction and partition, and nobody takes them away while no run succeeds. So one
-- transaction in a thousand gathers those of partitions that have many, and marks these anew as its own: a run whose
-- snapshot does not see it leaves the new marks for the next one. Nobody waits: rows that somebody else has are left,
-- and a mark of its own is in nobody's way. A transaction that sees no later ones than its first statement leaves it to
-- others.
create function gather_archive_marks() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  many constant integer := 8;
  gathered jsonb;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  with crowded as (
    select table_name, partition from archive_mark
     where xid <> pg_current_xact_id() group by table_name, partition having count(*) > many
  ), held as (
    select m.xid, m.table_name, m.partition from archive_mark m join crowded using (table_name, partition)
     where m.xid <> pg_current_xact_id()
       for update of m skip locked
  ), gone as (
    delete from archive_mark m using held h
     where (m.xid, m.table_name, m.partition) = (h.xid, h.table_name, h.partition)
    returning m.table_name, m.partition
  )
  select jsonb_agg(g) into gathered from (select distinct table_name, partition from gone) g;
  -- Inserting nothing would come here again, and again.
  if gathered is not null then
    insert into archive_mark (table_name, partition)
    select g.table_name, g.partition from jsonb_to_recordset(gathered) g (table_name text, partition text)
    on conflict do nothing;
  end if;
  return null;
end $$;
create trigger archive_mark_gathered after insert on archive_mark
  for each statement when (pg_current_xact_id()::text::bigint % 1024 = 0)
  execute function gather_archive_marks();

-- The lock of a job may be held for a moment by somebody who only looks whether its worker lives, and a little longer by
-- a worker that is gone and not yet missed: whoever comes to do the job waits for that. Jobs that ended more than a year
-- ago go.
create or replace function begin_job(target uuid, at timestamptz) returns setof archive_job
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job archive_job;
begin
  perform set_config('lock_timeout', '2s', true);
  begin
    perform pg_advisory_lock(archive_job_lock(target));
  exception when lock_not_available then
    return;
  end;
  perform set_config('lock_timeout', '0', true);
  update archive_job set status = 'RUNNING', started_at = at
   where id = target and status = 'QUEUED' returning * into job;
  if found then
    perform remove_old_jobs(at);
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

-- A job that was tried again goes after its last attempt does.
create function remove_old_jobs(at timestamptz) returns void
  language sql
begin atomic
  delete from archive_job j
   where j.created_at < at - interval '1 year' and j.finished_at < at - interval '1 year'
     and not exists (select from archive_job a where a.attempt_of = j.id);
end;

-- As of a clock of the caller's.
create function end_interrupted_jobs(lease interval, at timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('meetassist.now', at::text, true);
  return end_interrupted_jobs(lease);
end $$;

revoke all on function end_interrupted_jobs(interval, timestamptz), announce_archive_run(text, text),
  gather_archive_marks(), remove_old_jobs(timestamptz) from public;
grant execute on function announce_archive_run(text, text) to meetassist_archive;
-- Who asks for jobs is told the truth about those whose worker is gone.
grant execute on function end_interrupted_jobs(interval, timestamptz) to meetassist_archive;
