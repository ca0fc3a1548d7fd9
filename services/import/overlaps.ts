import { type ClientBase } from 'pg';
import { stagingTable } from './staging.ts';

/** A live appointment that was written over an earlier one, when the rules allowed it. */
export interface Overlap {
  /** Row in Appointment.csv. */
  readonly row: number;
  readonly appointmentId: number;
  /** The overlapped appointment with the smallest id. */
  readonly withAppointmentId: number;
  /** Whose two appointments they are. */
  readonly of: 'CONSULTANT' | 'CUSTOMER';
}

/** The temporary table of the appointments to be flagged. */
export const OVERLAPS = 'import_overlap';

/**
 * Finds the staged appointments that overlap one with a smaller id: of each overlap all but the first. Without them
 * no two live appointments of a consultant or a customer overlap. In order of ids.
 */
export async function findOverlaps(client: ClientBase): Promise<Overlap[]> {
  const table = stagingTable('Appointment.csv');
  await client.query(`
    create temp table ${OVERLAPS} on commit drop as
    ${['consultant', 'customer']
      .map(
        person => `
    select later.row, later.appointmentid, min(earlier.appointmentid) as with_id, '${person.toUpperCase()}' as of
      from ${table} later
      join ${table} earlier
        on earlier.${person}id = later.${person}id
       and earlier.date = later.date
       and earlier.appointmentid < later.appointmentid
       and earlier.date + earlier.time < later.date + later.time + make_interval(mins => later.duration)
       and later.date + later.time < earlier.date + earlier.time + make_interval(mins => earlier.duration)
     where earlier.status <> 'CANCELLED' and later.status <> 'CANCELLED'
     group by later.row, later.appointmentid`,
      )
      .join(' union all ')}`);
  const { rows } = await client.query<OverlapRow>(
    `select row, appointmentid, with_id, of from ${OVERLAPS} order by appointmentid, of`,
  );
  return rows.map(({ row, appointmentid, with_id, of }) => ({
    ...{ row, appointmentId: appointmentid, withAppointmentId: with_id, of },
  }));
}

interface OverlapRow {
  readonly row: number;
  readonly appointmentid: number;
  readonly with_id: number;
  readonly of: Overlap['of'];
}
