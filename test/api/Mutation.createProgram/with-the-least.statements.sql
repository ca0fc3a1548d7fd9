-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- program.create
insert into program (name, date) values ($1, $2)
        returning id::text as id

-- program.byId
select json_build_object('id', one.id::text, 'name', one.name, 'date', one.date, 'description', one.description, 'content', one.content, 'organizer', one.organizer, 'url', one.url, 'status', one.status, 'capacity', one.capacity, 'participantCount', coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = one.id), 0), 'isDisabled', one.is_disabled, 'createdAt', one.created_at, 'updatedAt', one.updated_at, 'version', one.version) as item
          from program one where one.id = $1

-- transaction.commit
commit
