-- Imported appointments that overlap others are left out of the exclusion constraints. Nobody new comes beside them: who
-- is made, moved or given to somebody is held against them as well, and refused by the constraints' names.
create function refuse_overlap_with_imported() returns trigger
  language plpgsql as $$
declare
  moves boolean := tg_op = 'INSERT' or old.legacy_overlap
    or (new.date, new.start_time, new.duration_minutes) is distinct from (old.date, old.start_time, old.duration_minutes);
begin
  if is_importing() then
    return new;
  end if;
  if new.consultant_id is not null and (moves or new.consultant_id is distinct from old.consultant_id) and exists (
    select from appointment a
     where a.consultant_id = new.consultant_id and a.date = new.date and a.legacy_overlap and a.status <> 'CANCELLED'
       and a.id <> new.id and a.start_time - new.start_time < make_interval(mins => new.duration_minutes)
       and new.start_time - a.start_time < make_interval(mins => a.duration_minutes)) then
    raise exception 'the consultant has an imported appointment then'
      using errcode = 'exclusion_violation', constraint = 'appointment_no_overlap';
  end if;
  if (moves or new.customer_id is distinct from old.customer_id) and exists (
    select from appointment a
     where a.customer_id = new.customer_id and a.date = new.date and a.legacy_overlap and a.status <> 'CANCELLED'
       and a.id <> new.id and a.start_time - new.start_time < make_interval(mins => new.duration_minutes)
       and new.start_time - a.start_time < make_interval(mins => a.duration_minutes)) then
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
