import { type Queryable } from '../db/connection.ts';
import { sql } from '../db/sql.ts';

/** Whom a booking concerns; null for nobody yet. */
export interface People {
  readonly consultantId: number | null;
  readonly customerId: string;
}

/**
 * Takes the rows that decide about a booking, for the rest of the transaction: what is seen after it of slots, limits
 * and other bookings is what there is. In READ COMMITTED a statement that waited for a lock still sees what it saw
 * before, so what decides is a statement of its own, sent after this one.
 *
 * Everybody takes appointments before consultants before customers, so nobody waits in a circle. PostgreSQL computes
 * `(select … from locked)` before it looks for the row that depends on it.
 */
export async function lockPeople(
  db: Queryable,
  { consultantId, customerId }: People,
): Promise<void> {
  await db.rows(
    'appointment.lockPeople',
    sql`with locked as materialized (
          select k.id from consultant k where k.id = ${consultantId} for no key update
        )
        select from customer c
         where c.id = ${customerId} and (select count(*) from locked) >= 0 for no key update`,
  );
}

/** The same for an appointment that is there: its row, then those of its people. */
export async function lockAppointment(db: Queryable, id: number): Promise<void> {
  await db.rows(
    'appointment.lock',
    sql`with a as materialized (
          select a.consultant_id, a.customer_id from appointment a where a.id = ${id} for no key update
        ), locked as materialized (
          select k.id from consultant k where k.id = (select consultant_id from a) for no key update
        )
        select from customer c
         where c.id = (select customer_id from a) and (select count(*) from locked) >= 0 for no key update`,
  );
}

/**
 * The same for appointments that are to change hands, and the consultants they come to, each kind by id. Their customers
 * keep their times, so nobody needs to hold them.
 */
export async function lockBookings(
  db: Queryable,
  appointmentIds: readonly number[],
  consultantIds: readonly number[],
): Promise<void> {
  await Promise.all([
    db.rows(
      'appointment.lock',
      sql`select from appointment a where a.id = any(${appointmentIds}::int[]) order by a.id for no key update`,
    ),
    db.rows(
      'consultant.lock',
      sql`select from consultant k where k.id = any(${consultantIds}::int[]) order by k.id for no key update`,
    ),
  ]);
}
