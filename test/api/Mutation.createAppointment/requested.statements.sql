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

-- appointment.byId
select json_build_object('id', one.id::text, 'date', one.date, 'startTime', one.start_time, 'endTime', one.start_time + make_interval(mins => one.duration_minutes), 'durationMinutes', one.duration_minutes, 'status', one.status, 'meetingUrl', one.meeting_url, 'description', one.description, 'requiredSpecialty', one.required_specialty, 'confirmedAt', one.confirmed_at, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'customer', (select json_build_object('id', one_customer.id) from customer one_customer where one_customer.id = one.customer_id limit 1), 'consultant', (select json_build_object('id', one_consultant.id::text) from consultant one_consultant where one_consultant.id = one.consultant_id limit 1), 'timeslot', (select json_build_object('id', one_timeslot.id::text, 'state', (select case
    when (one_timeslot.date, one_timeslot.start_time) <= ($1::date, $2::time) then 'PAST'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = one_timeslot.date and taken.status <> 'CANCELLED'
       and taken.start_time - one_timeslot.start_time < (one_timeslot.end_time - one_timeslot.start_time)
       and one_timeslot.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'BOOKED'
    when case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (one_timeslot.date, one_timeslot.start_time) <= ($3::date, $4::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one_timeslot.date
       and slot.start_time <= one_timeslot.start_time and slot.end_time - one_timeslot.start_time >= (one_timeslot.end_time - one_timeslot.start_time)) then 'OUTSIDE_SCHEDULE'
    when exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = one_timeslot.date and not slot.is_available
       and slot.end_time > one_timeslot.start_time and slot.start_time - one_timeslot.start_time < (one_timeslot.end_time - one_timeslot.start_time)) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = one_timeslot.date and taken.status <> 'CANCELLED'
       and taken.start_time - one_timeslot.start_time < (one_timeslot.end_time - one_timeslot.start_time)
       and one_timeslot.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = one_timeslot.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null then 'FREE'
    else 'BLOCKED'
  end from consultant owner where owner.id = one_timeslot.consultant_id)) from timeslot one_timeslot where one_timeslot.consultant_id = one.consultant_id and one_timeslot.date = one.date
        and one_timeslot.start_time <= one.start_time
        and one_timeslot.end_time - one.start_time >= make_interval(mins => one.duration_minutes) limit 1), 'allowedActions', (
    select json_agg(json_build_object('action', x.action, 'allowed', x.reason is null, 'reason', x.reason))
      from (values ('UPDATE', null::text), ('CONFIRM', case when one.status <> all($5::text[]) then 'ILLEGAL_TRANSITION' when one.status = 'PENDING' and one.consultant_id is null then 'UNASSIGNED' when one.status = 'PENDING' and (select k.is_disabled from consultant k where k.id = one.consultant_id) then 'CONSULTANT_DISABLED' end), ('COMPLETE', case when one.status <> all($6::text[]) then 'ILLEGAL_TRANSITION' when one.status = 'COMPLETED' and one.outcome is null then 'ILLEGAL_TRANSITION' when one.status = 'CONFIRMED' and not (one.date, one.start_time) <= ($7::date, $8::time) then 'NOT_STARTED' end), ('CANCEL', case when one.status <> all($9::text[]) then 'ILLEGAL_TRANSITION' end), ('RESCHEDULE', case when one.status <> all($10::text[]) then 'ILLEGAL_TRANSITION' when (select k.is_disabled from consultant k where k.id = one.consultant_id) then 'CONSULTANT_DISABLED' when (select c.is_disabled from customer c where c.id = one.customer_id) then 'CUSTOMER_DISABLED' end), ('ASSIGN', case when one.status <> all($11::text[]) then 'ILLEGAL_TRANSITION' when (one.date, one.start_time) <= ($12::date, $13::time) then 'PAST_TIME' when (select c.is_disabled from customer c where c.id = one.customer_id) then 'CUSTOMER_DISABLED' when (select exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = one.date and busy.status <> 'CANCELLED'
       and busy.start_time - one.start_time < make_interval(mins => one.duration_minutes)
       and one.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> one.id) from customer c where c.id = one.customer_id) then 'CUSTOMER_BUSY' end), ('UNASSIGN', case when one.consultant_id is not null and one.status <> all($14::text[]) then 'ILLEGAL_TRANSITION' end), ('RECORD_FEEDBACK', case when one.status <> 'COMPLETED' or one.outcome = 'NO_SHOW' then 'NO_MEETING' when exists (select from feedback f where f.appointment_id = one.id) then 'FEEDBACK_EXISTS' end)) x (action, reason)), 'assignments', (select coalesce(json_agg(json_build_object('strategy', one_assignments.strategy, 'actor', one_assignments.actor, 'at', one_assignments.at, 'to', (select json_build_object('id', one_assignments_to.id::text) from consultant one_assignments_to where one_assignments_to.id = one_assignments.to_consultant_id limit 1)) order by one_assignments.at, one_assignments.id), '[]') from assignment one_assignments where one_assignments.appointment_id = one.id)) as item
          from appointment one where one.id = $15

-- transaction.commit
commit
