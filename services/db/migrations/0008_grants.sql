-- What each role may do (services/db/bootstrap.ts creates the roles). The owner migrates; the API reads and writes
-- rows and defines nothing; the archive reads. Records that only grow are insert-only, and rollups are written by
-- their triggers alone.
revoke all on schema public from public;
grant usage on schema public to meetassist_api, meetassist_archive;

grant select on all tables in schema public to meetassist_api, meetassist_archive;
grant insert, update on customer, consultant, timeslot, appointment, feedback, program, program_participant
  to meetassist_api;
grant delete on timeslot to meetassist_api;
grant insert on assignment, audit_event to meetassist_api;
