import { identifier, join, sql, type Sql } from '../db/sql.ts';
import { type OfficeTime } from '../shared/clock.ts';
import { invariant, type Invariant } from './invariant.ts';
import { overlapping } from './overlaps.ts';

const start = sql`a.date + a.start_time`;

const end = sql`${start} + make_interval(mins => a.duration_minutes)`;

/** Every live appointment that begins before an earlier one of the same person has ended; of some people only. */
function overlapsOf(person: 'consultant_id' | 'customer_id', some = sql`true`): Sql {
  const of = identifier(person);
  return overlapping({
    rows: sql`appointment a`,
    of: sql`a.${of}`,
    start,
    end,
    id: sql`a.id`,
    where: sql`a.${of} is not null and a.status <> 'CANCELLED' and not a.legacy_overlap and ${some}`,
  });
}

/**
 * Only who has two appointments on one day, or one that is not within its day, can have two at once. Few customers have,
 * and an index tells who, in its order: only theirs are put in order of time. Consultants have many on each day.
 */
const busyCustomers = sql`a.customer_id in (
  (select d.customer_id from appointment d
    group by d.customer_id, d.date having count(*) > 1 order by d.customer_id, d.date desc)
  union all select w.customer_id from wrong_appointment w where w.leaves_its_day)`;

/** What an appointment by itself shows, as a condition on `a`. */
const shown = {
  status_unknown: () => sql`a.status not in ('PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLED')
      or a.outcome not in ('ATTENDED', 'NO_SHOW')`,
  lacks_consultant: () => sql`a.status in ('CONFIRMED', 'COMPLETED') and a.consultant_id is null`,
  misdated: () => sql`(a.status = 'CANCELLED') <> (a.cancelled_at is not null)`,
  misclosed: () => sql`(a.cancel_reason is not null
        and (a.status <> 'CANCELLED' or char_length(a.cancel_reason) not between 1 and 500))
      or (a.status <> 'COMPLETED' and (a.outcome is not null or a.completed_at is not null))`,
  completed_early: ({ zone, instant }: OfficeTime) => sql`a.status = 'COMPLETED'
        and ${start} > coalesce(a.completed_at, ${instant}::timestamptz) at time zone ${zone}`,
  lasts_wrongly: () => sql`a.duration_minutes not between 5 and 480`,
  leaves_its_day: () =>
    sql`a.start_time::interval + make_interval(mins => a.duration_minutes) > '24:00' or a.start_time >= '24:00'`,
  version_below_1: () => sql`a.version < 1`,
} as const;

/** The appointments that show something wrong, and what: each row is looked at once. */
export function appointmentTables(now: OfficeTime): Sql {
  const conditions = Object.entries(shown).map(
    ([name, of]) => [identifier(name), of(now)] as const,
  );
  const columns = conditions.map(([name, condition]) => sql`(${condition}) as ${name}`);
  const any = conditions.map(([, condition]) => sql`(${condition})`);
  return sql`
  wrong_appointment as materialized (
    select a.id, a.customer_id, ${join(columns, ', ')}
      from appointment a
     where ${join(any, ' or ')})`;
}

const showing = (...names: readonly (keyof typeof shown)[]) =>
  sql`select w.id::text as id from wrong_appointment w
       where ${join(
         names.map(name => sql`w.${identifier(name)}`),
         ' or ',
       )}`;

export const ofAppointments: readonly Invariant[] = [
  invariant(
    'appointment_no_overlap',
    'A consultant has no two overlapping appointments that are pending, confirmed or completed, but for imported ones that are marked.',
    overlapsOf('consultant_id'),
  ),
  invariant(
    'appointment_customer_no_overlap',
    'A customer has no two overlapping appointments that are pending, confirmed or completed, but for imported ones that are marked.',
    overlapsOf('customer_id', busyCustomers),
  ),
  invariant(
    'appointment_status_known',
    'The status of an appointment is PENDING, CONFIRMED, COMPLETED or CANCELLED, its outcome ATTENDED or NO_SHOW.',
    showing('status_unknown'),
  ),
  invariant(
    'appointment_assigned_when_confirmed',
    'A confirmed or completed appointment has a consultant.',
    showing('lacks_consultant'),
  ),
  invariant(
    'appointment_cancelled_when_dated',
    'An appointment is cancelled exactly when it says since when.',
    showing('misdated'),
  ),
  invariant(
    'appointment_closed_by_its_status',
    'Only a cancelled appointment has a reason for it, of 1 to 500 characters; only a completed one an outcome and a time of completion.',
    showing('misclosed'),
  ),
  invariant(
    'appointment_started_when_completed',
    'A completed appointment had started when it was completed.',
    showing('completed_early'),
  ),
  invariant(
    'appointment_lasts_5_to_480_minutes',
    'An appointment lasts 5 to 480 minutes and ends on its day.',
    showing('lasts_wrongly', 'leaves_its_day'),
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
