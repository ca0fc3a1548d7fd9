-- appointment.byId
select json_build_object('id', one.id::text, 'allowedActions', (
    select json_agg(json_build_object('action', x.action, 'allowed', x.reason is null, 'reason', x.reason))
      from (values ('UPDATE', 'NOT_PERMITTED'::text), ('CONFIRM', 'NOT_PERMITTED'::text), ('COMPLETE', 'NOT_PERMITTED'::text), ('CANCEL', 'NOT_PERMITTED'::text), ('RESCHEDULE', 'NOT_PERMITTED'::text), ('ASSIGN', 'NOT_PERMITTED'::text), ('UNASSIGN', 'NOT_PERMITTED'::text), ('RECORD_FEEDBACK', 'NOT_PERMITTED'::text)) x (action, reason))) as item
          from appointment one where one.id = $1
