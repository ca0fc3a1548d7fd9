-- appointment.byId
select json_build_object('id', one.id::text, 'date', one.date, 'startTime', one.start_time, 'endTime', one.start_time + make_interval(mins => one.duration_minutes), 'durationMinutes', one.duration_minutes, 'status', one.status, 'outcome', one.outcome, 'meetingUrl', one.meeting_url, 'description', one.description, 'requiredSpecialty', one.required_specialty, 'cancelReason', one.cancel_reason, 'confirmedAt', one.confirmed_at, 'completedAt', one.completed_at, 'cancelledAt', one.cancelled_at, 'legacyOverlap', one.legacy_overlap, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version, 'customer', (select json_build_object('id', one_customer.id, 'fullName', one_customer.full_name, 'email', one_customer.email, 'phoneNumber', one_customer.phone_number, 'dateOfBirth', one_customer.date_of_birth, 'notes', one_customer.notes, 'isDisabled', one_customer.is_disabled, 'createdAt', one_customer.created_at, 'updatedAt', one_customer.updated_at, 'version', one_customer.version) from customer one_customer where one_customer.id = one.customer_id limit 1), 'consultant', (select json_build_object('id', one_consultant.id::text, 'fullName', one_consultant.full_name, 'email', one_consultant.email, 'phoneNumber', one_consultant.phone_number, 'imageUrl', one_consultant.image_url, 'specialties', one_consultant.specialties, 'qualifications', one_consultant.qualifications, 'joinDate', one_consultant.join_date, 'maxPerDay', one_consultant.max_per_day, 'isDisabled', one_consultant.is_disabled, 'createdAt', one_consultant.created_at, 'updatedAt', one_consultant.updated_at, 'version', one_consultant.version) from consultant one_consultant where one_consultant.id = one.consultant_id limit 1), 'feedback', (select json_build_object('rating', one_feedback.rating, 'comment', one_feedback.comment, 'createdAt', one_feedback.created_at, 'updatedAt', one_feedback.updated_at, 'version', one_feedback.version) from feedback one_feedback where one_feedback.appointment_id = one.id limit 1), 'timeslot', (select json_build_object('id', one_timeslot.id::text, 'date', one_timeslot.date, 'startTime', one_timeslot.start_time, 'endTime', one_timeslot.end_time, 'isAvailable', one_timeslot.is_available, 'state', (select case
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
  end from consultant owner where owner.id = one_timeslot.consultant_id), 'createdAt', one_timeslot.created_at, 'updatedAt', one_timeslot.updated_at, 'version', one_timeslot.version) from timeslot one_timeslot where one_timeslot.consultant_id = one.consultant_id and one_timeslot.date = one.date
        and one_timeslot.start_time <= one.start_time
        and one_timeslot.end_time - one.start_time >= make_interval(mins => one.duration_minutes) limit 1), 'allowedActions', (
    select json_agg(json_build_object('action', x.action, 'allowed', x.reason is null, 'reason', x.reason))
      from (values ('UPDATE', null::text), ('CONFIRM', case when one.status <> all($7::text[]) then 'ILLEGAL_TRANSITION' when one.status = 'PENDING' and one.consultant_id is null then 'UNASSIGNED' when one.status = 'PENDING' and (select k.is_disabled from consultant k where k.id = one.consultant_id) then 'CONSULTANT_DISABLED' end), ('COMPLETE', case when one.status <> all($8::text[]) then 'ILLEGAL_TRANSITION' when one.status = 'COMPLETED' and one.outcome is null then 'ILLEGAL_TRANSITION' when one.status = 'CONFIRMED' and not (one.date, one.start_time) <= ($9::date, $10::time) then 'NOT_STARTED' end), ('CANCEL', case when one.status <> all($11::text[]) then 'ILLEGAL_TRANSITION' end), ('RESCHEDULE', case when one.status <> all($12::text[]) then 'ILLEGAL_TRANSITION' when (select k.is_disabled from consultant k where k.id = one.consultant_id) then 'CONSULTANT_DISABLED' when (select c.is_disabled from customer c where c.id = one.customer_id) then 'CUSTOMER_DISABLED' end), ('ASSIGN', case when one.status <> all($13::text[]) then 'ILLEGAL_TRANSITION' when (one.date, one.start_time) <= ($14::date, $15::time) then 'PAST_TIME' when (select c.is_disabled from customer c where c.id = one.customer_id) then 'CUSTOMER_DISABLED' when (select exists (
    select from appointment busy
     where busy.customer_id = c.id and busy.date = one.date and busy.status <> 'CANCELLED'
       and busy.start_time - one.start_time < make_interval(mins => one.duration_minutes)
       and one.start_time - busy.start_time < make_interval(mins => busy.duration_minutes) and busy.id <> one.id) from customer c where c.id = one.customer_id) then 'CUSTOMER_BUSY' end), ('UNASSIGN', case when one.consultant_id is not null and one.status <> all($16::text[]) then 'ILLEGAL_TRANSITION' end), ('RECORD_FEEDBACK', case when one.status <> 'COMPLETED' or one.outcome = 'NO_SHOW' then 'NO_MEETING' when exists (select from feedback f where f.appointment_id = one.id) then 'FEEDBACK_EXISTS' end)) x (action, reason)), 'assignments', (select coalesce(json_agg(json_build_object('id', one_assignments.id::text, 'strategy', one_assignments.strategy, 'reason', one_assignments.reason, 'explanation', one_assignments.explanation, 'actor', one_assignments.actor, 'at', one_assignments.at) order by one_assignments.at, one_assignments.id), '[]') from assignment one_assignments where one_assignments.appointment_id = one.id)) as item
          from appointment one where one.id = $17
