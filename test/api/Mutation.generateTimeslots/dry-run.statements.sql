-- timeslot.foresee
with known as materialized (
      select k.id, k.is_disabled from consultant k where k.id = any($1::int[])
    ), owners as materialized (
      select asked.id, k.is_disabled
        from unnest($2::int[]) asked (id) left join known k on k.id = asked.id
    ), judged as materialized (
      select w.*, case when (w.date, w.start_time) <= ($3::date, $4::time) then 'past' when met.same then 'existing'
                       when met.same is not null then 'overlapping' else 'fresh' end as verdict
        from (select o.id as consultant_id, d.date, p.start_time, p.end_time
                from owners o
               cross join unnest($5::date[]) d (date)
               cross join unnest($6::time[], $7::time[])
                 p (start_time, end_time)) w
       cross join lateral (
         select bool_or(t.start_time = w.start_time and t.end_time = w.end_time) as same
           from timeslot t
          where t.consultant_id = w.consultant_id and t.date = w.date
            and t.start_time < w.end_time and t.end_time > w.start_time) met
    )
        select
  (select array_agg(o.id::text order by o.id) from owners o where o.is_disabled is null) as unknown,
  (select array_agg(o.id::text order by o.id) from owners o where o.is_disabled) as disabled,
  count(*) filter (where verdict = 'past')::int as past,
  count(*) filter (where verdict = 'existing')::int as existing,
  count(*) filter (where verdict = 'overlapping')::int as overlapping,
  count(*) filter (where verdict = 'fresh')::int as fresh, (
                 select min(j.date) from judged j
                   join unloaded_partition u on u.date = j.date and u.table_name in ('timeslot', 'appointment', 'feedback')
                  where j.verdict = 'fresh') as unloaded
          from judged
