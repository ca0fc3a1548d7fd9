-- Rules that a writer beside the API could get around.

-- Up to midnight: a time plus a length begins anew there, and a meeting until 24:00 seemed to be over before it began.
create or replace function refuse_moving_a_booked_slot() returns trigger
  language plpgsql as $$
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
end $$;

-- Who takes part begins with a registration, which is judged, and stays in the program that judged it.
create function refuse_unregistered_participant() returns trigger
  language plpgsql as $$
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
end $$;
create trigger program_participant_begins_registered before insert on program_participant
  for each row when (new.status <> 'REGISTERED') execute function refuse_unregistered_participant();
create trigger program_participant_stays before update of program_id, customer_id on program_participant
  for each row execute function refuse_unregistered_participant();

-- What overlaps by older rules does so where it was imported: only an import says so, and who is moved, or given to
-- somebody, is judged like anybody. Before appointment_version, which counts what has changed.
create function judge_overlaps() returns trigger
  language plpgsql as $$
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
end $$;
create trigger appointment_judged_anew before insert or update on appointment
  for each row when (new.legacy_overlap) execute function judge_overlaps();

-- Feedback says that a meeting took place, so none is found afterwards to which the customer did not come. The lock
-- keeps the two apart.
create function refuse_no_show_with_feedback() returns trigger
  language plpgsql as $$
begin
  if exists (select from feedback f where f.appointment_id = new.id) then
    raise exception 'there is feedback on it'
      using errcode = 'check_violation', constraint = 'feedback_on_held_meeting';
  end if;
  return new;
end $$;
create trigger appointment_held_when_rated before update of outcome on appointment
  for each row when (new.outcome = 'NO_SHOW' and old.outcome is distinct from 'NO_SHOW')
  execute function refuse_no_show_with_feedback();

create or replace function refuse_feedback_without_meeting() returns trigger
  language plpgsql as $$
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
end $$;
