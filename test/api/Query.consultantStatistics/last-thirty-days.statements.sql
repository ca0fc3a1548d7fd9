-- statistics.consultants
select json_build_object(
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
    'averageRating', round(sum(r.rating_sum) / nullif(sum(r.rating_count), 0), 2)) as item
          from consultant k
          left join consultant_day_rollup r
            on r.consultant_id = k.id and r.date between $1::date and $2::date
         where not k.is_disabled
         group by k.id
         order by k.full_name, k.id
