-- program.page
select json_build_object('id', o.id::text, 'name', o.name, 'date', o.date, 'organizer', o.organizer, 'status', o.status, 'capacity', o.capacity, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = o.id), 0), 'isDisabled', o.is_disabled) as item, array[o.date::text, o.id::text] as keys
          from program o where o.is_disabled = $1 order by o.date desc, o.id desc limit 26

-- program.page.total
select count(*)::int as total from program o where o.is_disabled = $1
