-- Rollups: totals that statistics read instead of counting appointments (services/statistics/store.ts), kept exact
-- by statement-level triggers in the same transaction as the change. Rows that every booking of a day would meet
-- are spread over four shards by connection, so that concurrent bookings do not wait for each other.

create function rollup_shard() returns smallint
  language sql stable
  return (pg_backend_pid() % 4)::smallint;

-- The office's calendar date of an instant.
create function office_date(at timestamptz) returns date
  language sql stable parallel safe
  return (at at time zone (select zone from office))::date;

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
  rating_sum numeric not null default 0,
  constraint day_rollup_key primary key (date, shard)
);
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
  rating_sum numeric not null default 0,
  constraint consultant_day_rollup_key primary key (consultant_id, date)
);
create index consultant_day_rollup_by_date on consultant_day_rollup (date, consultant_id);
create table specialty_day_rollup (
  specialty text not null,
  date date not null,
  shard smallint not null,
  pending integer not null default 0,
  confirmed integer not null default 0,
  completed integer not null default 0,
  cancelled integer not null default 0,
  no_show integer not null default 0,
  constraint specialty_day_rollup_key primary key (date, specialty, shard)
);
-- How many rows of a kind were created on each day of the office.
create table creation_rollup (
  kind text not null,
  date date not null,
  shard smallint not null,
  total integer not null default 0,
  constraint creation_rollup_key primary key (kind, date, shard)
);
create table customer_rollup (
  is_disabled boolean not null,
  shard smallint not null,
  total integer not null default 0,
  constraint customer_rollup_key primary key (is_disabled, shard)
);
create table consultant_rating_rollup (
  consultant_id integer not null,
  rating_count integer not null default 0,
  rating_sum numeric not null default 0,
  constraint consultant_rating_rollup_key primary key (consultant_id)
);
create table program_rollup (
  program_id integer not null,
  registered integer not null default 0,
  attended integer not null default 0,
  cancelled integer not null default 0,
  constraint program_rollup_key primary key (program_id)
);

-- Each family of triggers differs only in where its signed rows come from: the new ones count +1, the old ones −1.
-- They are written once and made three times, because a transition table exists only for its own operation.
do $make$
declare
  operation text;
  changed text;
  referencing text;
begin
  foreach operation in array array['insert', 'update', 'delete'] loop
    changed := case operation
      when 'insert' then 'select 1 as sign, n.* from new_rows n'
      when 'delete' then 'select -1 as sign, o.* from old_rows o'
      else 'select 1 as sign, n.* from new_rows n union all select -1 as sign, o.* from old_rows o'
    end;
    referencing := case operation
      when 'insert' then 'new table as new_rows'
      when 'delete' then 'old table as old_rows'
      else 'old table as old_rows new table as new_rows'
    end;

    execute format($function$
create function roll_up_appointment_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
begin
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
end $body$ $function$, operation, changed);
    execute format('create trigger appointment_rolled_up_on_%1$s after %1$s on appointment referencing %2$s
      for each statement execute function roll_up_appointment_%1$s()', operation, referencing);

    execute format($function$
create function roll_up_timeslot_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
begin
  insert into day_rollup as r (date, shard, offered_slots, offered_minutes)
  select c.date, rollup_shard(), sum(c.sign), sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (%2$s) c
   where c.is_available
   group by c.date
   order by c.date
  on conflict (date, shard) do update set
    offered_slots = r.offered_slots + excluded.offered_slots,
    offered_minutes = r.offered_minutes + excluded.offered_minutes;

  insert into consultant_day_rollup as r (consultant_id, date, offered_minutes)
  select c.consultant_id, c.date, sum(c.sign * (extract(epoch from c.end_time - c.start_time) / 60)::integer)
    from (%2$s) c
   where c.is_available
   group by c.consultant_id, c.date
   order by c.consultant_id, c.date
  on conflict (consultant_id, date) do update set offered_minutes = r.offered_minutes + excluded.offered_minutes;
  return null;
end $body$ $function$, operation, changed);
    execute format('create trigger timeslot_rolled_up_on_%1$s after %1$s on timeslot referencing %2$s
      for each statement execute function roll_up_timeslot_%1$s()', operation, referencing);

    -- An appointment that has feedback keeps its day and its consultant (appointment_final_is_final).
    execute format($function$
create function roll_up_feedback_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
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
    from (%2$s) c
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
    from (%2$s) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id, a.date
   order by a.consultant_id, a.date
  on conflict (consultant_id, date) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;

  insert into consultant_rating_rollup as r (consultant_id, rating_count, rating_sum)
  select a.consultant_id, sum(c.sign), sum(c.sign * c.rating)
    from (%2$s) c
    join appointment a on a.id = c.appointment_id
   where a.consultant_id is not null
   group by a.consultant_id
   order by a.consultant_id
  on conflict (consultant_id) do update set
    rating_count = r.rating_count + excluded.rating_count,
    rating_sum = r.rating_sum + excluded.rating_sum;
  return null;
end $body$ $function$, operation, changed);
    execute format('create trigger feedback_rolled_up_on_%1$s after %1$s on feedback referencing %2$s
      for each statement execute function roll_up_feedback_%1$s()', operation, referencing);

    execute format($function$
create function roll_up_customer_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
begin
  insert into customer_rollup as r (is_disabled, shard, total)
  select c.is_disabled, rollup_shard(), sum(c.sign)
    from (%2$s) c
   group by c.is_disabled
  having sum(c.sign) <> 0
   order by c.is_disabled
  on conflict (is_disabled, shard) do update set total = r.total + excluded.total;

  insert into creation_rollup as r (kind, date, shard, total)
  select 'customer', office_date(c.created_at), rollup_shard(), sum(c.sign)
    from (%2$s) c
   group by 2
  having sum(c.sign) <> 0
   order by 2
  on conflict (kind, date, shard) do update set total = r.total + excluded.total;
  return null;
end $body$ $function$, operation, changed);
    execute format('create trigger customer_rolled_up_on_%1$s after %1$s on customer referencing %2$s
      for each statement execute function roll_up_customer_%1$s()', operation, referencing);

    execute format($function$
create function roll_up_participant_%1$s() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $body$
begin
  insert into program_rollup as r (program_id, registered, attended, cancelled)
  select c.program_id,
         coalesce(sum(c.sign) filter (where c.status = 'REGISTERED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'ATTENDED'), 0),
         coalesce(sum(c.sign) filter (where c.status = 'CANCELLED'), 0)
    from (%2$s) c
   group by c.program_id
   order by c.program_id
  on conflict (program_id) do update set
    registered = r.registered + excluded.registered,
    attended = r.attended + excluded.attended,
    cancelled = r.cancelled + excluded.cancelled;
  return null;
end $body$ $function$, operation, changed);
    execute format('create trigger program_participant_rolled_up_on_%1$s after %1$s on program_participant referencing %2$s
      for each statement execute function roll_up_participant_%1$s()', operation, referencing);
  end loop;
end $make$;

-- The days of creation depend on the office's zone: when it changes, they are counted anew.
create function recount_creation() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from creation_rollup;
  insert into creation_rollup (kind, date, shard, total)
  select 'appointment', office_date(created_at), 0, count(*) from appointment group by 2
  union all
  select 'customer', office_date(created_at), 0, count(*) from customer group by 2;
  return null;
end $$;
create trigger office_recounts_creation after update of zone on office
  for each row when (new.zone <> old.zone) execute function recount_creation();
