-- statistics.overview
select json_build_object('asOf', $1::timestamptz, 'customers', (
    select json_build_object(
  'total', coalesce(sum(r.total), 0),
  'enabled', coalesce(sum(r.total) filter (where not r.is_disabled), 0),
  'disabled', coalesce(sum(r.total) filter (where r.is_disabled), 0), 'newInPeriod', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'customer' and n.date between $2::date and $3::date))
      from customer_rollup r), 'consultants', (
    select json_build_object(
             'total', count(*),
             'enabled', count(*) filter (where not k.is_disabled),
             'disabled', count(*) filter (where k.is_disabled),
             'newInPeriod', count(*) filter (
               where (k.created_at at time zone $4)::date between $5::date and $6::date))
      from consultant k), 'appointments', (
    select json_build_object(
             'total', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
             'pending', coalesce(sum(r.pending), 0),
             'confirmed', coalesce(sum(r.confirmed), 0),
             'completed', coalesce(sum(r.completed), 0),
             'cancelled', coalesce(sum(r.cancelled), 0),
             'today', coalesce(sum(r.pending + r.confirmed + r.completed) filter (where r.date = $7::date), 0),
             'upcoming', coalesce(sum(r.pending + r.confirmed) filter (where r.date > $8::date), 0)
               + max(today.ahead),
             'unassigned', coalesce(sum(r.unassigned), 0),
             'createdLast7Days', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'appointment' and n.date between $9::date and $10::date),
             'pendingOverdue', coalesce(sum(r.pending) filter (where r.date < $11::date), 0)
               + max(today.overdue))
      from (
        select count(*) filter (where a.start_time > $12::time) as ahead,
               count(*) filter (where a.start_time <= $13::time and a.status = 'PENDING') as overdue
          from appointment a
         where a.date = $14::date and a.status in ('PENDING', 'CONFIRMED')) today
      left join day_rollup r on true), 'feedback', (
  select json_build_object(
           'count', coalesce(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0),
           'averageRating', round(sum(r.rating_sum) / nullif(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0), 2),
           'distribution', json_build_array(
             json_build_object('stars', 0, 'count', coalesce(sum(r.rated_0), 0)),
             json_build_object('stars', 1, 'count', coalesce(sum(r.rated_1), 0)),
             json_build_object('stars', 2, 'count', coalesce(sum(r.rated_2), 0)),
             json_build_object('stars', 3, 'count', coalesce(sum(r.rated_3), 0)),
             json_build_object('stars', 4, 'count', coalesce(sum(r.rated_4), 0)),
             json_build_object('stars', 5, 'count', coalesce(sum(r.rated_5), 0))))
    from day_rollup r), 'programs', (
  select json_build_object(
           'total', count(*),
           'disabled', count(*) filter (where o.is_disabled),
           'upcoming', count(*) filter (where o.status = 'UPCOMING'),
           'ongoing', count(*) filter (where o.status = 'ONGOING'),
           'completed', count(*) filter (where o.status = 'COMPLETED'),
           'participants', coalesce(sum(r.registered + r.attended), 0))
    from program o
    left join program_rollup r on r.program_id = o.id), 'period', (
    select json_build_object('from', $15::date, 'to', $16::date,

    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0),
    'completionRate', sum(r.completed)::float8 / nullif(sum(r.completed + r.cancelled), 0),
    'noShowRate', sum(r.no_show)::float8 / nullif(sum(r.completed), 0),
    'bookedMinutes', coalesce(sum(r.booked_minutes), 0),
    'offeredMinutes', coalesce(sum(r.offered_minutes), 0),
    'utilisation', sum(r.booked_minutes)::float8 / nullif(sum(r.offered_minutes), 0),
    'feedbackCount', coalesce(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0),
    'averageRating', round(sum(r.rating_sum) / nullif(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0), 2),
             'newCustomers', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'customer' and n.date between $17::date and $18::date),
             'newAppointments', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'appointment' and n.date between $19::date and $20::date))
      from day_rollup r
     where r.date between $21::date and $22::date), 'previousPeriod', (
    select json_build_object('from', $23::date, 'to', $24::date,

    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0),
    'completionRate', sum(r.completed)::float8 / nullif(sum(r.completed + r.cancelled), 0),
    'noShowRate', sum(r.no_show)::float8 / nullif(sum(r.completed), 0),
    'bookedMinutes', coalesce(sum(r.booked_minutes), 0),
    'offeredMinutes', coalesce(sum(r.offered_minutes), 0),
    'utilisation', sum(r.booked_minutes)::float8 / nullif(sum(r.offered_minutes), 0),
    'feedbackCount', coalesce(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0),
    'averageRating', round(sum(r.rating_sum) / nullif(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0), 2),
             'newCustomers', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'customer' and n.date between $25::date and $26::date),
             'newAppointments', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'appointment' and n.date between $27::date and $28::date))
      from day_rollup r
     where r.date between $29::date and $30::date), 'byConsultant', (
    select coalesce(json_agg(one.figures order by one.full_name, one.id), '[]')
      from (
        select k.full_name, k.id, json_build_object(
                 'consultant', json_build_object('id', k.id::text, 'fullName', k.full_name),

    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0),
    'completionRate', sum(r.completed)::float8 / nullif(sum(r.completed + r.cancelled), 0),
    'noShowRate', sum(r.no_show)::float8 / nullif(sum(r.completed), 0),
    'bookedMinutes', coalesce(sum(r.booked_minutes), 0),
    'offeredMinutes', coalesce(sum(r.offered_minutes), 0),
    'utilisation', sum(r.booked_minutes)::float8 / nullif(sum(r.offered_minutes), 0),
    'feedbackCount', coalesce(sum(r.rating_count), 0),
    'averageRating', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2)) as figures
          from consultant_day_rollup r
          join consultant k on k.id = r.consultant_id
         where r.date between $31::date and $32::date
         group by k.id
        having sum(r.pending + r.confirmed + r.completed + r.cancelled) > 0 or sum(r.offered_minutes) > 0) one), 'bySpecialty', (
    select coalesce(json_agg(one.figures order by one.appointments desc, one.specialty), '[]')
      from (
        select (array_agg(r.specialty order by r.appointments desc, r.specialty))[1] as specialty, sum(r.appointments) as appointments,
               json_build_object('specialty', (array_agg(r.specialty order by r.appointments desc, r.specialty))[1],
    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0)) as figures
          from (
            select r.specialty, sum(r.pending) as pending, sum(r.confirmed) as confirmed, sum(r.completed) as completed,
                   sum(r.cancelled) as cancelled, sum(r.no_show) as no_show,
                   sum(r.pending + r.confirmed + r.completed + r.cancelled) as appointments
              from specialty_day_rollup r
             where r.date between $33::date and $34::date
             group by r.specialty) r
         where r.appointments > 0
         group by fold_text(r.specialty)) one)) as overview
