-- Events of one kind of thing, newest first: the kinds with few events among the many of appointments.
create index audit_event_by_entity on audit_event (entity, at desc, id desc);
