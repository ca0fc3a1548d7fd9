-- The schema that the migrations make, written by `npm run schema:dump`. For reading: nothing executes it.

create extension btree_gist;

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.announce_archive_run(run_id text, base text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 UPDATE archive_state s SET committed_run_id = COALESCE(announce_archive_run.base, s.committed_run_id), announced_runs = (array_prepend(announce_archive_run.run_id, array_remove(s.announced_runs, announce_archive_run.run_id)))[1:20];
END
;
revoke all on function announce_archive_run(text,text) from public;
grant execute on function announce_archive_run(text,text) to meetassist_archive;

CREATE OR REPLACE FUNCTION public.anonymise_customer(target text, expected_version integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  known_version integer;
  own integer[];
  own_words text[];
begin
  perform from appointment where customer_id = target order by id for update;
  select version into known_version from customer where id = target for update;
  if not found or expected_version <> known_version then
    return false;
  end if;
  -- With those that came while the customer was waited for; none can come now.
  with locked as (
    select id from appointment where customer_id = target order by id for update)
  select coalesce(array_agg(id), '{}') into own from locked;
  if exists (
    select from appointment a
     where a.id = any(own) and a.status in ('PENDING', 'CONFIRMED')
       and a.date + a.start_time > office_wall_clock()) then
    raise exception 'active appointments lie ahead'
      using errcode = 'check_violation', constraint = 'customer_free_when_disabled';
  end if;
  perform set_config('meetassist.anonymising', 'on', true);

  update customer
     set full_name = '—', email = null, phone_number = null, date_of_birth = null, notes = null, is_disabled = true
   where id = target;

  -- A specialty that nobody else has or asks for is this person's own words.
  select coalesce(array_agg(distinct a.required_specialty), '{}') into own_words
    from appointment a
   where a.id = any(own) and a.required_specialty is not null
     and not exists (select from consultant k where k.folded_specialties @> array[a.folded_specialty])
     and not exists (
       select from appointment other
        where other.folded_specialty = a.folded_specialty and other.customer_id <> target);
  update appointment
     set description = null, cancel_reason = null, meeting_url = null,
         required_specialty = case when required_specialty <> all (own_words) then required_specialty end
   where id = any(own)
     and (description is not null or cancel_reason is not null or meeting_url is not null
          or required_specialty = any(own_words));
  -- Days that count nothing of such a specialty any more, in all shards together.
  with counted as (
    select * from specialty_day_rollup where specialty = any(own_words) for update
  ), blank as (
    select date, specialty
      from counted
     group by date, specialty
    having sum(pending) = 0 and sum(confirmed) = 0 and sum(completed) = 0 and sum(cancelled) = 0 and sum(no_show) = 0)
  delete from specialty_day_rollup r using blank b where r.date = b.date and r.specialty = b.specialty;

  update feedback set comment = null where appointment_id = any(own) and comment is not null;
  update assignment set reason = null, explanation = null
   where appointment_id = any(own) and (reason is not null or explanation is not null);

  -- What the changes above have recorded goes as well: what was done is kept, not to what.
  with told as (
    select 'customer' as entity, target as entity_id
    union all
    select kind, id::text from unnest(own) as id, unnest(array['appointment', 'feedback']) as kind
    union all
    select 'program_participant', p.program_id || '/' || p.customer_id
      from program_participant p where p.customer_id = target)
  update audit_event e set before = null, after = null, reason = null
    from told t
   where e.entity = t.entity and e.entity_id = t.entity_id
     and (e.before is not null or e.after is not null or e.reason is not null);

  perform set_config('meetassist.anonymising', '', true);
  return true;
end $function$
;
revoke all on function anonymise_customer(text,integer) from public;
grant execute on function anonymise_customer(text,integer) to meetassist_api;

CREATE OR REPLACE FUNCTION public.archive_job_lock(job uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN hashtextextended(('archive_job '::text || job), (0)::bigint)
;

CREATE OR REPLACE FUNCTION public.are_specialties(value text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (NOT (EXISTS (SELECT FROM unnest(are_specialties.value) s(s) WHERE ((s.s IS NULL) OR (s.s <> btrim(s.s)) OR ((char_length(s.s) < 1) OR (char_length(s.s) > 100))))))
;

CREATE OR REPLACE FUNCTION public.begin_job(target uuid, at timestamp with time zone)
 RETURNS SETOF archive_job
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
revoke all on function begin_job(uuid,timestamp with time zone) from public;
grant execute on function begin_job(uuid,timestamp with time zone) to meetassist_archive;

CREATE OR REPLACE FUNCTION public.count_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  generated text[] := coalesce(tg_argv, '{}');
begin
  if to_jsonb(new) - generated is distinct from to_jsonb(old) - generated then
    new.version := old.version + 1;
    if new.updated_at is not distinct from old.updated_at then
      new.updated_at := office_now();
    end if;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.customer_partition(id text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ('bucket='::text || to_char((((('x'::text || "left"(md5(id), 2)))::bit(8))::integer % 64), 'FM00'::text))
;

CREATE OR REPLACE FUNCTION public.day_partition(date date)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ('date='::text || to_char((date)::timestamp with time zone, 'YYYY-MM-DD'::text))
;

CREATE OR REPLACE FUNCTION public.digits_of(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(value, '[^0-9]'::text, ''::text, 'g'::text)
;

CREATE OR REPLACE FUNCTION public.distrust_marks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'office' and exists (select from unloaded_partition) then
    raise exception 'the zone stays while days are not loaded'
      using errcode = 'restrict_violation', constraint = 'office_zone_while_loaded';
  end if;
  insert into archive_mark (table_name, partition) values ('*', '*') on conflict do nothing;
  update archive_state set last_run_id = null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.end_interrupted_jobs(lease interval)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
revoke all on function end_interrupted_jobs(interval) from public;
grant execute on function end_interrupted_jobs(interval) to meetassist_api;

CREATE OR REPLACE FUNCTION public.end_interrupted_jobs(lease interval, at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform set_config('meetassist.now', at::text, true);
  return end_interrupted_jobs(lease);
end $function$
;
revoke all on function end_interrupted_jobs(interval,timestamp with time zone) from public;
grant execute on function end_interrupted_jobs(interval,timestamp with time zone) to meetassist_archive;

CREATE OR REPLACE FUNCTION public.finish_job(target uuid, outcome text, outcome_result jsonb, outcome_error text, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update archive_job
     set status = outcome, result = outcome_result, error = outcome_error, finished_at = at
   where id = target and status = 'RUNNING';
  return found;
end $function$
;
revoke all on function finish_job(uuid,text,jsonb,text,timestamp with time zone) from public;
grant execute on function finish_job(uuid,text,jsonb,text,timestamp with time zone) to meetassist_archive;

CREATE OR REPLACE FUNCTION public.fold_each(value text[])
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT btrim(fold_text(u.s)) AS btrim FROM unnest(fold_each.value) WITH ORDINALITY u(s, "position") ORDER BY u."position")
;

CREATE OR REPLACE FUNCTION public.fold_text(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  return ' ' || btrim(
    regexp_replace(
      replace(regexp_replace(lower(normalize(value, nfd) collate pg_c_utf8), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'),
      '\s+', ' ', 'g'));
end $function$
;

CREATE OR REPLACE FUNCTION public.forget_archive_marks(covered pg_snapshot, run_id text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
revoke all on function forget_archive_marks(pg_snapshot,text) from public;
grant execute on function forget_archive_marks(pg_snapshot,text) to meetassist_archive;

CREATE OR REPLACE FUNCTION public.forget_original_text()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'consultant' then
    new.specialties_text := null;
  else
    new.open_when_booked := false;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.gather_archive_marks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;
revoke all on function gather_archive_marks() from public;

CREATE OR REPLACE FUNCTION public.guard_unloaded_days()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  wanted boolean := exists (select from unloaded_partition);
  guard record;
begin
  for guard in
    select t.tgrelid::regclass as on_table, t.tgname as name
      from pg_trigger t
     where t.tgfoid in ('refuse_unloaded_day()'::regprocedure, 'refuse_unloaded_record()'::regprocedure)
       and (t.tgenabled <> 'D') <> wanted
     order by t.tgrelid::regclass::text
  loop
    execute format('alter table %s %s trigger %I', guard.on_table, case when wanted then 'enable' else 'disable' end, guard.name);
  end loop;
end $function$
;
revoke all on function guard_unloaded_days() from public;

CREATE OR REPLACE FUNCTION public.is_importing()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if current_setting('meetassist.importing', true) = 'on' or current_setting('meetassist.restoring', true) = 'on' then
    return pg_has_role(session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'public'), 'member');
  end if;
  return false;
end $function$
;

CREATE OR REPLACE FUNCTION public.is_restoring()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  if current_setting('meetassist.restoring', true) = 'on' then
    return pg_has_role(session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'public'), 'member');
  end if;
  return false;
end $function$
;

CREATE OR REPLACE FUNCTION public.judge_overlaps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if is_importing() then
    return new;
  end if;
  if tg_op = 'INSERT' or not old.legacy_overlap
     or (new.customer_id, new.date, new.start_time, new.duration_minutes)
        is distinct from (old.customer_id, old.date, old.start_time, old.duration_minutes)
     or (new.consultant_id is not null and new.consultant_id is distinct from old.consultant_id) then
    new.legacy_overlap := false;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_appointment_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'appointment', day_partition(c.date) from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_appointment_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'appointment', day_partition(c.date) from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_appointment_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'appointment', day_partition(c.date) from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_assignment_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'assignment', day_partition(office_date(c.at)) from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_assignment_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'assignment', day_partition(office_date(c.at)) from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_assignment_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'assignment', day_partition(office_date(c.at)) from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_audit_event_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'audit_event', day_partition(office_date(c.at)) from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_audit_event_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'audit_event', day_partition(office_date(c.at)) from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_audit_event_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'audit_event', day_partition(office_date(c.at)) from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_consultant_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'consultant', 'all' from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_consultant_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'consultant', 'all' from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_consultant_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'consultant', 'all' from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_customer_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'customer', customer_partition(c.id) from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_customer_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'customer', customer_partition(c.id) from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_customer_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'customer', customer_partition(c.id) from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_feedback_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'feedback', day_partition(a.date) from old_rows c join appointment a on a.id = c.appointment_id
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_feedback_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'feedback', day_partition(a.date) from new_rows c join appointment a on a.id = c.appointment_id
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_feedback_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'feedback', day_partition(a.date) from (select n.* from new_rows n union all select o.* from old_rows o) c join appointment a on a.id = c.appointment_id
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program', 'all' from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program', 'all' from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_participant_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program_participant', 'all' from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_participant_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program_participant', 'all' from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_participant_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program_participant', 'all' from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_program_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'program', 'all' from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_timeslot_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'timeslot', day_partition(c.date) from old_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_timeslot_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'timeslot', day_partition(c.date) from new_rows c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.mark_timeslot_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct 'timeslot', day_partition(c.date) from (select n.* from new_rows n union all select o.* from old_rows o) c 
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.new_rollup_shard()
 RETURNS smallint
 LANGUAGE sql
RETURN (floor((random() * (32768)::double precision)))::smallint
;

CREATE OR REPLACE FUNCTION public.office_date(at timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return (at at time zone (select zone from public.office))::date;
end $function$
;

CREATE OR REPLACE FUNCTION public.office_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('meetassist.now'::text, true), ''::text))::timestamp with time zone, now())
;

CREATE OR REPLACE FUNCTION public.office_wall_clock()
 RETURNS timestamp without time zone
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return public.office_now() at time zone (select zone from public.office);
end $function$
;

CREATE OR REPLACE FUNCTION public.record_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  keys integer := tg_argv[0]::integer;
  ignored text[] := tg_argv[keys + 1:] || '{updated_at}'::text[];
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - ignored end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - ignored end;
  row_key text := coalesce(new_row, old_row) ->> tg_argv[1];
begin
  if is_importing() then
    return null;
  end if;
  if keys = 2 then
    row_key := row_key || '/' || (coalesce(new_row, old_row) ->> tg_argv[2]);
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, new_row -> b.key)
      into old_row, new_row
      from jsonb_each(old_row) b
     where b.value is distinct from new_row -> b.key;
    if old_row is null then
      return null;
    end if;
  end if;
  insert into audit_event (actor, actor_name, action, entity, entity_id, before, after, reason)
  values (coalesce(nullif(current_setting('meetassist.actor', true), ''), 'database:' || session_user),
          nullif(current_setting('meetassist.actor_name', true), ''),
          coalesce(nullif(current_setting('meetassist.action', true), ''), lower(tg_op)),
          tg_table_name, row_key, old_row, new_row,
          nullif(current_setting('meetassist.reason', true), ''));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.recount_creation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from creation_rollup;
  insert into creation_rollup (kind, date, shard, total)
  select 'appointment', office_date(created_at), 0, count(*) from appointment group by 2
  union all
  select 'customer', office_date(created_at), 0, count(*) from customer group by 2;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_anonymising_in_part()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  closed date;
begin
  if coalesce(current_setting('meetassist.anonymising', true), '') = 'on' then
    select min(date) into closed from unloaded_partition;
    if closed is not null then
      raise exception 'this day is not loaded'
        using errcode = 'restrict_violation', constraint = 'day_loaded', detail = to_char(closed, 'YYYY-MM-DD');
    end if;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_another_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the outcome stays'
    using errcode = 'check_violation', constraint = 'appointment_outcome_stays';
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_assignment_of_nothing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if is_restoring() then
    return new;
  end if;
  perform from appointment where id = new.appointment_id for key share;
  if not found then
    raise exception 'there is no such appointment'
      using errcode = 'foreign_key_violation', constraint = 'assignment_of_appointment';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_birth_in_future()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.date_of_birth > office_wall_clock()::date then
    raise exception 'born in the future'
      using errcode = 'check_violation', constraint = 'customer_born_by_today';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_booking_of_disabled()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  disabled boolean;
begin
  if new.status not in ('PENDING', 'CONFIRMED') or new.date + new.start_time <= office_wall_clock() or is_importing() then
    return new;
  end if;
  if new.consultant_id is not null
     and (tg_op = 'INSERT' or (new.consultant_id, new.date, new.start_time, new.status)
          is distinct from (old.consultant_id, old.date, old.start_time, old.status)) then
    select is_disabled into disabled from consultant where id = new.consultant_id for share;
    if disabled then
      raise exception 'the consultant is disabled'
        using errcode = 'check_violation', constraint = 'appointment_consultant_enabled';
    end if;
  end if;
  if tg_op = 'INSERT' or (new.customer_id, new.date, new.start_time) is distinct from (old.customer_id, old.date, old.start_time) then
    select is_disabled into disabled from customer where id = new.customer_id for share;
    if disabled then
      raise exception 'the customer is disabled'
        using errcode = 'check_violation', constraint = 'appointment_customer_enabled';
    end if;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_capacity_below_participants()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.capacity < (
    select count(*) from program_participant p where p.program_id = new.id and p.status <> 'CANCELLED')
    and not is_importing() then
    raise exception 'more take part'
      using errcode = 'check_violation', constraint = 'program_capacity_for_participants';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_closed_beginning()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not is_importing() then
    raise exception 'an appointment begins pending or confirmed'
      using errcode = 'check_violation', constraint = 'appointment_begins_open';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_disabling_the_booked()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  booked boolean;
  closed date;
begin
  if is_importing() then
    return new;
  end if;
  if tg_table_name = 'consultant' then
    select exists (
      select from appointment a
       where a.consultant_id = new.id and a.status in ('PENDING', 'CONFIRMED')
         and a.date >= office_wall_clock()::date and a.date + a.start_time > office_wall_clock()) into booked;
  else
    select exists (
      select from appointment a
       where a.customer_id = new.id and a.status in ('PENDING', 'CONFIRMED')
         and a.date >= office_wall_clock()::date and a.date + a.start_time > office_wall_clock()) into booked;
  end if;
  if booked then
    raise exception 'active appointments lie ahead'
      using errcode = 'check_violation', constraint = tg_table_name || '_free_when_disabled';
  end if;
  select min(u.date) into closed from unloaded_partition u
   where u.table_name = 'appointment' and u.date >= office_wall_clock()::date;
  if closed is not null then
    raise exception 'this day is not loaded'
      using errcode = 'restrict_violation', constraint = 'day_loaded', detail = to_char(closed, 'YYYY-MM-DD');
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_early_completion()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.date + new.start_time > office_wall_clock() and not is_importing() then
    raise exception 'it has not started'
      using errcode = 'check_violation', constraint = 'appointment_started_when_completed';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_feedback_without_meeting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and new.appointment_id <> old.appointment_id then
    raise exception 'feedback stays with its meeting'
      using errcode = 'check_violation', constraint = 'feedback_stays_with_meeting';
  end if;
  if not is_importing() and (tg_op = 'INSERT' or new.rating <> old.rating)
     and new.rating * 2 <> trunc(new.rating * 2) then
    raise exception 'not a step of one half'
      using errcode = 'check_violation', constraint = 'feedback_rating_in_halves';
  end if;
  if tg_op = 'INSERT' and not is_importing() then
    perform from appointment a where a.id = new.appointment_id for share;
  end if;
  if exists (
    select from appointment a
     where a.id = new.appointment_id and (a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW')) then
    raise exception 'no meeting took place'
      using errcode = 'check_violation', constraint = 'feedback_on_held_meeting';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_illegal_program_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not ((old.status = 'UPCOMING' and new.status in ('ONGOING', 'COMPLETED'))
       or (old.status = 'ONGOING' and new.status = 'COMPLETED')) then
    raise exception 'no way from % to %', old.status, new.status
      using errcode = 'check_violation', constraint = 'program_legal_transition';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_illegal_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.status <> old.status and not (
    (old.status = 'PENDING' and new.status in ('CONFIRMED', 'CANCELLED'))
    or (old.status = 'CONFIRMED' and new.status in ('PENDING', 'COMPLETED', 'CANCELLED'))
  ) then
    raise exception 'no way from % to %', old.status, new.status
      using errcode = 'check_violation', constraint = 'appointment_legal_transition';
  end if;
  if old.status in ('COMPLETED', 'CANCELLED')
     and (new.consultant_id, new.customer_id, new.date, new.start_time, new.duration_minutes)
         is distinct from (old.consultant_id, old.customer_id, old.date, old.start_time, old.duration_minutes) then
    raise exception 'a % appointment keeps its people and its time', old.status
      using errcode = 'check_violation', constraint = 'appointment_final_is_final';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_moving_a_booked_slot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  next_row timeslot := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op = 'UPDATE' and (new.consultant_id, new.date, new.start_time, new.end_time)
     is not distinct from (old.consultant_id, old.date, old.start_time, old.end_time) then
    return new;
  end if;
  perform from consultant where id = old.consultant_id for no key update;
  if exists (
    select from appointment a
     where a.consultant_id = old.consultant_id and a.date = old.date and a.status in ('PENDING', 'CONFIRMED')
       and a.start_time < old.end_time
       and old.start_time - a.start_time < make_interval(mins => a.duration_minutes)) then
    raise exception 'the slot holds an active appointment'
      using errcode = 'restrict_violation', constraint = 'timeslot_not_in_use';
  end if;
  return next_row;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_no_show_with_feedback()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from feedback f where f.appointment_id = new.id) then
    raise exception 'there is feedback on it'
      using errcode = 'check_violation', constraint = 'feedback_on_held_meeting';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_overlap_with_imported()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  moves boolean;
  of_consultant boolean;
  of_customer boolean;
begin
  -- First of all: imports and restores put rows in while the index is not there.
  if is_importing() then
    return new;
  end if;
  select bool_or(a.consultant_id = new.consultant_id), bool_or(a.customer_id = new.customer_id)
    into of_consultant, of_customer
    from appointment a
   where a.legacy_overlap and a.status <> 'CANCELLED' and a.date = new.date and a.id <> new.id
     and a.start_time - new.start_time < make_interval(mins => new.duration_minutes)
     and new.start_time - a.start_time < make_interval(mins => a.duration_minutes);
  if of_customer is null then
    return new;
  end if;
  moves := tg_op = 'INSERT' or old.legacy_overlap
    or (new.date, new.start_time, new.duration_minutes) is distinct from (old.date, old.start_time, old.duration_minutes);
  if of_consultant and (moves or new.consultant_id is distinct from old.consultant_id) then
    raise exception 'the consultant has an imported appointment then'
      using errcode = 'exclusion_violation', constraint = 'appointment_no_overlap';
  end if;
  if of_customer and (moves or new.customer_id is distinct from old.customer_id) then
    raise exception 'the customer has an imported appointment then'
      using errcode = 'exclusion_violation', constraint = 'appointment_customer_no_overlap';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_registration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  target program;
begin
  if is_importing() or (tg_op = 'UPDATE' and new.status = old.status) then
    return new;
  end if;
  if tg_op = 'UPDATE' and not (
    (old.status = 'REGISTERED' and new.status in ('ATTENDED', 'CANCELLED'))
    or (old.status = 'CANCELLED' and new.status = 'REGISTERED')) then
    raise exception 'no way from % to %', old.status, new.status
      using errcode = 'check_violation', constraint = 'program_participant_legal_transition';
  end if;
  if new.status <> 'REGISTERED' then
    return new;
  end if;
  select * into target from program where id = new.program_id for no key update;
  if target.status = 'COMPLETED' or target.is_disabled then
    raise exception 'the program takes no registrations'
      using errcode = 'check_violation', constraint = 'program_open_for_registration';
  end if;
  if target.capacity <= (
    select count(*) from program_participant p where p.program_id = new.program_id and p.status <> 'CANCELLED') then
    raise exception 'the program is full'
      using errcode = 'check_violation', constraint = 'program_below_capacity';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_registration_of_disabled()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  disabled boolean;
begin
  if is_importing() then
    return new;
  end if;
  select is_disabled into disabled from customer where id = new.customer_id for share;
  if disabled then
    raise exception 'the customer is disabled'
      using errcode = 'check_violation', constraint = 'program_participant_customer_enabled';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and coalesce(current_setting('meetassist.anonymising', true), '') = 'on'
     and pg_has_role(current_user, (select nspowner from pg_namespace where nspname = 'public'), 'member')
     and not exists (
       select from jsonb_each(to_jsonb(new)) n
        where n.value is distinct from to_jsonb(old) -> n.key
          and (n.value <> 'null' or n.key not in ('before', 'after', 'reason', 'explanation'))) then
    return new;
  end if;
  raise exception 'rows of % are never changed or removed', tg_table_name
    using errcode = 'restrict_violation', constraint = tg_table_name || '_only_grows';
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_unloaded_day()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  closed date;
begin
  if not is_restoring() then
    if tg_op <> 'INSERT' then
      select min(date) into closed from unloaded_partition
       where date = old.date and table_name in ('timeslot', 'appointment', 'feedback');
    end if;
    if tg_op <> 'DELETE' and closed is null then
      select min(date) into closed from unloaded_partition
       where date = new.date and table_name in ('timeslot', 'appointment', 'feedback');
    end if;
    if closed is not null then
      raise exception 'this day is not loaded'
        using errcode = 'restrict_violation', constraint = 'day_loaded', detail = to_char(closed, 'YYYY-MM-DD');
    end if;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_unloaded_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not is_restoring() and exists (
    select from unloaded_partition where date = office_date(new.at) and table_name = tg_table_name) then
    raise exception 'this day of records is not loaded'
      using errcode = 'restrict_violation', constraint = 'record_day_loaded';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_unregistered_participant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    if not is_importing() then
      raise exception 'a participant begins registered'
        using errcode = 'check_violation', constraint = 'program_participant_begins_registered';
    end if;
  elsif (new.program_id, new.customer_id) is distinct from (old.program_id, old.customer_id) then
    raise exception 'a registration stays with its customer and program'
      using errcode = 'check_violation', constraint = 'program_participant_stays';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.remove_old_jobs(at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 DELETE FROM archive_job j
   WHERE ((j.created_at < (remove_old_jobs.at - '1 year'::interval)) AND (j.finished_at < (remove_old_jobs.at - '1 year'::interval)) AND (NOT (EXISTS ( SELECT
            FROM archive_job a
           WHERE (a.attempt_of = j.id)))));
END
;
revoke all on function remove_old_jobs(timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION public.roll_up_appointment_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  was appointment;
  becomes appointment;
begin
  if (select count(*) from (select from old_rows limit 2) few) = 1 then
    select * into was from old_rows;
    perform roll_up_one_appointment(was, null);
    perform roll_up_one_creation('appointment', office_date(was.created_at), -1);
    return null;
  end if;

  insert into day_rollup as r (date, shard, pending, confirmed, completed, cancelled, no_show, unassigned, booked_minutes)
  select c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING' and c.consultant_id is null), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED' and c.consultant_id is not null), 0)
    from (select -1 as sign, o.* from old_rows o) c
   group by c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.consultant_id is null, c.duration_minutes)) > 1
   order by c.date
  on conflict (date, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    unassigned = r.unassigned + excluded.unassigned,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, pending, confirmed, completed, cancelled, no_show, booked_minutes)
  select c.consultant_id, c.date,
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED'), 0)
    from (select -1 as sign, o.* from old_rows o) c
   where c.consultant_id is not null
   group by c.consultant_id, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.duration_minutes)) > 1
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into specialty_day_rollup as r (specialty, date, shard, pending, confirmed, completed, cancelled, no_show)
  select c.required_specialty, c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0)
    from (select -1 as sign, o.* from old_rows o) c
   where c.required_specialty is not null
   group by c.required_specialty, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome)) > 1
   order by c.date, c.required_specialty
  on conflict (date, specialty, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'appointment', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select -1 as sign, o.* from old_rows o) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_appointment_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  was appointment;
  becomes appointment;
begin
  if (select count(*) from (select from new_rows limit 2) few) = 1 then
    select * into becomes from new_rows;
    perform roll_up_one_appointment(null, becomes);
    perform roll_up_one_creation('appointment', office_date(becomes.created_at), 1);
    return null;
  end if;

  insert into day_rollup as r (date, shard, pending, confirmed, completed, cancelled, no_show, unassigned, booked_minutes)
  select c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING' and c.consultant_id is null), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED' and c.consultant_id is not null), 0)
    from (select 1 as sign, n.* from new_rows n) c
   group by c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.consultant_id is null, c.duration_minutes)) > 1
   order by c.date
  on conflict (date, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    unassigned = r.unassigned + excluded.unassigned,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, pending, confirmed, completed, cancelled, no_show, booked_minutes)
  select c.consultant_id, c.date,
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED'), 0)
    from (select 1 as sign, n.* from new_rows n) c
   where c.consultant_id is not null
   group by c.consultant_id, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.duration_minutes)) > 1
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into specialty_day_rollup as r (specialty, date, shard, pending, confirmed, completed, cancelled, no_show)
  select c.required_specialty, c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0)
    from (select 1 as sign, n.* from new_rows n) c
   where c.required_specialty is not null
   group by c.required_specialty, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome)) > 1
   order by c.date, c.required_specialty
  on conflict (date, specialty, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'appointment', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_appointment_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  was appointment;
  becomes appointment;
begin
  if (select count(*) from (select from new_rows limit 2) few) = 1 then
    select * into was from old_rows;
    select * into becomes from new_rows;
    perform roll_up_one_appointment(was, becomes);
    if office_date(was.created_at) <> office_date(becomes.created_at) then
      perform roll_up_one_creation('appointment', office_date(was.created_at), -1);
      perform roll_up_one_creation('appointment', office_date(becomes.created_at), 1);
    end if;
    return null;
  end if;

  insert into day_rollup as r (date, shard, pending, confirmed, completed, cancelled, no_show, unassigned, booked_minutes)
  select c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING' and c.consultant_id is null), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED' and c.consultant_id is not null), 0)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   group by c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.consultant_id is null, c.duration_minutes)) > 1
   order by c.date
  on conflict (date, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    unassigned = r.unassigned + excluded.unassigned,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, pending, confirmed, completed, cancelled, no_show, booked_minutes)
  select c.consultant_id, c.date,
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0),
         coalesce(sum(c.sign * c.duration_minutes) filter (where c.status <> 'CANCELLED'), 0)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   where c.consultant_id is not null
   group by c.consultant_id, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome, c.duration_minutes)) > 1
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show,
    booked_minutes = r.booked_minutes + excluded.booked_minutes;

  insert into specialty_day_rollup as r (specialty, date, shard, pending, confirmed, completed, cancelled, no_show)
  select c.required_specialty, c.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where c.status = 'PENDING'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CONFIRMED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'COMPLETED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0),
         coalesce(sum(c.sign) filter (where c.outcome = 'NO_SHOW'), 0)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   where c.required_specialty is not null
   group by c.required_specialty, c.date
  having sum(c.sign) <> 0 or count(distinct (c.status, c.outcome)) > 1
   order by c.date, c.required_specialty
  on conflict (date, specialty, shard) do update set
    pending = r.pending + excluded.pending,
    confirmed = r.confirmed + excluded.confirmed,
    completed = r.completed + excluded.completed,
    cancelled = r.cancelled + excluded.cancelled,
    no_show = r.no_show + excluded.no_show;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'appointment', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_customer_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into customer_rollup as r (is_disabled, shard, total)
  select c.is_disabled, rollup_shard(), sum(c.sign)
    from (select -1 as sign, o.* from old_rows o) c
   group by c.is_disabled
  having sum(c.sign) <> 0
   order by c.is_disabled
  on conflict (is_disabled, shard) do update set total = r.total + excluded.total;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'customer', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select -1 as sign, o.* from old_rows o) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_customer_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into customer_rollup as r (is_disabled, shard, total)
  select c.is_disabled, rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n) c
   group by c.is_disabled
  having sum(c.sign) <> 0
   order by c.is_disabled
  on conflict (is_disabled, shard) do update set total = r.total + excluded.total;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'customer', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_customer_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into customer_rollup as r (is_disabled, shard, total)
  select c.is_disabled, rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   group by c.is_disabled
  having sum(c.sign) <> 0
   order by c.is_disabled
  on conflict (is_disabled, shard) do update set total = r.total + excluded.total;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'customer', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_feedback_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, rated_0, rated_1, rated_2, rated_3, rated_4, rated_5, rating_sum)
  select a.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 0), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 1), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 2), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 3), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 4), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 5), 0),
         sum(c.sign * c.rating)
    from (select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   group by a.date
   order by a.date
  on conflict (date, shard) do update set
    rated_0 = r.rated_0 + excluded.rated_0,
    rated_1 = r.rated_1 + excluded.rated_1,
    rated_2 = r.rated_2 + excluded.rated_2,
    rated_3 = r.rated_3 + excluded.rated_3,
    rated_4 = r.rated_4 + excluded.rated_4,
    rated_5 = r.rated_5 + excluded.rated_5,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_day_rollup as r (consultant_id, date, rating_count, rating_sum)
  select a.consultant_id, a.date, sum(c.sign), sum(c.sign * c.rating)
    from (select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id, a.date
   order by a.consultant_id, a.date
  on conflict (consultant_id, date) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_rating_rollup as r (consultant_id, rating_count, rating_sum)
  select a.consultant_id, sum(c.sign), sum(c.sign * c.rating)
    from (select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id
   order by a.consultant_id
  on conflict (consultant_id) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_feedback_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, rated_0, rated_1, rated_2, rated_3, rated_4, rated_5, rating_sum)
  select a.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 0), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 1), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 2), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 3), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 4), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 5), 0),
         sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n) c
    join appointment a on a.id = c.appointment_id
   group by a.date
   order by a.date
  on conflict (date, shard) do update set
    rated_0 = r.rated_0 + excluded.rated_0,
    rated_1 = r.rated_1 + excluded.rated_1,
    rated_2 = r.rated_2 + excluded.rated_2,
    rated_3 = r.rated_3 + excluded.rated_3,
    rated_4 = r.rated_4 + excluded.rated_4,
    rated_5 = r.rated_5 + excluded.rated_5,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_day_rollup as r (consultant_id, date, rating_count, rating_sum)
  select a.consultant_id, a.date, sum(c.sign), sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id, a.date
   order by a.consultant_id, a.date
  on conflict (consultant_id, date) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_rating_rollup as r (consultant_id, rating_count, rating_sum)
  select a.consultant_id, sum(c.sign), sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id
   order by a.consultant_id
  on conflict (consultant_id) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_feedback_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, rated_0, rated_1, rated_2, rated_3, rated_4, rated_5, rating_sum)
  select a.date, rollup_shard(),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 0), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 1), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 2), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 3), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 4), 0),
         coalesce(sum(c.sign) filter (where trunc(c.rating) = 5), 0),
         sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   group by a.date
   order by a.date
  on conflict (date, shard) do update set
    rated_0 = r.rated_0 + excluded.rated_0,
    rated_1 = r.rated_1 + excluded.rated_1,
    rated_2 = r.rated_2 + excluded.rated_2,
    rated_3 = r.rated_3 + excluded.rated_3,
    rated_4 = r.rated_4 + excluded.rated_4,
    rated_5 = r.rated_5 + excluded.rated_5,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_day_rollup as r (consultant_id, date, rating_count, rating_sum)
  select a.consultant_id, a.date, sum(c.sign), sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id, a.date
   order by a.consultant_id, a.date
  on conflict (consultant_id, date) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_rating_rollup as r (consultant_id, rating_count, rating_sum)
  select a.consultant_id, sum(c.sign), sum(c.sign * c.rating)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id
   order by a.consultant_id
  on conflict (consultant_id) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_one_appointment(was appointment, becomes appointment)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  place appointment := case when becomes.id is null then was else becomes end;
  more_pending integer := coalesce((becomes.status = 'PENDING')::integer, 0) - coalesce((was.status = 'PENDING')::integer, 0);
  more_confirmed integer := coalesce((becomes.status = 'CONFIRMED')::integer, 0) - coalesce((was.status = 'CONFIRMED')::integer, 0);
  more_completed integer := coalesce((becomes.status = 'COMPLETED')::integer, 0) - coalesce((was.status = 'COMPLETED')::integer, 0);
  more_cancelled integer := coalesce((becomes.status = 'CANCELLED')::integer, 0) - coalesce((was.status = 'CANCELLED')::integer, 0);
  more_no_show integer := coalesce((becomes.outcome = 'NO_SHOW')::integer, 0) - coalesce((was.outcome = 'NO_SHOW')::integer, 0);
  more_unassigned integer := coalesce((becomes.status = 'PENDING' and becomes.consultant_id is null)::integer, 0)
    - coalesce((was.status = 'PENDING' and was.consultant_id is null)::integer, 0);
  more_minutes integer :=
    coalesce(becomes.duration_minutes * (becomes.status <> 'CANCELLED' and becomes.consultant_id is not null)::integer, 0)
    - coalesce(was.duration_minutes * (was.status <> 'CANCELLED' and was.consultant_id is not null)::integer, 0);
begin
  if was.id is not null and becomes.id is not null then
    -- Elsewhere, it counts no more where it was.
    if (was.date, was.consultant_id, was.required_specialty)
       is distinct from (becomes.date, becomes.consultant_id, becomes.required_specialty) then
      perform roll_up_one_appointment(was, null);
      perform roll_up_one_appointment(null, becomes);
      return;
    end if;
    if more_pending = 0 and more_confirmed = 0 and more_completed = 0 and more_cancelled = 0
       and more_no_show = 0 and more_minutes = 0 then
      return;
    end if;
  end if;

  update day_rollup r set
    pending = r.pending + more_pending,
    confirmed = r.confirmed + more_confirmed,
    completed = r.completed + more_completed,
    cancelled = r.cancelled + more_cancelled,
    no_show = r.no_show + more_no_show,
    unassigned = r.unassigned + more_unassigned,
    booked_minutes = r.booked_minutes + more_minutes
   where r.date = place.date
     and r.shard = (select f.shard from day_rollup f where f.date = place.date limit 1 for no key update skip locked);
  if not found then
    insert into day_rollup as r (date, shard, pending, confirmed, completed, cancelled, no_show, unassigned, booked_minutes)
    values (place.date, new_rollup_shard(), more_pending, more_confirmed, more_completed, more_cancelled, more_no_show,
            more_unassigned, more_minutes)
    on conflict (date, shard) do update set
      pending = r.pending + excluded.pending,
      confirmed = r.confirmed + excluded.confirmed,
      completed = r.completed + excluded.completed,
      cancelled = r.cancelled + excluded.cancelled,
      no_show = r.no_show + excluded.no_show,
      unassigned = r.unassigned + excluded.unassigned,
      booked_minutes = r.booked_minutes + excluded.booked_minutes;
  end if;

  if place.consultant_id is not null then
    insert into consultant_day_rollup as r (consultant_id, date, pending, confirmed, completed, cancelled, no_show, booked_minutes)
    values (place.consultant_id, place.date, more_pending, more_confirmed, more_completed, more_cancelled, more_no_show,
            more_minutes)
    on conflict (consultant_id, date) do update set
      pending = r.pending + excluded.pending,
      confirmed = r.confirmed + excluded.confirmed,
      completed = r.completed + excluded.completed,
      cancelled = r.cancelled + excluded.cancelled,
      no_show = r.no_show + excluded.no_show,
      booked_minutes = r.booked_minutes + excluded.booked_minutes;
  end if;

  if place.required_specialty is not null then
    update specialty_day_rollup r set
      pending = r.pending + more_pending,
      confirmed = r.confirmed + more_confirmed,
      completed = r.completed + more_completed,
      cancelled = r.cancelled + more_cancelled,
      no_show = r.no_show + more_no_show
     where r.specialty = place.required_specialty and r.date = place.date
       and r.shard = (
         select f.shard from specialty_day_rollup f
          where f.specialty = place.required_specialty and f.date = place.date
          limit 1 for no key update skip locked);
    if not found then
      insert into specialty_day_rollup as r (specialty, date, shard, pending, confirmed, completed, cancelled, no_show)
      values (place.required_specialty, place.date, new_rollup_shard(), more_pending, more_confirmed, more_completed,
              more_cancelled, more_no_show)
      on conflict (date, specialty, shard) do update set
        pending = r.pending + excluded.pending,
        confirmed = r.confirmed + excluded.confirmed,
        completed = r.completed + excluded.completed,
        cancelled = r.cancelled + excluded.cancelled,
        no_show = r.no_show + excluded.no_show;
    end if;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_one_creation(of_kind text, on_date date, more integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update creation_rollup r set total = r.total + more
   where r.kind = of_kind and r.date = on_date
     and r.shard = (
       select f.shard from creation_rollup f
        where f.kind = of_kind and f.date = on_date
        limit 1 for no key update skip locked);
  if not found then
    insert into creation_rollup as r (kind, date, shard, total)
    values (of_kind, on_date, new_rollup_shard(), more)
    on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_participant_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into program_rollup as r (program_id, registered, attended, cancelled)
  select c.program_id,
         coalesce(sum(c.sign) filter (where c.status = 'REGISTERED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'ATTENDED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0)
    from (select -1 as sign, o.* from old_rows o) c
   group by c.program_id
   order by c.program_id
  on conflict (program_id) do update set
    registered = r.registered + excluded.registered,
    attended = r.attended + excluded.attended,
    cancelled = r.cancelled + excluded.cancelled;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_participant_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into program_rollup as r (program_id, registered, attended, cancelled)
  select c.program_id,
         coalesce(sum(c.sign) filter (where c.status = 'REGISTERED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'ATTENDED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0)
    from (select 1 as sign, n.* from new_rows n) c
   group by c.program_id
   order by c.program_id
  on conflict (program_id) do update set
    registered = r.registered + excluded.registered,
    attended = r.attended + excluded.attended,
    cancelled = r.cancelled + excluded.cancelled;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_participant_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into program_rollup as r (program_id, registered, attended, cancelled)
  select c.program_id,
         coalesce(sum(c.sign) filter (where c.status = 'REGISTERED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'ATTENDED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   group by c.program_id
   order by c.program_id
  on conflict (program_id) do update set
    registered = r.registered + excluded.registered,
    attended = r.attended + excluded.attended,
    cancelled = r.cancelled + excluded.cancelled;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_timeslot_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, offered_slots, offered_minutes)
  select c.date, rollup_shard(), sum(c.sign), sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select -1 as sign, o.* from old_rows o) c
   where c.is_available
   group by c.date
   order by c.date
  on conflict (date, shard) do update set
    offered_slots = r.offered_slots + excluded.offered_slots,
    offered_minutes = r.offered_minutes + excluded.offered_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, offered_minutes)
  select c.consultant_id, c.date, sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select -1 as sign, o.* from old_rows o) c
   where c.is_available
   group by c.consultant_id, c.date
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set offered_minutes = r.offered_minutes + excluded.offered_minutes;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_timeslot_insert()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, offered_slots, offered_minutes)
  select c.date, rollup_shard(), sum(c.sign), sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select 1 as sign, n.* from new_rows n) c
   where c.is_available
   group by c.date
   order by c.date
  on conflict (date, shard) do update set
    offered_slots = r.offered_slots + excluded.offered_slots,
    offered_minutes = r.offered_minutes + excluded.offered_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, offered_minutes)
  select c.consultant_id, c.date, sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select 1 as sign, n.* from new_rows n) c
   where c.is_available
   group by c.consultant_id, c.date
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set offered_minutes = r.offered_minutes + excluded.offered_minutes;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.roll_up_timeslot_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into day_rollup as r (date, shard, offered_slots, offered_minutes)
  select c.date, rollup_shard(), sum(c.sign), sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   where c.is_available
   group by c.date
   order by c.date
  on conflict (date, shard) do update set
    offered_slots = r.offered_slots + excluded.offered_slots,
    offered_minutes = r.offered_minutes + excluded.offered_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, offered_minutes)
  select c.consultant_id, c.date, sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o) c
   where c.is_available
   group by c.consultant_id, c.date
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set offered_minutes = r.offered_minutes + excluded.offered_minutes;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.rollup_shard()
 RETURNS smallint
 LANGUAGE sql
 STABLE
RETURN ((pg_backend_pid() % 4))::smallint
;

CREATE OR REPLACE FUNCTION public.unloaded_days_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform guard_unloaded_days();
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.words_of(value text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_string(value, ' '::text)
;

create table appointment (
  id integer not null generated by default as identity,
  consultant_id integer,
  customer_id text collate "C" not null,
  date date not null,
  start_time time without time zone not null,
  duration_minutes integer not null default 60,
  status text not null default 'PENDING'::text,
  meeting_url text,
  description text,
  required_specialty text,
  cancel_reason text,
  confirmed_at timestamp with time zone,
  completed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  outcome text,
  legacy_overlap boolean not null default false,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1,
  search_description text generated always as (fold_text(description)) stored,
  folded_specialty text generated always as (btrim(fold_text(required_specialty))) stored
);
comment on table appointment is 'Meetings of a customer with a consultant, or requests for one';
alter table appointment add constraint appointment_key PRIMARY KEY (id);
alter table appointment add constraint appointment_assigned_when_confirmed CHECK (((status = ANY (ARRAY['PENDING'::text, 'CANCELLED'::text])) OR (consultant_id IS NOT NULL)));
alter table appointment add constraint appointment_cancelled_when_dated CHECK (((status = 'CANCELLED'::text) = (cancelled_at IS NOT NULL)));
alter table appointment add constraint appointment_completed_when_dated CHECK (((completed_at IS NULL) OR (status = 'COMPLETED'::text)));
alter table appointment add constraint appointment_description_length CHECK ((char_length(description) <= 4000));
alter table appointment add constraint appointment_lasts_5_to_480_minutes CHECK (((duration_minutes >= 5) AND (duration_minutes <= 480)));
alter table appointment add constraint appointment_meeting_url_is_http CHECK ((meeting_url ~* '^https?://[^[:space:]]+$'::text));
alter table appointment add constraint appointment_outcome_known CHECK ((outcome = ANY (ARRAY['ATTENDED'::text, 'NO_SHOW'::text])));
alter table appointment add constraint appointment_outcome_when_completed CHECK (((outcome IS NULL) OR (status = 'COMPLETED'::text)));
alter table appointment add constraint appointment_reason_when_cancelled CHECK (((cancel_reason IS NULL) OR ((status = 'CANCELLED'::text) AND ((char_length(cancel_reason) >= 1) AND (char_length(cancel_reason) <= 500)))));
alter table appointment add constraint appointment_specialty_length CHECK (((char_length(required_specialty) >= 1) AND (char_length(required_specialty) <= 100)));
alter table appointment add constraint appointment_status_known CHECK ((status = ANY (ARRAY['PENDING'::text, 'CONFIRMED'::text, 'COMPLETED'::text, 'CANCELLED'::text])));
alter table appointment add constraint appointment_within_its_day CHECK (((EXTRACT(epoch FROM start_time) + ((duration_minutes * 60))::numeric) <= (86400)::numeric));
alter table appointment add constraint appointment_year_of_four_digits CHECK (((date >= '0001-01-01'::date) AND (date <= '9999-12-31'::date)));
alter table appointment add constraint appointment_of_consultant FOREIGN KEY (consultant_id) REFERENCES consultant(id);
alter table appointment add constraint appointment_of_customer FOREIGN KEY (customer_id) REFERENCES customer(id);
alter table appointment add constraint appointment_customer_no_overlap EXCLUDE USING gist (hashtextextended(customer_id, (0)::bigint) WITH =, customer_id WITH =, tsrange((date + start_time), ((date + start_time) + make_interval(mins => duration_minutes))) WITH &&) WHERE (((status <> 'CANCELLED'::text) AND (NOT legacy_overlap)));
alter table appointment add constraint appointment_no_overlap EXCLUDE USING gist (consultant_id WITH =, tsrange((date + start_time), ((date + start_time) + make_interval(mins => duration_minutes))) WITH &&) WHERE (((status <> 'CANCELLED'::text) AND (NOT legacy_overlap)));
CREATE INDEX appointment_by_creation ON public.appointment USING btree (created_at DESC, id DESC);
CREATE INDEX appointment_by_specialty ON public.appointment USING btree (folded_specialty, date DESC, start_time DESC, id DESC) WHERE (folded_specialty IS NOT NULL);
CREATE INDEX appointment_by_status ON public.appointment USING btree (status, date DESC, start_time DESC, id DESC);
CREATE INDEX appointment_newest_first ON public.appointment USING btree (date DESC, start_time DESC, id DESC);
CREATE INDEX appointment_of_consultant_by_time ON public.appointment USING btree (consultant_id, date DESC, start_time DESC, id DESC);
CREATE INDEX appointment_of_customer_by_time ON public.appointment USING btree (customer_id, date DESC, start_time DESC, id DESC);
CREATE INDEX appointment_overlaps_since_import ON public.appointment USING btree (date) WHERE (legacy_overlap AND (status <> 'CANCELLED'::text));
CREATE INDEX appointment_search_description ON public.appointment USING gin (search_description gin_trgm_ops);
CREATE INDEX appointment_unassigned_by_time ON public.appointment USING btree (date DESC, start_time DESC, id DESC) WHERE (consultant_id IS NULL);
CREATE TRIGGER appointment_a_day_loaded BEFORE INSERT OR DELETE OR UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION refuse_unloaded_day();
CREATE TRIGGER appointment_begins_open BEFORE INSERT ON public.appointment FOR EACH ROW WHEN ((new.status = ANY (ARRAY['COMPLETED'::text, 'CANCELLED'::text]))) EXECUTE FUNCTION refuse_closed_beginning();
CREATE TRIGGER appointment_emptied AFTER TRUNCATE ON public.appointment FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER appointment_held_when_rated BEFORE UPDATE OF outcome ON public.appointment FOR EACH ROW WHEN (((new.outcome = 'NO_SHOW'::text) AND (old.outcome IS DISTINCT FROM 'NO_SHOW'::text))) EXECUTE FUNCTION refuse_no_show_with_feedback();
CREATE TRIGGER appointment_judged_anew BEFORE INSERT OR UPDATE ON public.appointment FOR EACH ROW WHEN (new.legacy_overlap) EXECUTE FUNCTION judge_overlaps();
CREATE TRIGGER appointment_legal_transition BEFORE UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER appointment_marked_on_delete AFTER DELETE ON public.appointment REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_appointment_delete();
CREATE TRIGGER appointment_marked_on_insert AFTER INSERT ON public.appointment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_appointment_insert();
CREATE TRIGGER appointment_marked_on_update AFTER UPDATE ON public.appointment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_appointment_update();
CREATE TRIGGER appointment_not_beside_imported BEFORE INSERT OR UPDATE OF consultant_id, customer_id, date, start_time, duration_minutes, legacy_overlap ON public.appointment FOR EACH ROW WHEN (((new.status <> 'CANCELLED'::text) AND (NOT new.legacy_overlap))) EXECUTE FUNCTION refuse_overlap_with_imported();
CREATE TRIGGER appointment_of_enabled_people BEFORE INSERT OR UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION refuse_booking_of_disabled();
CREATE TRIGGER appointment_outcome_stays BEFORE UPDATE OF outcome ON public.appointment FOR EACH ROW WHEN (((old.outcome IS NOT NULL) AND (new.outcome IS DISTINCT FROM old.outcome))) EXECUTE FUNCTION refuse_another_outcome();
CREATE TRIGGER appointment_recorded AFTER INSERT OR DELETE OR UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION record_change('1', 'id', 'search_description', 'folded_specialty');
CREATE TRIGGER appointment_rolled_up_on_delete AFTER DELETE ON public.appointment REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_appointment_delete();
CREATE TRIGGER appointment_rolled_up_on_insert AFTER INSERT ON public.appointment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_appointment_insert();
CREATE TRIGGER appointment_rolled_up_on_update AFTER UPDATE ON public.appointment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_appointment_update();
CREATE TRIGGER appointment_started_when_completed BEFORE UPDATE OF status ON public.appointment FOR EACH ROW WHEN (((new.status = 'COMPLETED'::text) AND (old.status <> 'COMPLETED'::text))) EXECUTE FUNCTION refuse_early_completion();
CREATE TRIGGER appointment_version BEFORE UPDATE ON public.appointment FOR EACH ROW EXECUTE FUNCTION count_version('search_description', 'folded_specialty');
grant insert, select, update on appointment to meetassist_api;
grant select on appointment to meetassist_archive;

create table archive_job (
  id uuid not null default gen_random_uuid(),
  kind text not null,
  status text not null default 'QUEUED'::text,
  input jsonb not null,
  result jsonb,
  error text,
  actor text not null,
  actor_name text not null,
  trigger text not null,
  created_at timestamp with time zone not null default office_now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  attempt_of uuid
);
comment on table archive_job is 'Runs of the archive, imports, exports: who started them, and how they ended';
alter table archive_job add constraint archive_job_key PRIMARY KEY (id);
alter table archive_job add constraint archive_job_finished_when_over CHECK (((finished_at IS NULL) = (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]))));
alter table archive_job add constraint archive_job_kind_known CHECK ((kind = ANY (ARRAY['RUN'::text, 'VERIFY'::text, 'LOAD_DAYS'::text, 'IMPORT_ORIGINAL'::text, 'EXPORT_ORIGINAL'::text, 'EXPORT_CSV'::text, 'RESTORE_DRILL'::text])));
alter table archive_job add constraint archive_job_says_why_it_failed CHECK (((status <> 'FAILED'::text) OR (error IS NOT NULL)));
alter table archive_job add constraint archive_job_status_known CHECK ((status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'UNCHANGED'::text, 'SUSPECT'::text, 'FAILED'::text])));
alter table archive_job add constraint archive_job_trigger_known CHECK ((trigger = ANY (ARRAY['ADMIN'::text, 'SCHEDULE'::text])));
alter table archive_job add constraint archive_job_tries_another_again FOREIGN KEY (attempt_of) REFERENCES archive_job(id);
CREATE INDEX archive_job_attempts ON public.archive_job USING btree (attempt_of) WHERE (attempt_of IS NOT NULL);
CREATE INDEX archive_job_newest_first ON public.archive_job USING btree (created_at DESC, id DESC);
CREATE INDEX archive_job_of_kind_newest_first ON public.archive_job USING btree (kind, created_at DESC, id DESC);
CREATE UNIQUE INDEX archive_job_one_run ON public.archive_job USING btree (kind) WHERE ((kind = 'RUN'::text) AND (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text])));
CREATE INDEX archive_job_unfinished ON public.archive_job USING btree (created_at) WHERE (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text]));
grant select on archive_job to meetassist_api;
grant select on archive_job to meetassist_archive;

create table archive_mark (
  xid xid8 not null default pg_current_xact_id(),
  table_name text collate "C" not null,
  partition text collate "C" not null
);
comment on table archive_mark is 'Partitions that transactions changed since the archive read them';
alter table archive_mark add constraint archive_mark_key PRIMARY KEY (xid, table_name, partition);
CREATE TRIGGER archive_mark_gathered AFTER INSERT ON public.archive_mark FOR EACH STATEMENT WHEN (((((pg_current_xact_id())::text)::bigint % (1024)::bigint) = 0)) EXECUTE FUNCTION gather_archive_marks();
grant select on archive_mark to meetassist_archive;

create table archive_state (
  id boolean not null default true,
  database_id uuid not null default gen_random_uuid(),
  last_run_id text,
  restored_from_run_id text,
  committed_run_id text,
  announced_runs text[] not null default '{}'::text[]
);
comment on table archive_state is 'Which run of the archive this database agrees with, but for its marks';
alter table archive_state add constraint archive_state_key PRIMARY KEY (id);
alter table archive_state add constraint archive_state_is_one_row CHECK (id);
grant select on archive_state to meetassist_archive;

create table assignment (
  id bigint not null generated by default as identity,
  appointment_id integer not null,
  from_consultant_id integer,
  to_consultant_id integer,
  strategy text not null,
  reason text,
  actor text not null,
  at timestamp with time zone not null default office_now(),
  explanation text
);
comment on table assignment is 'Who was given which appointment, and why';
alter table assignment add constraint assignment_key PRIMARY KEY (id);
alter table assignment add constraint assignment_changes_consultant CHECK ((from_consultant_id IS DISTINCT FROM to_consultant_id));
alter table assignment add constraint assignment_strategy_known CHECK ((strategy = ANY (ARRAY['MANUAL'::text, 'LEAST_LOADED'::text, 'SPECIALTY_THEN_LOAD'::text, 'DAY_PLAN'::text])));
alter table assignment add constraint assignment_from_consultant FOREIGN KEY (from_consultant_id) REFERENCES consultant(id);
alter table assignment add constraint assignment_of_appointment FOREIGN KEY (appointment_id) REFERENCES appointment(id);
alter table assignment add constraint assignment_to_consultant FOREIGN KEY (to_consultant_id) REFERENCES consultant(id);
CREATE INDEX assignment_by_time ON public.assignment USING brin (at) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX assignment_of_appointment_by_time ON public.assignment USING btree (appointment_id, at, id);
CREATE INDEX assignment_to_consultant_by_time ON public.assignment USING btree (to_consultant_id, at DESC);
CREATE TRIGGER assignment_a_day_loaded BEFORE INSERT ON public.assignment FOR EACH ROW EXECUTE FUNCTION refuse_unloaded_record();
CREATE TRIGGER assignment_emptied AFTER TRUNCATE ON public.assignment FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER assignment_marked_on_delete AFTER DELETE ON public.assignment REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_assignment_delete();
CREATE TRIGGER assignment_marked_on_insert AFTER INSERT ON public.assignment REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_assignment_insert();
CREATE TRIGGER assignment_marked_on_update AFTER UPDATE ON public.assignment REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_assignment_update();
CREATE TRIGGER assignment_of_loaded_appointment BEFORE INSERT ON public.assignment FOR EACH ROW EXECUTE FUNCTION refuse_assignment_of_nothing();
CREATE TRIGGER assignment_only_grows BEFORE DELETE OR UPDATE ON public.assignment FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
grant insert, select on assignment to meetassist_api;
grant select on assignment to meetassist_archive;

create table audit_event (
  id bigint not null generated by default as identity,
  at timestamp with time zone not null default office_now(),
  actor text not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  actor_name text
);
comment on table audit_event is 'Who changed what, written with the change';
alter table audit_event add constraint audit_event_key PRIMARY KEY (id);
alter table audit_event add constraint audit_event_action_length CHECK (((char_length(action) >= 1) AND (char_length(action) <= 100)));
CREATE INDEX audit_event_by_action ON public.audit_event USING btree (action, at DESC, id DESC);
CREATE INDEX audit_event_by_actor ON public.audit_event USING btree (actor, at DESC, id DESC);
CREATE INDEX audit_event_by_entity ON public.audit_event USING btree (entity, at DESC, id DESC);
CREATE INDEX audit_event_newest_first ON public.audit_event USING btree (at DESC, id DESC);
CREATE INDEX audit_event_of_entity ON public.audit_event USING btree (entity, entity_id, id);
CREATE TRIGGER audit_event_a_day_loaded BEFORE INSERT ON public.audit_event FOR EACH ROW EXECUTE FUNCTION refuse_unloaded_record();
CREATE TRIGGER audit_event_emptied AFTER TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER audit_event_marked_on_delete AFTER DELETE ON public.audit_event REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_audit_event_delete();
CREATE TRIGGER audit_event_marked_on_insert AFTER INSERT ON public.audit_event REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_audit_event_insert();
CREATE TRIGGER audit_event_marked_on_update AFTER UPDATE ON public.audit_event REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_audit_event_update();
CREATE TRIGGER audit_event_only_grows BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
grant insert, select on audit_event to meetassist_api;
grant select on audit_event to meetassist_archive;

create table client_token (
  actor text not null,
  token text not null,
  operation text not null,
  input_hash text not null,
  result_id text not null,
  created_at timestamp with time zone not null default office_now()
);
comment on table client_token is 'Requests that were made under a token of the client';
alter table client_token add constraint client_token_key PRIMARY KEY (actor, token);
alter table client_token add constraint client_token_length CHECK (((char_length(token) >= 1) AND (char_length(token) <= 100)));
grant insert, select on client_token to meetassist_api;
grant select on client_token to meetassist_archive;

create table consultant (
  id integer not null generated by default as identity,
  full_name text collate "vi-x-icu" not null,
  email text,
  phone_number text,
  image_url text,
  specialties text[] not null default '{}'::text[],
  qualifications text,
  join_date date,
  max_per_day integer,
  is_disabled boolean not null default false,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1,
  search_name text not null generated always as (fold_text(((((full_name || ' '::text) || (id)::text) || ' '::text) || words_of(specialties)))) stored,
  search_all text not null generated always as (fold_text(((((((((((full_name || ' '::text) || (id)::text) || ' '::text) || words_of(specialties)) || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(phone_number, ''::text)) || ' '::text) || COALESCE(digits_of(phone_number), ''::text)))) stored,
  folded_specialties text[] not null generated always as (fold_each(specialties)) stored,
  specialties_text text
);
comment on table consultant is 'People who give the advice';
alter table consultant add constraint consultant_key PRIMARY KEY (id);
alter table consultant add constraint consultant_email_length CHECK ((char_length(email) <= 100));
alter table consultant add constraint consultant_max_per_day_positive CHECK ((max_per_day > 0));
alter table consultant add constraint consultant_name_trimmed_1_to_100 CHECK ((((char_length(full_name) >= 1) AND (char_length(full_name) <= 100)) AND (full_name = btrim(full_name))));
alter table consultant add constraint consultant_phone_length CHECK ((char_length(phone_number) <= 20));
alter table consultant add constraint consultant_specialties_trimmed CHECK (are_specialties(specialties));
CREATE INDEX consultant_by_creation ON public.consultant USING btree (created_at, id);
CREATE INDEX consultant_by_name ON public.consultant USING btree (full_name, id);
CREATE UNIQUE INDEX consultant_email_of_enabled ON public.consultant USING btree (lower((email COLLATE pg_c_utf8))) WHERE (NOT is_disabled);
CREATE INDEX consultant_search_all ON public.consultant USING gin (search_all gin_trgm_ops);
CREATE INDEX consultant_search_name ON public.consultant USING gin (search_name gin_trgm_ops);
CREATE INDEX consultant_with_specialty ON public.consultant USING gin (folded_specialties);
CREATE TRIGGER consultant_emptied AFTER TRUNCATE ON public.consultant FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER consultant_forgets_text BEFORE UPDATE OF specialties ON public.consultant FOR EACH ROW WHEN (((new.specialties IS DISTINCT FROM old.specialties) AND (new.specialties_text IS NOT NULL))) EXECUTE FUNCTION forget_original_text();
CREATE TRIGGER consultant_free_when_disabled AFTER UPDATE OF is_disabled ON public.consultant FOR EACH ROW WHEN ((new.is_disabled AND (NOT old.is_disabled))) EXECUTE FUNCTION refuse_disabling_the_booked();
CREATE TRIGGER consultant_marked_on_delete AFTER DELETE ON public.consultant REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_consultant_delete();
CREATE TRIGGER consultant_marked_on_insert AFTER INSERT ON public.consultant REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_consultant_insert();
CREATE TRIGGER consultant_marked_on_update AFTER UPDATE ON public.consultant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_consultant_update();
CREATE TRIGGER consultant_recorded AFTER INSERT OR DELETE OR UPDATE ON public.consultant FOR EACH ROW EXECUTE FUNCTION record_change('1', 'id', 'search_name', 'search_all', 'folded_specialties', 'specialties_text');
CREATE TRIGGER consultant_version BEFORE UPDATE ON public.consultant FOR EACH ROW EXECUTE FUNCTION count_version('search_name', 'search_all', 'folded_specialties', 'specialties_text');
grant insert, select, update on consultant to meetassist_api;
grant select on consultant to meetassist_archive;

create table consultant_day_rollup (
  consultant_id integer not null,
  date date not null,
  pending integer not null default 0,
  confirmed integer not null default 0,
  completed integer not null default 0,
  cancelled integer not null default 0,
  no_show integer not null default 0,
  booked_minutes integer not null default 0,
  offered_minutes integer not null default 0,
  rating_count integer not null default 0,
  rating_sum numeric not null default 0
);
alter table consultant_day_rollup add constraint consultant_day_rollup_key PRIMARY KEY (consultant_id, date);
CREATE INDEX consultant_day_rollup_by_date ON public.consultant_day_rollup USING btree (date, consultant_id);
grant select on consultant_day_rollup to meetassist_api;
grant select on consultant_day_rollup to meetassist_archive;

create table consultant_rating_rollup (
  consultant_id integer not null,
  rating_count integer not null default 0,
  rating_sum numeric not null default 0
);
alter table consultant_rating_rollup add constraint consultant_rating_rollup_key PRIMARY KEY (consultant_id);
grant select on consultant_rating_rollup to meetassist_api;
grant select on consultant_rating_rollup to meetassist_archive;

create table creation_rollup (
  kind text not null,
  date date not null,
  shard smallint not null,
  total integer not null default 0
);
alter table creation_rollup add constraint creation_rollup_key PRIMARY KEY (kind, date, shard);
grant select on creation_rollup to meetassist_api;
grant select on creation_rollup to meetassist_archive;

create table customer (
  id text collate "C" not null default (gen_random_uuid())::text,
  full_name text collate "vi-x-icu" not null,
  email text,
  phone_number text,
  date_of_birth date,
  notes text,
  is_disabled boolean not null default false,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1,
  search_name text not null generated always as (fold_text(((full_name || ' '::text) || id))) stored,
  search_all text not null generated always as (fold_text(((((((((full_name || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(phone_number, ''::text)) || ' '::text) || COALESCE(digits_of(phone_number), ''::text)) || ' '::text) || id))) stored
);
comment on table customer is 'People who ask for a meeting';
alter table customer add constraint customer_key PRIMARY KEY (id);
alter table customer add constraint customer_email_length CHECK ((char_length(email) <= 100));
alter table customer add constraint customer_id_length CHECK (((char_length(id) >= 1) AND (char_length(id) <= 100)));
alter table customer add constraint customer_name_trimmed_1_to_100 CHECK ((((char_length(full_name) >= 1) AND (char_length(full_name) <= 100)) AND (full_name = btrim(full_name))));
alter table customer add constraint customer_notes_length CHECK ((char_length(notes) <= 4000));
alter table customer add constraint customer_phone_length CHECK ((char_length(phone_number) <= 20));
CREATE INDEX customer_by_creation ON public.customer USING btree (created_at, id);
CREATE INDEX customer_by_name ON public.customer USING btree (full_name, id) INCLUDE (is_disabled, search_all);
CREATE INDEX customer_by_partition ON public.customer USING btree (customer_partition(id));
CREATE INDEX customer_search_all ON public.customer USING gin (search_all gin_trgm_ops);
CREATE INDEX customer_search_name ON public.customer USING gin (search_name gin_trgm_ops);
CREATE TRIGGER customer_a_all_days_loaded BEFORE UPDATE ON public.customer FOR EACH ROW WHEN ((COALESCE(current_setting('meetassist.anonymising'::text, true), ''::text) = 'on'::text)) EXECUTE FUNCTION refuse_anonymising_in_part();
CREATE TRIGGER customer_born_by_today BEFORE INSERT OR UPDATE OF date_of_birth ON public.customer FOR EACH ROW WHEN ((new.date_of_birth IS NOT NULL)) EXECUTE FUNCTION refuse_birth_in_future();
CREATE TRIGGER customer_emptied AFTER TRUNCATE ON public.customer FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER customer_free_when_disabled AFTER UPDATE OF is_disabled ON public.customer FOR EACH ROW WHEN ((new.is_disabled AND (NOT old.is_disabled))) EXECUTE FUNCTION refuse_disabling_the_booked();
CREATE TRIGGER customer_marked_on_delete AFTER DELETE ON public.customer REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_customer_delete();
CREATE TRIGGER customer_marked_on_insert AFTER INSERT ON public.customer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_customer_insert();
CREATE TRIGGER customer_marked_on_update AFTER UPDATE ON public.customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_customer_update();
CREATE TRIGGER customer_recorded AFTER INSERT OR DELETE OR UPDATE ON public.customer FOR EACH ROW EXECUTE FUNCTION record_change('1', 'id', 'search_name', 'search_all');
CREATE TRIGGER customer_rolled_up_on_delete AFTER DELETE ON public.customer REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_customer_delete();
CREATE TRIGGER customer_rolled_up_on_insert AFTER INSERT ON public.customer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_customer_insert();
CREATE TRIGGER customer_rolled_up_on_update AFTER UPDATE ON public.customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_customer_update();
CREATE TRIGGER customer_version BEFORE UPDATE ON public.customer FOR EACH ROW EXECUTE FUNCTION count_version('search_name', 'search_all');
grant insert, select, update on customer to meetassist_api;
grant select on customer to meetassist_archive;

create table customer_rollup (
  is_disabled boolean not null,
  shard smallint not null,
  total integer not null default 0
);
alter table customer_rollup add constraint customer_rollup_key PRIMARY KEY (is_disabled, shard);
grant select on customer_rollup to meetassist_api;
grant select on customer_rollup to meetassist_archive;

create table day_rollup (
  date date not null,
  shard smallint not null,
  pending integer not null default 0,
  confirmed integer not null default 0,
  completed integer not null default 0,
  cancelled integer not null default 0,
  no_show integer not null default 0,
  unassigned integer not null default 0,
  booked_minutes integer not null default 0,
  offered_slots integer not null default 0,
  offered_minutes integer not null default 0,
  rated_0 integer not null default 0,
  rated_1 integer not null default 0,
  rated_2 integer not null default 0,
  rated_3 integer not null default 0,
  rated_4 integer not null default 0,
  rated_5 integer not null default 0,
  rating_sum numeric not null default 0
);
alter table day_rollup add constraint day_rollup_key PRIMARY KEY (date, shard);
grant select on day_rollup to meetassist_api;
grant select on day_rollup to meetassist_archive;

create table feedback (
  appointment_id integer not null,
  rating numeric not null,
  comment text,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1
);
comment on table feedback is 'What a customer said of a meeting';
alter table feedback add constraint feedback_key PRIMARY KEY (appointment_id);
alter table feedback add constraint feedback_comment_length CHECK ((char_length(comment) <= 2000));
alter table feedback add constraint feedback_rating_0_to_5 CHECK (((rating >= (0)::numeric) AND (rating <= (5)::numeric)));
alter table feedback add constraint feedback_on_appointment FOREIGN KEY (appointment_id) REFERENCES appointment(id);
CREATE INDEX feedback_by_creation ON public.feedback USING btree (created_at, appointment_id);
CREATE INDEX feedback_by_rating ON public.feedback USING btree (rating, appointment_id);
CREATE TRIGGER feedback_emptied AFTER TRUNCATE ON public.feedback FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER feedback_marked_on_delete AFTER DELETE ON public.feedback REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_feedback_delete();
CREATE TRIGGER feedback_marked_on_insert AFTER INSERT ON public.feedback REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_feedback_insert();
CREATE TRIGGER feedback_marked_on_update AFTER UPDATE ON public.feedback REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_feedback_update();
CREATE TRIGGER feedback_on_held_meeting BEFORE INSERT OR UPDATE ON public.feedback FOR EACH ROW EXECUTE FUNCTION refuse_feedback_without_meeting();
CREATE TRIGGER feedback_recorded AFTER INSERT OR DELETE OR UPDATE ON public.feedback FOR EACH ROW EXECUTE FUNCTION record_change('1', 'appointment_id');
CREATE TRIGGER feedback_rolled_up_on_delete AFTER DELETE ON public.feedback REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_feedback_delete();
CREATE TRIGGER feedback_rolled_up_on_insert AFTER INSERT ON public.feedback REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_feedback_insert();
CREATE TRIGGER feedback_rolled_up_on_update AFTER UPDATE ON public.feedback REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_feedback_update();
CREATE TRIGGER feedback_version BEFORE UPDATE ON public.feedback FOR EACH ROW EXECUTE FUNCTION count_version();
grant insert, select, update on feedback to meetassist_api;
grant select on feedback to meetassist_archive;

create table loaded_days (
  from_date date not null,
  to_date date not null
);
comment on table loaded_days is 'Windows of days that were loaded from the archive, each up to its to_date and without it';
alter table loaded_days add constraint loaded_days_key PRIMARY KEY (from_date, to_date);
alter table loaded_days add constraint loaded_days_in_order CHECK ((from_date < to_date));
grant select on loaded_days to meetassist_api;
grant select on loaded_days to meetassist_archive;

create table office (
  id boolean not null default true,
  zone text not null default 'Asia/Ho_Chi_Minh'::text
);
alter table office add constraint office_key PRIMARY KEY (id);
alter table office add constraint office_is_one_row CHECK (id);
alter table office add constraint office_zone_exists CHECK (((now() AT TIME ZONE zone) IS NOT NULL));
CREATE TRIGGER office_moves_records AFTER UPDATE OF zone ON public.office FOR EACH ROW WHEN ((new.zone <> old.zone)) EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER office_recounts_creation AFTER UPDATE OF zone ON public.office FOR EACH ROW WHEN ((new.zone <> old.zone)) EXECUTE FUNCTION recount_creation();
grant select on office to meetassist_api;
grant select on office to meetassist_archive;

create table program (
  id integer not null generated by default as identity,
  name text collate "vi-x-icu" not null,
  date date not null,
  description text,
  content text,
  organizer text,
  url text,
  status text not null default 'UPCOMING'::text,
  capacity integer,
  is_disabled boolean not null default false,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1,
  search_all text not null generated always as (fold_text(((((((name || ' '::text) || (id)::text) || ' '::text) || COALESCE(organizer, ''::text)) || ' '::text) || COALESCE(description, ''::text)))) stored
);
comment on table program is 'Community programs';
alter table program add constraint program_key PRIMARY KEY (id);
alter table program add constraint program_capacity_not_negative CHECK ((capacity >= 0));
alter table program add constraint program_name_trimmed_1_to_100 CHECK ((((char_length(name) >= 1) AND (char_length(name) <= 100)) AND (name = btrim(name))));
alter table program add constraint program_status_known CHECK ((status = ANY (ARRAY['UPCOMING'::text, 'ONGOING'::text, 'COMPLETED'::text])));
CREATE INDEX program_by_creation ON public.program USING btree (created_at, id);
CREATE INDEX program_by_name ON public.program USING btree (name, id);
CREATE INDEX program_newest_first ON public.program USING btree (date DESC, id DESC);
CREATE INDEX program_search ON public.program USING gin (search_all gin_trgm_ops);
CREATE TRIGGER program_capacity_for_participants AFTER UPDATE OF capacity ON public.program FOR EACH ROW WHEN (((new.capacity IS NOT NULL) AND (new.capacity IS DISTINCT FROM old.capacity))) EXECUTE FUNCTION refuse_capacity_below_participants();
CREATE TRIGGER program_emptied AFTER TRUNCATE ON public.program FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER program_legal_transition BEFORE UPDATE OF status ON public.program FOR EACH ROW WHEN ((new.status <> old.status)) EXECUTE FUNCTION refuse_illegal_program_transition();
CREATE TRIGGER program_marked_on_delete AFTER DELETE ON public.program REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_delete();
CREATE TRIGGER program_marked_on_insert AFTER INSERT ON public.program REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_insert();
CREATE TRIGGER program_marked_on_update AFTER UPDATE ON public.program REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_update();
CREATE TRIGGER program_recorded AFTER INSERT OR DELETE OR UPDATE ON public.program FOR EACH ROW EXECUTE FUNCTION record_change('1', 'id', 'search_all');
CREATE TRIGGER program_version BEFORE UPDATE ON public.program FOR EACH ROW EXECUTE FUNCTION count_version('search_all');
grant insert, select, update on program to meetassist_api;
grant select on program to meetassist_archive;

create table program_participant (
  program_id integer not null,
  customer_id text collate "C" not null,
  registered_at timestamp with time zone not null default office_now(),
  status text not null default 'REGISTERED'::text,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1
);
comment on table program_participant is 'Who takes part in which program';
alter table program_participant add constraint program_participant_key PRIMARY KEY (program_id, customer_id);
alter table program_participant add constraint program_participant_status_known CHECK ((status = ANY (ARRAY['REGISTERED'::text, 'ATTENDED'::text, 'CANCELLED'::text])));
alter table program_participant add constraint program_participant_in_program FOREIGN KEY (program_id) REFERENCES program(id);
alter table program_participant add constraint program_participant_is_customer FOREIGN KEY (customer_id) REFERENCES customer(id);
CREATE INDEX program_participant_by_registration ON public.program_participant USING btree (program_id, registered_at, customer_id) INCLUDE (status);
CREATE INDEX program_participant_of_customer ON public.program_participant USING btree (customer_id, registered_at DESC, program_id DESC);
CREATE TRIGGER program_participant_begins_registered BEFORE INSERT ON public.program_participant FOR EACH ROW WHEN ((new.status <> 'REGISTERED'::text)) EXECUTE FUNCTION refuse_unregistered_participant();
CREATE TRIGGER program_participant_customer_enabled BEFORE INSERT OR UPDATE OF status ON public.program_participant FOR EACH ROW WHEN ((new.status = 'REGISTERED'::text)) EXECUTE FUNCTION refuse_registration_of_disabled();
CREATE TRIGGER program_participant_emptied AFTER TRUNCATE ON public.program_participant FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER program_participant_marked_on_delete AFTER DELETE ON public.program_participant REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_participant_delete();
CREATE TRIGGER program_participant_marked_on_insert AFTER INSERT ON public.program_participant REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_participant_insert();
CREATE TRIGGER program_participant_marked_on_update AFTER UPDATE ON public.program_participant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_program_participant_update();
CREATE TRIGGER program_participant_recorded AFTER INSERT OR DELETE OR UPDATE ON public.program_participant FOR EACH ROW EXECUTE FUNCTION record_change('2', 'program_id', 'customer_id');
CREATE TRIGGER program_participant_registration BEFORE INSERT OR UPDATE ON public.program_participant FOR EACH ROW EXECUTE FUNCTION refuse_registration();
CREATE TRIGGER program_participant_rolled_up_on_delete AFTER DELETE ON public.program_participant REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_participant_delete();
CREATE TRIGGER program_participant_rolled_up_on_insert AFTER INSERT ON public.program_participant REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_participant_insert();
CREATE TRIGGER program_participant_rolled_up_on_update AFTER UPDATE ON public.program_participant REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_participant_update();
CREATE TRIGGER program_participant_stays BEFORE UPDATE OF program_id, customer_id ON public.program_participant FOR EACH ROW EXECUTE FUNCTION refuse_unregistered_participant();
CREATE TRIGGER program_participant_version BEFORE UPDATE ON public.program_participant FOR EACH ROW EXECUTE FUNCTION count_version();
grant insert, select, update on program_participant to meetassist_api;
grant select on program_participant to meetassist_archive;

create table program_rollup (
  program_id integer not null,
  registered integer not null default 0,
  attended integer not null default 0,
  cancelled integer not null default 0
);
alter table program_rollup add constraint program_rollup_key PRIMARY KEY (program_id);
grant select on program_rollup to meetassist_api;
grant select on program_rollup to meetassist_archive;

create table schema_migration (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now()
);
alter table schema_migration add constraint schema_migration_key PRIMARY KEY (number);
grant select on schema_migration to meetassist_api;
grant select on schema_migration to meetassist_archive;

create table specialty_day_rollup (
  specialty text not null,
  date date not null,
  shard smallint not null,
  pending integer not null default 0,
  confirmed integer not null default 0,
  completed integer not null default 0,
  cancelled integer not null default 0,
  no_show integer not null default 0
);
alter table specialty_day_rollup add constraint specialty_day_rollup_key PRIMARY KEY (date, specialty, shard);
grant select on specialty_day_rollup to meetassist_api;
grant select on specialty_day_rollup to meetassist_archive;

create table timeslot (
  id integer not null generated by default as identity,
  consultant_id integer not null,
  date date not null,
  start_time time without time zone not null,
  end_time time without time zone not null,
  is_available boolean not null default true,
  created_at timestamp with time zone not null default office_now(),
  updated_at timestamp with time zone,
  version integer not null default 1,
  open_when_booked boolean not null default false
);
comment on table timeslot is 'When a consultant could meet somebody';
alter table timeslot add constraint timeslot_key PRIMARY KEY (id);
alter table timeslot add constraint timeslot_lasts_5_to_480_minutes CHECK (((end_time < '24:00:00'::time without time zone) AND (((end_time - start_time) >= '00:05:00'::interval) AND ((end_time - start_time) <= '08:00:00'::interval))));
alter table timeslot add constraint timeslot_year_of_four_digits CHECK (((date >= '0001-01-01'::date) AND (date <= '9999-12-31'::date)));
alter table timeslot add constraint timeslot_of_consultant FOREIGN KEY (consultant_id) REFERENCES consultant(id);
alter table timeslot add constraint timeslot_no_overlap EXCLUDE USING gist (consultant_id WITH =, tsrange((date + start_time), (date + end_time)) WITH &&);
CREATE INDEX timeslot_by_time ON public.timeslot USING btree (date, start_time, id);
CREATE INDEX timeslot_of_consultant_by_time ON public.timeslot USING btree (consultant_id, date, start_time, id);
CREATE TRIGGER timeslot_a_day_loaded BEFORE INSERT OR DELETE OR UPDATE ON public.timeslot FOR EACH ROW EXECUTE FUNCTION refuse_unloaded_day();
CREATE TRIGGER timeslot_emptied AFTER TRUNCATE ON public.timeslot FOR EACH STATEMENT EXECUTE FUNCTION distrust_marks();
CREATE TRIGGER timeslot_forgets_text BEFORE UPDATE ON public.timeslot FOR EACH ROW WHEN ((new.open_when_booked AND (((new.consultant_id IS DISTINCT FROM old.consultant_id) OR (new.date IS DISTINCT FROM old.date)) OR (new.start_time IS DISTINCT FROM old.start_time)))) EXECUTE FUNCTION forget_original_text();
CREATE TRIGGER timeslot_marked_on_delete AFTER DELETE ON public.timeslot REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_timeslot_delete();
CREATE TRIGGER timeslot_marked_on_insert AFTER INSERT ON public.timeslot REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_timeslot_insert();
CREATE TRIGGER timeslot_marked_on_update AFTER UPDATE ON public.timeslot REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_timeslot_update();
CREATE TRIGGER timeslot_not_in_use BEFORE DELETE OR UPDATE ON public.timeslot FOR EACH ROW EXECUTE FUNCTION refuse_moving_a_booked_slot();
CREATE TRIGGER timeslot_recorded AFTER INSERT OR DELETE OR UPDATE ON public.timeslot FOR EACH ROW EXECUTE FUNCTION record_change('1', 'id', 'open_when_booked');
CREATE TRIGGER timeslot_rolled_up_on_delete AFTER DELETE ON public.timeslot REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_timeslot_delete();
CREATE TRIGGER timeslot_rolled_up_on_insert AFTER INSERT ON public.timeslot REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_timeslot_insert();
CREATE TRIGGER timeslot_rolled_up_on_update AFTER UPDATE ON public.timeslot REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION roll_up_timeslot_update();
CREATE TRIGGER timeslot_version BEFORE UPDATE ON public.timeslot FOR EACH ROW EXECUTE FUNCTION count_version('open_when_booked');
grant delete, insert, select, update on timeslot to meetassist_api;
grant select on timeslot to meetassist_archive;

create table unloaded_partition (
  table_name text collate "C" not null,
  date date not null
);
comment on table unloaded_partition is 'Days of the archive that this database does not hold';
alter table unloaded_partition add constraint unloaded_partition_key PRIMARY KEY (date, table_name);
alter table unloaded_partition add constraint unloaded_partition_of_dated_table CHECK ((table_name = ANY (ARRAY['timeslot'::text, 'appointment'::text, 'feedback'::text, 'assignment'::text, 'audit_event'::text])));
CREATE TRIGGER unloaded_partition_guards_days AFTER INSERT OR DELETE OR TRUNCATE ON public.unloaded_partition FOR EACH STATEMENT EXECUTE FUNCTION unloaded_days_changed();
grant select on unloaded_partition to meetassist_api;
grant select on unloaded_partition to meetassist_archive;
