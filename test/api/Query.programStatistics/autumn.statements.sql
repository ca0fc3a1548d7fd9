-- statistics.programs
with held as (
          select o.id, o.date, o.status, o.capacity, coalesce(r.registered, 0) as registered,
                 coalesce(r.attended, 0) as attended, coalesce(r.cancelled, 0) as cancelled
            from program o
            left join program_rollup r on r.program_id = o.id
           where o.date between $1::date and $2::date
        )
        select json_build_object(
                 'totals', (
  select json_build_object(
           'total', count(*),
           'disabled', count(*) filter (where o.is_disabled),
           'upcoming', count(*) filter (where o.status = 'UPCOMING'),
           'ongoing', count(*) filter (where o.status = 'ONGOING'),
           'completed', count(*) filter (where o.status = 'COMPLETED'),
           'participants', coalesce(sum(r.registered + r.attended), 0))
    from program o
    left join program_rollup r on r.program_id = o.id),
                 'attendanceRate', (
                   select sum(h.attended)::float8 / nullif(sum(h.attended + h.registered), 0)
                     from held h where h.status = 'COMPLETED'),
                 'items', (
                   select coalesce(json_agg(json_build_object(
                            'program', json_build_object('id', o.id::text, 'name', o.name),
                            'registered', h.registered, 'attended', h.attended, 'cancelled', h.cancelled,
                            'fillRate', (h.registered + h.attended)::float8 / nullif(h.capacity, 0))
                            order by h.date desc, h.id desc), '[]')
                     from (select * from held order by date desc, id desc limit $3) h
                     join program o on o.id = h.id)) as figures
