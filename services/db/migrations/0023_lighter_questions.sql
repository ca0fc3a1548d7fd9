-- Each write asks these some ten times. As SQL functions with a query inside they could not become part of the statement
-- that asks, and each answer began a query of its own; these answer nearly always by a setting, and keep their plans.
-- Their names are found as they run, so each says its schema: a temporary table must not pass for another one.

create or replace function is_restoring() returns boolean
  language plpgsql stable parallel safe as $$
begin
  if current_setting('meetassist.restoring', true) = 'on' then
    return pg_has_role(session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'public'), 'member');
  end if;
  return false;
end $$;

create or replace function is_importing() returns boolean
  language plpgsql stable parallel safe as $$
begin
  if current_setting('meetassist.importing', true) = 'on' or current_setting('meetassist.restoring', true) = 'on' then
    return pg_has_role(session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'public'), 'member');
  end if;
  return false;
end $$;

create or replace function office_date(at timestamptz) returns date
  language plpgsql stable parallel safe as $$
begin
  return (at at time zone (select zone from public.office))::date;
end $$;

create or replace function office_wall_clock() returns timestamp
  language plpgsql stable parallel safe as $$
begin
  return public.office_now() at time zone (select zone from public.office);
end $$;
