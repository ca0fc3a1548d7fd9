-- What the original's files say and our columns do not: kept beside them, so that the files can be written back byte for
-- byte (services/export/original.ts). Nobody reads or changes them otherwise.

-- Specialties as they were typed into one field. Gone as soon as they are changed.
alter table consultant add column specialties_text text;
comment on column consultant.specialties_text is 'How the original wrote the specialties';

-- The original closed a slot when it was booked, but not always.
alter table timeslot add column open_when_booked boolean not null default false;
comment on column timeslot.open_when_booked is 'Whether the original offered the slot although it was booked';

create function forget_original_text() returns trigger
  language plpgsql as $$
begin
  if tg_table_name = 'consultant' then
    new.specialties_text := null;
  else
    new.open_when_booked := false;
  end if;
  return new;
end $$;

create trigger consultant_forgets_text before update of specialties on consultant
  for each row when (new.specialties is distinct from old.specialties and new.specialties_text is not null)
  execute function forget_original_text();
create trigger timeslot_forgets_text before update on timeslot
  for each row when (new.open_when_booked and (new.consultant_id, new.date, new.start_time)
    is distinct from (old.consultant_id, old.date, old.start_time))
  execute function forget_original_text();

-- Nobody's change, like generated columns.
create or replace trigger consultant_recorded after insert or update or delete on consultant
  for each row execute function record_change(1, 'id', 'search_name', 'search_all', 'folded_specialties', 'specialties_text');
create or replace trigger consultant_version before update on consultant
  for each row execute function count_version('search_name', 'search_all', 'folded_specialties', 'specialties_text');
create or replace trigger timeslot_recorded after insert or update or delete on timeslot
  for each row execute function record_change(1, 'id', 'open_when_booked');
create or replace trigger timeslot_version before update on timeslot
  for each row execute function count_version('open_when_booked');
