-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.lockPeople
with locked as materialized (
          select k.id from consultant k where k.id = $1 for no key update
        )
        select from customer c
         where c.id = $2 and (select count(*) from locked) >= 0 for no key update

-- appointment.request
with asked as materialized (
          select c.id as customer_id, null::int as consultant_id,
                 w.date, w.start_time, w.minutes, w.specialty, case
    when 'PAST_TIME' <> all($1::text[]) and (w.date, w.start_time) <= ($2::date, $3::time) then 'PAST_TIME'
    when c.is_disabled then 'CUSTOMER_DISABLED'
    when exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = w.date and busy.status <> 'CANCELLED'
       and busy.start_time - w.start_time < make_interval(mins => w.minutes)
       and w.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) ) then 'CUSTOMER_BUSY'
  end as refusal
            from (select $4::date as date, $5::time as start_time,
                         $6::int as minutes, $7::text as specialty) w
            left join customer c on c.id = $8

        ), made as (
          insert into appointment (customer_id, consultant_id, date, start_time, duration_minutes, required_specialty,
                                   meeting_url, description, status, confirmed_at)
          select customer_id, consultant_id, date, start_time, minutes, specialty, $9, $10,
                 $11, $12::timestamptz
            from asked
           where refusal is null and customer_id is not null
          returning id, consultant_id
        ), noted as (
          insert into assignment (appointment_id, to_consultant_id, strategy, actor)
          select id, consultant_id, 'MANUAL', $13 from made where consultant_id is not null
        )
        select (select id from made) as id, refusal, customer_id is not null as "customerExists",
               consultant_id is not null as "consultantExists"
          from asked

-- transaction.rollback
rollback
