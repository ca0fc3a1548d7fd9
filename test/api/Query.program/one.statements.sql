-- program.byId
select json_build_object('id', o.id::text, 'name', o.name, 'date', o.date, 'description', o.description, 'content', o.content, 'organizer', o.organizer, 'url', o.url, 'status', o.status, 'capacity', o.capacity, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = o.id), 0), 'isDisabled', o.is_disabled, 'createdAt', o.created_at, 'updatedAt', o.updated_at, 'version', o.version) as item from program o where o.id = $1
