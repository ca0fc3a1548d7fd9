-- statistics.customers
select json_build_object('counts', (select json_build_object(
  'total', coalesce(sum(r.total), 0),
  'enabled', coalesce(sum(r.total) filter (where not r.is_disabled), 0),
  'disabled', coalesce(sum(r.total) filter (where r.is_disabled), 0),
                 'newInPeriod', (
    select coalesce(sum(n.total), 0) from creation_rollup n
     where n.kind = 'customer' and n.date between $1::date and $2::date)) from customer_rollup r), 'activity', (
    select json_build_object(
             'active', count(*),
             'returning', count(*) filter (where here.returning),
             'returningRate', count(*) filter (where here.returning)::float8 / nullif(count(*), 0))
      from (
        select exists (
                 select from appointment before
                  where before.customer_id = a.customer_id and before.date < $3::date
                    and before.status = 'COMPLETED') as returning
          from appointment a
         where a.date between $4::date and $5::date and a.status <> 'CANCELLED'
         group by a.customer_id) here), 'mostActive', (
    select coalesce(json_agg(json_build_object(
             'customer', json_build_object('id', c.id, 'fullName', c.full_name),
             'appointments', top.appointments, 'completed', top.completed,
             'cancelled', top.cancelled, 'noShows', top.no_shows)
             order by top.appointments desc, top.customer_id), '[]')
      from (
        select a.customer_id,
               count(*) filter (where a.status <> 'CANCELLED') as appointments,
               count(*) filter (where a.status = 'COMPLETED') as completed,
               count(*) filter (where a.status = 'CANCELLED') as cancelled,
               count(*) filter (where a.outcome = 'NO_SHOW') as no_shows
          from appointment a
         where a.date between $6::date and $7::date
         group by a.customer_id
        having count(*) filter (where a.status <> 'CANCELLED') > 0
         order by appointments desc, a.customer_id
         limit $8) top
      join customer c on c.id = top.customer_id)) as figures
