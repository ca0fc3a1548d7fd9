-- A run reads for minutes. What makes the marks useless meanwhile would be forgotten with the marks that the run has
-- read, and the next run would rely on what is left: so it leaves a mark of its own, which is of no table.
create or replace function distrust_marks() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'office' and exists (select from unloaded_partition) then
    raise exception 'the zone stays while days are not loaded'
      using errcode = 'restrict_violation', constraint = 'office_zone_while_loaded';
  end if;
  insert into archive_mark (table_name, partition) values ('*', '*') on conflict do nothing;
  update archive_state set last_run_id = null;
  return null;
end $$;

create or replace function forget_archive_marks(covered pg_snapshot, run_id text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Whoever distrusts holds this row until it is committed; what follows sees it.
  perform from archive_state for update;
  delete from archive_mark where pg_visible_in_snapshot(xid, covered);
  update archive_state
     set last_run_id = case when exists (select from archive_mark where table_name = '*') then null else run_id end;
end $$;
