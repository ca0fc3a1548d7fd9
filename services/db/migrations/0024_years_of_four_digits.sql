-- A day with another year cannot be named in the archive, and nothing beside it could be restored: the run that met it
-- would fail until somebody corrects it. So whoever writes it is told. Most likely it is a digit too many.
alter table appointment add constraint appointment_year_of_four_digits check (date between '0001-01-01' and '9999-12-31');
alter table timeslot add constraint timeslot_year_of_four_digits check (date between '0001-01-01' and '9999-12-31');
