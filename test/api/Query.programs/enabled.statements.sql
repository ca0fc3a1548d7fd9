-- program.page
select json_agg(page) as json_rows from (
      select o.id::text as "id", o.name as "name", o.date as "date", o.organizer as "organizer", o.status as "status", o.capacity as "capacity", coalesce((
      select r.registered + r.attended from program_rollup r where r.program_id = o.id), 0) as "participantCount", o.is_disabled as "isDisabled", case when o.rank = 25 then array[o.date::text, o.id::text] end as keys
        from (select o.*, row_number() over (order by o.date desc, o.id desc) as rank from program o where o.is_disabled = $1 order by o.date desc, o.id desc limit 26) o
       order by o.date desc, o.id desc) page

-- program.page.total
select count(*)::int as total from program o where o.is_disabled = $1
