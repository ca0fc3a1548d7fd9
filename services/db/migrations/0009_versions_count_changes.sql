-- A version counts changes only. Generated columns are not computed yet when a BEFORE trigger runs, so they made every
-- update look like a change. Each table names its own, and the comparison leaves them out.

create or replace function count_version() returns trigger
  language plpgsql as $$
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
end $$;

drop trigger customer_version on customer;
create trigger customer_version before update on customer
  for each row execute function count_version('search_name', 'search_all');

drop trigger consultant_version on consultant;
create trigger consultant_version before update on consultant
  for each row execute function count_version('search_name', 'search_all', 'folded_specialties');

drop trigger appointment_version on appointment;
create trigger appointment_version before update on appointment
  for each row execute function count_version('search_description', 'folded_specialty');

drop trigger program_version on program;
create trigger program_version before update on program
  for each row execute function count_version('search_all');
