-- statistics.days
with days as (
          select $1::date + day as date from generate_series(0, $2::date - $3::date) as day
        ) , news as (
          select n.date,
                 sum(n.total) filter (where n.kind = 'appointment') as appointments,
                 sum(n.total) filter (where n.kind = 'customer') as customers
            from creation_rollup n
           where n.kind in ('appointment', 'customer')
             and n.date between $4::date and $5::date
           group by 1)
        select json_build_object('date', days.date,

    'appointments', coalesce(sum(r.pending + r.confirmed + r.completed + r.cancelled), 0),
    'pending', coalesce(sum(r.pending), 0),
    'confirmed', coalesce(sum(r.confirmed), 0),
    'completed', coalesce(sum(r.completed), 0),
    'cancelled', coalesce(sum(r.cancelled), 0),
    'noShows', coalesce(sum(r.no_show), 0), 'unassigned', coalesce(sum(r.unassigned), 0),

    'bookedMinutes', coalesce(sum(r.booked_minutes), 0),
    'offeredMinutes', coalesce(sum(r.offered_minutes), 0),
    'utilisation', sum(r.booked_minutes)::float8 / nullif(sum(r.offered_minutes), 0),
    'feedbackCount', coalesce(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0),
    'averageRating', round(sum(r.rating_sum) / nullif(sum((r.rated_0 + r.rated_1 + r.rated_2 + r.rated_3 + r.rated_4 + r.rated_5)), 0), 2)
                 , 'newAppointments', coalesce(max(news.appointments), 0),
                 'newCustomers', coalesce(max(news.customers), 0)) as summary
          from days
          left join day_rollup r on r.date = days.date
          left join news on news.date = days.date
         group by days.date
         order by days.date
