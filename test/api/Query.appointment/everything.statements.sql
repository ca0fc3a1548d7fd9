-- appointment.byId
select json_build_object('id', one.id::text, 'date', one.date, 'startTime', one.start_time, 'endTime', one.start_time + make_interval(mins => one.duration_minutes), 'durationMinutes', one.duration_minutes, 'status', one.status, 'outcome', one.outcome, 'meetingUrl', one.meeting_url, 'description', one.description, 'requiredSpecialty', one.required_specialty, 'cancelReason', one.cancel_reason, 'confirmedAt', one.confirmed_at, 'completedAt', one.completed_at, 'cancelledAt', one.cancelled_at, 'legacyOverlap', one.legacy_overlap, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'customer', (select json_build_object('id', one_customer.id, 'fullName', one_customer.full_name) from customer one_customer where one_customer.id = one.customer_id limit 1), 'consultant', (select json_build_object('id', one_consultant.id::text, 'fullName', one_consultant.full_name, 'maxPerDay', one_consultant.max_per_day) from consultant one_consultant where one_consultant.id = one.consultant_id limit 1), 'feedback', (select json_build_object('rating', one_feedback.rating) from feedback one_feedback where one_feedback.appointment_id = one.id limit 1), 'timeslot', (select json_build_object('id', one_timeslot.id::text, 'startTime', one_timeslot.start_time, 'endTime', one_timeslot.end_time, 'state', (select case
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
  end from consultant owner where owner.id = one_timeslot.consultant_id), 'reason', (select case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (one_timeslot.date, one_timeslot.start_time) <= ($5::date, $6::time) then 'PAST_TIME'
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
  end from consultant owner where owner.id = one_timeslot.consultant_id)) from timeslot one_timeslot where one_timeslot.consultant_id = one.consultant_id and one_timeslot.date = one.date
        and one_timeslot.start_time <= one.start_time
        and one_timeslot.end_time - one.start_time >= make_interval(mins => one.duration_minutes) limit 1), 'assignments', (select coalesce(json_agg(json_build_object('id', one_assignments.id::text, 'strategy', one_assignments.strategy, 'reason', one_assignments.reason, 'explanation', one_assignments.explanation, 'actor', one_assignments.actor, 'at', one_assignments.at, 'from', (select json_build_object('id', one_assignments_from.id::text, 'fullName', one_assignments_from.full_name) from consultant one_assignments_from where one_assignments_from.id = one_assignments.from_consultant_id limit 1), 'to', (select json_build_object('id', one_assignments_to.id::text, 'fullName', one_assignments_to.full_name) from consultant one_assignments_to where one_assignments_to.id = one_assignments.to_consultant_id limit 1)) order by one_assignments.at, one_assignments.id), '[]') from assignment one_assignments where one_assignments.appointment_id = one.id)) as item
          from appointment one where one.id = $7
