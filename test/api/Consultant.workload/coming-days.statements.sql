-- consultant.byId
select json_build_object('id', one.id::text) as item
          from consultant one where one.id = $1

-- consultant.workload
select coalesce(sum(r.pending + r.confirmed + r.completed), 0)::int as appointments,
               coalesce(sum(r.booked_minutes), 0)::int as booked,
               coalesce(sum(r.offered_minutes), 0)::int as offered
          from unnest($1::int[]) with ordinality as parent (id, position)
          left join consultant_day_rollup r
            on r.consultant_id = parent.id and r.date between $2::date and $3::date
         group by parent.position
         order by parent.position
