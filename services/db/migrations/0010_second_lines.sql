-- Rules that the API keeps and that hold for other writers too.

-- Nothing begins at its end, and nothing is completed before it began (importing excepted).
create function refuse_closed_beginning() returns trigger
  language plpgsql as $$
begin
  if not is_importing() then
    raise exception 'an appointment begins pending or confirmed'
      using errcode = 'check_violation', constraint = 'appointment_begins_open';
  end if;
  return new;
end $$;
create trigger appointment_begins_open before insert on appointment
  for each row when (new.status in ('COMPLETED', 'CANCELLED')) execute function refuse_closed_beginning();

create function refuse_early_completion() returns trigger
  language plpgsql as $$
begin
  if new.date + new.start_time > office_wall_clock() and not is_importing() then
    raise exception 'it has not started'
      using errcode = 'check_violation', constraint = 'appointment_started_when_completed';
  end if;
  return new;
end $$;
create trigger appointment_started_when_completed before update of status on appointment
  for each row when (new.status = 'COMPLETED' and old.status <> 'COMPLETED') execute function refuse_early_completion();

-- An outcome is said once: feedback relies on it.
create function refuse_another_outcome() returns trigger
  language plpgsql as $$
begin
  raise exception 'the outcome stays'
    using errcode = 'check_violation', constraint = 'appointment_outcome_stays';
end $$;
create trigger appointment_outcome_stays before update of outcome on appointment
  for each row when (old.outcome is not null and new.outcome is distinct from old.outcome)
  execute function refuse_another_outcome();

-- A program keeps room for those who are in it. Registration locks the program's row (0005), so neither slips past.
create function refuse_capacity_below_participants() returns trigger
  language plpgsql as $$
begin
  if new.capacity < (
    select count(*) from program_participant p where p.program_id = new.id and p.status <> 'CANCELLED')
    and not is_importing() then
    raise exception 'more take part'
      using errcode = 'check_violation', constraint = 'program_capacity_for_participants';
  end if;
  return new;
end $$;
-- After the row is locked and changed, so that the count sees every registration that came first.
create trigger program_capacity_for_participants after update of capacity on program
  for each row when (new.capacity is not null and new.capacity is distinct from old.capacity)
  execute function refuse_capacity_below_participants();

-- Disabled customers register for nothing new; the lock keeps disabling and registering apart.
create function refuse_registration_of_disabled() returns trigger
  language plpgsql as $$
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
end $$;
create trigger program_participant_customer_enabled before insert or update of status on program_participant
  for each row when (new.status = 'REGISTERED') execute function refuse_registration_of_disabled();
