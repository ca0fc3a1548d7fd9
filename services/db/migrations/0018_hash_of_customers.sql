-- An index of texts compares texts all the way down, for each place where a row could go and for each row that it could
-- overlap: a tenth of what a booking cost. A hash ahead of the text is compared instead; the text still decides, so two
-- customers with one hash are two customers.
alter table appointment drop constraint appointment_customer_no_overlap;
alter table appointment add constraint appointment_customer_no_overlap exclude using gist (
  hashtextextended(customer_id, 0) with =,
  customer_id with =,
  tsrange(date + start_time, date + start_time + make_interval(mins => duration_minutes)) with &&
) where (status <> 'CANCELLED' and not legacy_overlap);
