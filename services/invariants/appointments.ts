import { identifier, sql, type Sql } from '../db/sql.ts';
import { invariant, type Invariant } from './invariant.ts';
import { overlapping } from './overlaps.ts';

const start = sql`a.date + a.start_time`;

/** Every live appointment that begins before an earlier one of the same person has ended. */
function overlapsOf(person: 'consultant_id' | 'customer_id'): Sql {
  const of = identifier(person);
  return overlapping({
    rows: sql`appointment a`,
    of: sql`a.${of}`,
    start,
    end: sql`${start} + make_interval(mins => a.duration_minutes)`,
    id: sql`a.id`,
    where: sql`a.${of} is not null and a.status <> 'CANCELLED' and not a.legacy_overlap`,
  });
}

const wrong = (condition: Sql) =>
  sql`select a.id::text as id from appointment a where ${condition}`;

export const ofAppointments: readonly Invariant[] = [
  invariant(
    'appointment_no_overlap',
    'A consultant has no two overlapping appointments that are pending, confirmed or completed, but for imported ones that are marked.',
    overlapsOf('consultant_id'),
  ),
  invariant(
    'appointment_customer_no_overlap',
    'A customer has no two overlapping appointments that are pending, confirmed or completed, but for imported ones that are marked.',
    overlapsOf('customer_id'),
  ),
  invariant(
    'appointment_status_known',
    'The status of an appointment is PENDING, CONFIRMED, COMPLETED or CANCELLED, its outcome ATTENDED or NO_SHOW.',
    wrong(sql`a.status not in ('PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED')
      or a.outcome not in ('ATTENDED', 'NO_SHOW')`),
  ),
  invariant(
    'appointment_assigned_when_confirmed',
    'A confirmed or completed appointment has a consultant.',
    wrong(sql`a.status in ('CONFIRMED', 'COMPLETED') and a.consultant_id is null`),
  ),
  invariant(
    'appointment_cancelled_when_dated',
    'An appointment is cancelled exactly when it says since when.',
    wrong(sql`(a.status = 'CANCELLED') <> (a.cancelled_at is not null)`),
  ),
  invariant(
    'appointment_closed_by_its_status',
    'Only a cancelled appointment has a reason for it, of 1 to 500 characters; only a completed one an outcome and a time of completion.',
    wrong(sql`(a.cancel_reason is not null
        and (a.status <> 'CANCELLED' or char_length(a.cancel_reason) not between 1 and 500))
      or (a.status <> 'COMPLETED' and (a.outcome is not null or a.completed_at is not null))`),
  ),
  {
    name: 'appointment_started_when_completed',
    rule: 'A completed appointment had started when it was completed.',
    violations: ({ zone, instant }) =>
      wrong(sql`a.status = 'COMPLETED'
        and ${start} > coalesce(a.completed_at, ${instant}::timestamptz) at time zone ${zone}`),
  },
  invariant(
    'appointment_lasts_5_to_480_minutes',
    'An appointment lasts 5 to 480 minutes and ends on its day.',
    wrong(sql`a.duration_minutes not between 5 and 480
      or extract(epoch from a.start_time) + a.duration_minutes * 60 > 86400`),
  ),
  {
    name: 'appointment_of_enabled_people',
    rule: 'Nobody disabled has a pending or confirmed appointment ahead.',
    violations: ({ date, time }) => sql`
      select a.id::text as id
        from appointment a
        join customer c on c.id = a.customer_id
        left join consultant k on k.id = a.consultant_id
       where a.status in ('PENDING', 'CONFIRMED') and (c.is_disabled or k.is_disabled)
         and a.date >= ${date}::date and ${start} > ${date}::date + ${time}::time`,
  },
];
