-- What the archive has to know: which partitions changed since its last run, and which days of the archive this
-- database does not hold (services/archive/tracking-store.ts). Partitions are named as in services/archive/layout.ts.

-- One row for each transaction and partition that it changed: transactions never meet in it, so marking makes nobody
-- wait. A run reads the marks in its own snapshot and forgets, when it is committed, those that this snapshot saw.
create table archive_mark (
  xid xid8 not null default pg_current_xact_id(),
  table_name text collate "C" not null,
  partition text collate "C" not null,
  constraint archive_mark_key primary key (xid, table_name, partition)
);
comment on table archive_mark is 'Partitions that transactions changed since the archive read them';

-- The marks say what differs from the run `last_run_id`, and nothing about any other.
create table archive_state (
  id boolean not null default true,
  database_id uuid not null default gen_random_uuid(),
  last_run_id text,
  restored_from_run_id text,
  constraint archive_state_key primary key (id),
  constraint archive_state_is_one_row check (id)
);
comment on table archive_state is 'Which run of the archive this database agrees with, but for its marks';
insert into archive_state default values;

-- Partitions that the archive has and this database has not; none when everything is loaded.
create table unloaded_partition (
  table_name text collate "C" not null,
  date date not null,
  constraint unloaded_partition_key primary key (date, table_name),
  constraint unloaded_partition_of_dated_table check (
    table_name in ('timeslot', 'appointment', 'feedback', 'assignment', 'audit_event'))
);
comment on table unloaded_partition is 'Days of the archive that this database does not hold';

-- The windows that were loaded, for display; none when everything is.
create table loaded_days (
  from_date date not null,
  to_date date not null,
  constraint loaded_days_key primary key (from_date, to_date),
  constraint loaded_days_in_order check (from_date < to_date)
);
comment on table loaded_days is 'Windows of days that were loaded from the archive, each up to its to_date and without it';

-- True while rows come back from the archive: they are whole already, and differ from nothing. Only members of the
-- owner's role can say so.
create function is_restoring() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('meetassist.restoring', true), '') = 'on'
     and pg_has_role(session_user, (select nspowner from pg_namespace where nspname = 'public'), 'member');

-- What does not judge imported rows does not judge restored ones either: they were judged when they were written.
create or replace function is_importing() returns boolean
  language sql stable parallel safe
  return (coalesce(current_setting('meetassist.importing', true), '') = 'on'
          or coalesce(current_setting('meetassist.restoring', true), '') = 'on')
     and pg_has_role(session_user, (select nspowner from pg_namespace where nspname = 'public'), 'member');

-- Independent of the session's DateStyle.
create function day_partition(date date) returns text
  language sql stable parallel safe
  return 'date=' || to_char(date, 'YYYY-MM-DD');

create function customer_partition(id text) returns text
  language sql immutable parallel safe
  return 'bucket=' || to_char(('x' || left(md5(id), 2))::bit(8)::integer % 64, 'FM00');

-- A mark is made in the transaction of the change, so it is seen when the change is. A row that moves marks the partition
-- it leaves as well.
do $make$
declare
  tracked record;
  operation text;
  changed text;
  referencing text;
begin
  for tracked in
    select *
      from (values
        ('customer', 'customer_partition(c.id)', ''),
        ('consultant', '''all''', ''),
        ('timeslot', 'day_partition(c.date)', ''),
        ('appointment', 'day_partition(c.date)', ''),
        ('feedback', 'day_partition(a.date)', 'join appointment a on a.id = c.appointment_id'),
        ('program', '''all''', ''),
        ('program_participant', '''all''', ''),
        ('assignment', 'day_partition(office_date(c.at))', ''),
        ('audit_event', 'day_partition(office_date(c.at))', '')
      ) as t (table_name, partition, joined)
  loop
    foreach operation in array array['insert', 'update', 'delete'] loop
      changed := case operation
        when 'insert' then 'new_rows'
        when 'delete' then 'old_rows'
        else '(select n.* from new_rows n union all select o.* from old_rows o)'
      end;
      referencing := case operation
        when 'insert' then 'new table as new_rows'
        when 'delete' then 'old table as old_rows'
        else 'old table as old_rows new table as new_rows'
      end;
      execute format($function$
create function mark_%1$s_%2$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
begin
  if is_restoring() then
    return null;
  end if;
  insert into archive_mark (table_name, partition)
  select distinct '%1$s', %3$s from %4$s c %5$s
  on conflict do nothing;
  return null;
end $body$ $function$, tracked.table_name, operation, tracked.partition, changed, tracked.joined);
      execute format('create trigger %1$s_marked_on_%2$s after %2$s on %1$s referencing %3$s
        for each statement execute function mark_%1$s_%2$s()', tracked.table_name, operation, referencing);
    end loop;
  end loop;
end $make$;

-- What leaves no rows to look at, or changes the day of every record, is not marked: the next run reads everything.
create function distrust_marks() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'office' and exists (select from unloaded_partition) then
    raise exception 'the zone stays while days are not loaded'
      using errcode = 'restrict_violation', constraint = 'office_zone_while_loaded';
  end if;
  update archive_state set last_run_id = null;
  return null;
end $$;
create trigger office_moves_records after update of zone on office
  for each row when (new.zone <> old.zone) execute function distrust_marks();
do $make$
declare
  table_name text;
begin
  foreach table_name in array array['customer', 'consultant', 'timeslot', 'appointment', 'feedback', 'program',
    'program_participant', 'assignment', 'audit_event'] loop
    execute format('create trigger %1$s_emptied after truncate on %1$s
      for each statement execute function distrust_marks()', table_name);
  end loop;
end $make$;

-- The run `run_id` is committed in the bucket, and read what `covered` saw.
create function forget_archive_marks(covered pg_snapshot, run_id text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from archive_mark where pg_visible_in_snapshot(xid, covered);
  update archive_state set last_run_id = run_id;
end $$;

-- A day is held completely or not at all: nothing is written to a day that the archive has and this database has not.
create function refuse_unloaded_day() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
-- Records are written on the day that it is, which is always loaded; unless the clock went back.
create function refuse_unloaded_record() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not is_restoring() and exists (
    select from unloaded_partition where date = office_date(new.at) and table_name = tg_table_name) then
    raise exception 'this day of records is not loaded'
      using errcode = 'restrict_violation', constraint = 'record_day_loaded';
  end if;
  return new;
end $$;
create trigger appointment_a_day_loaded before insert or update or delete on appointment
  for each row execute function refuse_unloaded_day();
create trigger timeslot_a_day_loaded before insert or update or delete on timeslot
  for each row execute function refuse_unloaded_day();
create trigger assignment_a_day_loaded before insert on assignment
  for each row execute function refuse_unloaded_record();
create trigger audit_event_a_day_loaded before insert on audit_event
  for each row execute function refuse_unloaded_record();

-- Bookings do not pay for days that are all loaded: the guards rest until a partition is missing.
create function guard_unloaded_days() returns void
  language plpgsql set search_path = public, pg_temp as $$
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
end $$;
create function unloaded_days_changed() returns trigger
  language plpgsql set search_path = public, pg_temp as $$
begin
  perform guard_unloaded_days();
  return null;
end $$;
create trigger unloaded_partition_guards_days after insert or delete or truncate on unloaded_partition
  for each statement execute function unloaded_days_changed();
select guard_unloaded_days();

-- History is missing as well: an assignment may be here whose appointment is not. While that is so, this trigger stands
-- in for the foreign key assignment_of_appointment, for those that are made and not for those that come back; a foreign
-- key would have to be taken away and made again whenever days are loaded, and everybody would wait
-- (services/archive/history.ts).
create function refuse_assignment_of_nothing() returns trigger
  language plpgsql as $$
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
end $$;
create trigger assignment_of_loaded_appointment before insert on assignment
  for each row execute function refuse_assignment_of_nothing();
alter table assignment disable trigger assignment_of_loaded_appointment;

-- Whoever is disabled has nothing ahead, on days that are not loaded either.
create or replace function refuse_disabling_the_booked() returns trigger
  language plpgsql as $$
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
end $$;

-- A person's words are on every day of the archive that has any.
create function refuse_anonymising_in_part() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
create trigger customer_a_all_days_loaded before update on customer
  for each row when (coalesce(current_setting('meetassist.anonymising', true), '') = 'on')
  execute function refuse_anonymising_in_part();

grant select on archive_mark, archive_state, unloaded_partition, loaded_days to meetassist_archive;
grant select on unloaded_partition, loaded_days to meetassist_api;
-- Ids that were given out and are gone are not given out again after a restore.
grant select on all sequences in schema public to meetassist_archive;
revoke all on function forget_archive_marks(pg_snapshot, text), guard_unloaded_days() from public;
grant execute on function forget_archive_marks(pg_snapshot, text) to meetassist_archive;

-- What a run reads when one partition is marked: its customers, and a day of assignments, which are written in the order
-- of time. (Events and everything with a date of its own have such an index already.)
create index customer_by_partition on customer (customer_partition(id));
create index assignment_by_time on assignment using brin (at) with (pages_per_range = 16, autosummarize = on);
