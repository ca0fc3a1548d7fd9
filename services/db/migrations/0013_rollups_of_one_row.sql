-- Nearly every statement changes one appointment, and bookings of one moment meet at the same days: a single row is
-- added to the rollups without aggregates, at a shard that nobody holds, so that bookings do not wait for each other's
-- COMMIT. Statements that change many rows (imports, day plans) are summed first, as before.

-- As an SQL function it was planned anew by each statement that writes a row, twice per appointment.
create or replace function fold_text(value text) returns text
  language plpgsql immutable strict parallel safe as $$
begin
  return ' ' || btrim(
    regexp_replace(
      replace(regexp_replace(lower(normalize(value, nfd) collate pg_c_utf8), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'),
      '\s+', ' ', 'g'));
end $$;

-- A shard that no row has yet, all but surely: there come to be as many as were once written at the same time.
create function new_rollup_shard() returns smallint
  language sql volatile
  return floor(random() * 32768)::smallint;

-- One appointment as it was and as it becomes; null where there is none. Counts nothing but creation, which has its own.
create function roll_up_one_appointment(was appointment, becomes appointment) returns void
  language plpgsql set search_path = public, pg_temp as $$
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
end $$;

-- `more` rows of a kind were created on a day.
create function roll_up_one_creation(of_kind text, on_date date, more integer) returns void
  language plpgsql set search_path = public, pg_temp as $$
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
end $$;

-- The three functions of 0007 with a way of their own for one row.
do $make$
declare
  operation text;
  changed text;
  one_row text;
begin
  foreach operation in array array['insert', 'update', 'delete'] loop
    changed := case operation
      when 'insert' then 'select 1 as sign, n.* from new_rows n'
      when 'delete' then 'select -1 as sign, o.* from old_rows o'
      else 'select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o'
    end;
    one_row := case operation
      when 'insert' then
       'select * into becomes from new_rows;
    perform roll_up_one_appointment(null, becomes);
    perform roll_up_one_creation(''appointment'', office_date(becomes.created_at), 1);'
      when 'delete' then
       'select * into was from old_rows;
    perform roll_up_one_appointment(was, null);
    perform roll_up_one_creation(''appointment'', office_date(was.created_at), -1);'
      else
       'select * into was from old_rows;
    select * into becomes from new_rows;
    perform roll_up_one_appointment(was, becomes);
    if office_date(was.created_at) <> office_date(becomes.created_at) then
      perform roll_up_one_creation(''appointment'', office_date(was.created_at), -1);
      perform roll_up_one_creation(''appointment'', office_date(becomes.created_at), 1);
    end if;'
    end;

    execute format($function$
create or replace function roll_up_appointment_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
declare
  was appointment;
  becomes appointment;
begin
  if (select count(*) from (select from %3$s limit 2) few) = 1 then
    %4$s
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
    from (%2$s) c
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
    from (%2$s) c
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
    from (%2$s) c
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
    from (%2$s) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $body$ $function$, operation, changed, case operation when 'delete' then 'old_rows' else 'new_rows' end, one_row);
  end loop;
end $make$;
