-- appointment.byId
select json_build_object('id', a.id::text, 'date', a.date, 'startTime', a.start_time, 'endTime', a.start_time + make_interval(mins => a.duration_minutes), 'durationMinutes', a.duration_minutes, 'status', a.status, 'outcome', a.outcome, 'meetingUrl', a.meeting_url, 'description', a.description, 'requiredSpecialty', a.required_specialty, 'cancelReason', a.cancel_reason, 'confirmedAt', a.confirmed_at, 'completedAt', a.completed_at, 'cancelledAt', a.cancelled_at, 'legacyOverlap', a.legacy_overlap, 'createdAt', a.created_at, 'updatedAt', a.updated_at, 'version', a.version, 'customer', (select json_build_object('id', a_customer.id, 'fullName', a_customer.full_name) from customer a_customer where a_customer.id = a.customer_id limit 1), 'consultant', (select json_build_object('id', a_consultant.id::text, 'fullName', a_consultant.full_name, 'maxPerDay', a_consultant.max_per_day) from consultant a_consultant where a_consultant.id = a.consultant_id limit 1), 'feedback', (select json_build_object('rating', a_feedback.rating) from feedback a_feedback where a_feedback.appointment_id = a.id limit 1), 'timeslot', (select json_build_object('id', a_timeslot.id::text, 'startTime', a_timeslot.start_time, 'endTime', a_timeslot.end_time, 'state', (select case
    when (a_timeslot.date, a_timeslot.start_time) <= ($1::date, $2::time) then 'PAST'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = a_timeslot.date and taken.status <> 'CANCELLED'
       and taken.start_time - a_timeslot.start_time < (a_timeslot.end_time - a_timeslot.start_time)
       and a_timeslot.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'BOOKED'
    when case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (a_timeslot.date, a_timeslot.start_time) <= ($3::date, $4::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = a_timeslot.date
       and slot.start_time <= a_timeslot.start_time and slot.end_time - a_timeslot.start_time >= (a_timeslot.end_time - a_timeslot.start_time) and true) then 'OUTSIDE_SCHEDULE'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = a_timeslot.date
       and slot.start_time <= a_timeslot.start_time and slot.end_time - a_timeslot.start_time >= (a_timeslot.end_time - a_timeslot.start_time) and slot.is_available) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = a_timeslot.date and taken.status <> 'CANCELLED'
       and taken.start_time - a_timeslot.start_time < (a_timeslot.end_time - a_timeslot.start_time)
       and a_timeslot.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = a_timeslot.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end is null then 'FREE'
    else 'BLOCKED'
  end from consultant owner where owner.id = a_timeslot.consultant_id), 'reason', (select case
    when owner.is_disabled then 'CONSULTANT_DISABLED'
    when (a_timeslot.date, a_timeslot.start_time) <= ($5::date, $6::time) then 'PAST_TIME'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = a_timeslot.date
       and slot.start_time <= a_timeslot.start_time and slot.end_time - a_timeslot.start_time >= (a_timeslot.end_time - a_timeslot.start_time) and true) then 'OUTSIDE_SCHEDULE'
    when not exists (
    select from timeslot slot
     where slot.consultant_id = owner.id and slot.date = a_timeslot.date
       and slot.start_time <= a_timeslot.start_time and slot.end_time - a_timeslot.start_time >= (a_timeslot.end_time - a_timeslot.start_time) and slot.is_available) then 'SLOT_BLOCKED'
    when exists (
    select from appointment taken
     where taken.consultant_id = owner.id and taken.date = a_timeslot.date and taken.status <> 'CANCELLED'
       and taken.start_time - a_timeslot.start_time < (a_timeslot.end_time - a_timeslot.start_time)
       and a_timeslot.start_time - taken.start_time < make_interval(mins => taken.duration_minutes) ) then 'SLOT_TAKEN'
    when owner.max_per_day <= (
      select count(*) from appointment same_day
       where same_day.consultant_id = owner.id and same_day.date = a_timeslot.date
         and same_day.status <> 'CANCELLED' ) then 'DAY_FULL'
  end from consultant owner where owner.id = a_timeslot.consultant_id)) from timeslot a_timeslot where a_timeslot.consultant_id = a.consultant_id and a_timeslot.date = a.date
        and a_timeslot.start_time <= a.start_time
        and a_timeslot.end_time - a.start_time >= make_interval(mins => a.duration_minutes) limit 1), 'assignments', (select coalesce(json_agg(json_build_object('id', a_assignments.id::text, 'strategy', a_assignments.strategy, 'reason', a_assignments.reason, 'explanation', a_assignments.explanation, 'actor', a_assignments.actor, 'at', a_assignments.at, 'from', (select json_build_object('id', a_assignments_from.id::text, 'fullName', a_assignments_from.full_name) from consultant a_assignments_from where a_assignments_from.id = a_assignments.from_consultant_id limit 1), 'to', (select json_build_object('id', a_assignments_to.id::text, 'fullName', a_assignments_to.full_name) from consultant a_assignments_to where a_assignments_to.id = a_assignments.to_consultant_id limit 1)) order by a_assignments.at, a_assignments.id), '[]') from assignment a_assignments where a_assignments.appointment_id = a.id)) as item from appointment a where a.id = $7
