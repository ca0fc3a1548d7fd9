-- Appointments are taken before customers, as by everybody else, so that nobody waits in a circle. Otherwise as in 0012.
create or replace function anonymise_customer(target text, expected_version integer) returns boolean
  language plpgsql security definer set search_path to 'public', 'pg_temp' as $$
declare
  known_version integer;
  own integer[];
  own_words text[];
begin
  perform from appointment where customer_id = target order by id for update;
  select version into known_version from customer where id = target for update;
  if not found or expected_version <> known_version then
    return false;
  end if;
  -- With those that came while the customer was waited for; none can come now.
  with locked as (
    select id from appointment where customer_id = target order by id for update)
  select coalesce(array_agg(id), '{}') into own from locked;
  if exists (
    select from appointment a
     where a.id = any(own) and a.status in ('PENDING', 'CONFIRMED')
       and a.date + a.start_time > office_wall_clock()) then
    raise exception 'active appointments lie ahead'
      using errcode = 'check_violation', constraint = 'customer_free_when_disabled';
  end if;
  perform set_config('meetassist.anonymising', 'on', true);

  update customer
     set full_name = '—', email = null, phone_number = null, date_of_birth = null, notes = null, is_disabled = true
   where id = target;

  -- A specialty that nobody else has or asks for is this person's own words.
  select coalesce(array_agg(distinct a.required_specialty), '{}') into own_words
    from appointment a
   where a.id = any(own) and a.required_specialty is not null
     and not exists (select from consultant k where k.folded_specialties @> array[a.folded_specialty])
     and not exists (
       select from appointment other
        where other.folded_specialty = a.folded_specialty and other.customer_id <> target);
  update appointment
     set description = null, cancel_reason = null, meeting_url = null,
         required_specialty = case when required_specialty <> all (own_words) then required_specialty end
   where id = any(own)
     and (description is not null or cancel_reason is not null or meeting_url is not null
          or required_specialty = any(own_words));
  -- Days that count nothing of such a specialty any more, in all shards together.
  with counted as (
    select * from specialty_day_rollup where specialty = any(own_words) for update
  ), blank as (
    select date, specialty
      from counted
     group by date, specialty
    having sum(pending) = 0 and sum(confirmed) = 0 and sum(completed) = 0 and sum(cancelled) = 0 and sum(no_show) = 0)
  delete from specialty_day_rollup r using blank b where r.date = b.date and r.specialty = b.specialty;

  update feedback set comment = null where appointment_id = any(own) and comment is not null;
  update assignment set reason = null, explanation = null
   where appointment_id = any(own) and (reason is not null or explanation is not null);

  -- What the changes above have recorded goes as well: what was done is kept, not to what.
  with told as (
    select 'customer' as entity, target as entity_id
    union all
    select kind, id::text from unnest(own) as id, unnest(array['appointment', 'feedback']) as kind
    union all
    select 'program_participant', p.program_id || '/' || p.customer_id
      from program_participant p where p.customer_id = target)
  update audit_event e set before = null, after = null, reason = null
    from told t
   where e.entity = t.entity and e.entity_id = t.entity_id
     and (e.before is not null or e.after is not null or e.reason is not null);

  perform set_config('meetassist.anonymising', '', true);
  return true;
end $$;
