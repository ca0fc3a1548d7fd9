-- Imported appointments that overlap others are left out of the exclusion constraints. Nobody new comes beside them: who
-- is made, moved or given to somebody is held against them as well, and refused by the constraints' names.
create function refuse_overlap_with_imported() returns trigger
  language plpgsql as $$
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
end $$;
-- After appointment_judged_anew, which says who is no imported overlap any more.
create trigger appointment_not_beside_imported
  before insert or update of consultant_id, customer_id, date, start_time, duration_minutes, legacy_overlap on appointment
  for each row when (new.status <> 'CANCELLED' and not new.legacy_overlap)
  execute function refuse_overlap_with_imported();

-- Imported overlaps are few, or none: one look into an index of them alone tells most bookings that nothing is there.
create index appointment_overlaps_since_import on appointment (date) where legacy_overlap and status <> 'CANCELLED';
