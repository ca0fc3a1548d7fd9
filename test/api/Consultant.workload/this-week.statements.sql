-- consultant.page
select json_agg(page) as json_rows from (
      select k.id::text as "id", case when k.rank = 25 then array[k.full_name::text, k.id::text] end as keys
        from (select k.*, row_number() over (order by k.full_name asc, k.id asc) as rank from consultant k where true order by k.full_name asc, k.id asc limit 26) k
       order by k.full_name asc, k.id asc) page

-- consultant.workload
select coalesce(sum(r.pending + r.confirmed + r.completed), 0)::int as appointments,
               coalesce(sum(r.booked_minutes), 0)::int as booked,
               coalesce(sum(r.offered_minutes), 0)::int as offered
          from unnest($1::int[]) with ordinality as parent (id, position)
          left join consultant_day_rollup r
            on r.consultant_id = parent.id and r.date between $2::date and $3::date
         group by parent.position
         order by parent.position
