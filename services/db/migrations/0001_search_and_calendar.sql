-- What every table below leans on: overlap constraints, text search that ignores Vietnamese accents,
-- and the office calendar. services/shared/search.ts folds search terms exactly as fold_text does.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- The key under which text is found: lower case, no accents, `đ` as `d`, one space between words and one in
-- front, so that ' d' finds words that begin with d. Independent of the server's locale.
create function fold_text(value text) returns text
  language sql immutable strict parallel safe
  return ' ' || btrim(
    regexp_replace(
      replace(regexp_replace(lower(normalize(value, nfd) collate pg_c_utf8), '[\u0300-\u036f]', '', 'g'), 'đ', 'd'),
      '\s+', ' ', 'g'));

-- A phone number as people type it into a search: digits only.
create function digits_of(value text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(value, '[^0-9]', '', 'g');

-- array_to_string is only stable, because of element types that text[] does not have.
create function words_of(value text[]) returns text
  language sql immutable strict parallel safe
  return array_to_string(value, ' ');

-- The one business zone. A single row; services/db/bootstrap.ts writes the configured zone into it. Constraints judge
-- past and future by it, and rollups by day of creation are kept in it.
create table office (
  id boolean not null default true,
  zone text not null default 'Asia/Ho_Chi_Minh',
  constraint office_key primary key (id),
  constraint office_is_one_row check (id),
  constraint office_zone_exists check (now() at time zone zone is not null)
);
insert into office default values;

-- The instant by which a statement judges past and future: the caller's clock reading if it gave one
-- (set local meetassist.now), else the server's.
create function office_now() returns timestamptz
  language sql stable parallel safe
  return coalesce(nullif(current_setting('meetassist.now', true), '')::timestamptz, now());

-- The same as a wall clock of the office.
create function office_wall_clock() returns timestamp
  language sql stable parallel safe
  return office_now() at time zone (select zone from office);

-- True while the importer loads files that were written under other rules. Only members of the owner's role can say so.
create function is_importing() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('meetassist.importing', true), '') = 'on'
     and pg_has_role(session_user, (select nspowner from pg_namespace where nspname = 'public'), 'member');

-- Every change of a mutable row counts, whoever makes it. Generated columns are not computed yet when a BEFORE
-- trigger runs and would make every update look like a change, so each table names its own to be left out.
create function count_version() returns trigger
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

-- For tables that only grow.
create function refuse_rewriting() returns trigger
  language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name
    using errcode = 'restrict_violation', constraint = tg_table_name || '_only_grows';
end $$;
