-- Every change of the data writes its event, whoever makes it: the API, the chat bot, somebody with psql. Who and why
-- come from settings of the transaction (services/db/transaction.ts); without them the event names the database role.
-- Loading (is_importing) writes none: it brings the events that belong to its rows.

alter table audit_event add column actor_name text;
create index audit_event_by_actor on audit_event (actor, at desc, id desc);
create index audit_event_by_action on audit_event (action, at desc, id desc);

-- Fresh rows go by the same clock as the rules.
alter table customer alter column created_at set default office_now();
alter table consultant alter column created_at set default office_now();
alter table timeslot alter column created_at set default office_now();
alter table appointment alter column created_at set default office_now();
alter table feedback alter column created_at set default office_now();
alter table program alter column created_at set default office_now();
alter table program_participant alter column created_at set default office_now();
alter table program_participant alter column registered_at set default office_now();
alter table assignment alter column at set default office_now();
alter table audit_event alter column at set default office_now();

-- Arguments: how many columns the key has, their names, then the generated columns, which are nobody's change. A new or
-- a removed row is told whole, a changed one by what is different; updated_at is the event's own time.
create function record_change() returns trigger
  language plpgsql security definer set search_path to 'public', 'pg_temp' as $$
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
end $$;

create trigger customer_recorded after insert or update or delete on customer
  for each row execute function record_change(1, 'id', 'search_name', 'search_all');
create trigger consultant_recorded after insert or update or delete on consultant
  for each row execute function record_change(1, 'id', 'search_name', 'search_all', 'folded_specialties');
create trigger timeslot_recorded after insert or update or delete on timeslot
  for each row execute function record_change(1, 'id');
create trigger appointment_recorded after insert or update or delete on appointment
  for each row execute function record_change(1, 'id', 'search_description', 'folded_specialty');
create trigger feedback_recorded after insert or update or delete on feedback
  for each row execute function record_change(1, 'appointment_id');
create trigger program_recorded after insert or update or delete on program
  for each row execute function record_change(1, 'id', 'search_all');
create trigger program_participant_recorded after insert or update or delete on program_participant
  for each row execute function record_change(2, 'program_id', 'customer_id');
