-- transaction.begin
begin

-- transaction.change
select set_config('meetassist.now', $1, true), set_config('meetassist.actor', $2, true),
    set_config('meetassist.actor_name', $3, true), set_config('meetassist.action', $4, true),
    set_config('meetassist.reason', $5, true)

-- appointment.confirm
update appointment a set status = $1, confirmed_at = $2
         where a.id = $3 and a.status = any($4) and ($5::int is null or a.version = $6)
           and (a.consultant_id is null or exists (
      select from consultant k where k.id = a.consultant_id and not k.is_disabled))
        returning a.id

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status, 'version', one.version, 'customer', (select json_build_object('id', one_customer.id, 'fullName', one_customer.full_name) from customer one_customer where one_customer.id = one.customer_id limit 1)) as item
          from appointment one where one.id = $1

-- appointment.state
select a.status, a.version, a.outcome, a.consultant_id as "consultantId",
               coalesce(k.is_disabled, false) as "consultantDisabled",
               a.required_specialty as "requiredSpecialty", a.date, a.start_time as "startTime"
          from appointment a left join consultant k on k.id = a.consultant_id
         where a.id = $1

-- appointment.byId
select json_build_object('id', one.id::text, 'status', one.status, 'version', one.version, 'customer', (select json_build_object('id', one_customer.id, 'fullName', one_customer.full_name) from customer one_customer where one_customer.id = one.customer_id limit 1)) as item
          from appointment one where one.id = $1

-- transaction.rollback
rollback
