/**
 * What a booking is written from: a free slot of an enabled consultant and an enabled customer who has nothing ahead,
 * each once, so that no booking is refused and clients meet by chance alone. `n` runs from 1 without gaps; `today` is
 * an SQL literal.
 */
export const bookingsAfter = (today: string): string => `
  create table bench_booking as
  select slot.n::integer as n, slot.consultant_id, customer.id as customer_id, slot.date, slot.start_time,
         extract(epoch from slot.end_time - slot.start_time)::integer / 60 as duration_minutes
    from (select row_number() over (order by md5(t.id::text)) as n, t.*
            from timeslot t
            join consultant k on k.id = t.consultant_id and not k.is_disabled and k.max_per_day is null
           where t.date > ${today}::date and t.is_available
             and not exists (
               select from appointment a
                where a.consultant_id = t.consultant_id and a.date = t.date and a.status <> 'CANCELLED'
                  and a.start_time < t.end_time
                  and a.start_time + make_interval(mins => a.duration_minutes) > t.start_time)) slot
    join (select row_number() over (order by md5(c.id)) as n, c.id
            from customer c
           where not c.is_disabled
             and not exists (
               select from appointment a where a.customer_id = c.id and a.date >= ${today}::date)) customer using (n)`;

/** A row of `bench_booking`. */
export interface Booking {
  readonly customer_id: string;
  readonly consultant_id: number;
  /** Office date and time. */
  readonly date: string;
  readonly start_time: string;
  readonly duration_minutes: number;
}

/** The same columns with nothing but a key: no rule, no index, no trigger. */
export const BARE_TABLE = `
  create table bench_bare (like appointment including defaults including identity);
  alter table bench_bare alter created_at set default now(), add primary key (id);
  alter table bench_booking add primary key (n);
  grant select on bench_booking to meetassist_api;
  grant select, insert on bench_bare to meetassist_api;
  analyze bench_booking`;

/** The mutation's arguments. */
export function argumentsOf(booking: Booking, clientToken: string): object {
  return {
    clientToken,
    input: {
      customerId: booking.customer_id,
      consultantId: String(booking.consultant_id),
      date: booking.date,
      startTime: booking.start_time,
      durationMinutes: booking.duration_minutes,
      description: 'Tư vấn chọn ngành cho con',
    },
  };
}
