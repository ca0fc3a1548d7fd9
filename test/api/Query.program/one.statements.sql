-- program.byId
select json_build_object('id', one.id::text, 'name', one.name, 'date', one.date, 'description', one.description, 'content', one.content, 'organizer', one.organizer, 'url', one.url, 'status', one.status, 'capacity', one.capacity, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = one.id), 0), 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version) as item
          from program one where one.id = $1
