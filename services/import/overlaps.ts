import { type ClientBase } from 'pg';
import { stagingTable } from './staging.ts';

/** A live appointment that was written over an earlier one, when the rules allowed it. */
export interface Overlap {
  /** Row in Appointment.csv. */
  readonly row: number;
  readonly appointmentId: number;
  /** The overlapped appointment, of the files or of the database, with the smallest id. */
  readonly withAppointmentId: number;
  /** Whose two appointments they are. */
  readonly of: 'CONSULTANT' | 'CUSTOMER';
}

/**
 * Finds the new appointments that overlap a live one of the database, or one of the files with a smaller id: of each
 * overlap all but the first. Without them no two live appointments of a consultant or a customer overlap. They are kept
 * in the temporary table `import_overlap`, and given in order of ids.
 */
export async function findOverlaps(client: ClientBase): Promise<Overlap[]> {
  const table = stagingTable('Appointment.csv');
  const isLive = (alias: string): string =>
    `${alias}.state = 'NEW' and ${alias}.status <> 'CANCELLED'`;
  const overlapping = (person: 'consultant' | 'customer'): string => `
    select later.row, later.appointmentid, earlier.id as with_id, '${person.toUpperCase()}' as of
      from ${table} later
      join (select a.appointmentid as id, a.${person}id as person, a.date, a.time, a.duration, true as is_new
              from ${table} a
             where ${isLive('a')}
             union all
            select a.id, a.${person}_id, a.date, a.start_time, a.duration_minutes, false
              from appointment a
             where a.status <> 'CANCELLED') earlier
        on earlier.person = later.${person}id
       and earlier.date = later.date
       and (earlier.id < later.appointmentid or not earlier.is_new)
       and earlier.date + earlier.time < later.date + later.time + make_interval(mins => later.duration)
       and later.date + later.time < earlier.date + earlier.time + make_interval(mins => earlier.duration)
     where ${isLive('later')}`;
  await client.query(`
    create temp table import_overlap on commit drop as
    select row, appointmentid, min(with_id) as with_id, of
      from (${overlapping('consultant')} union all ${overlapping('customer')}) overlap
     group by row, appointmentid, of`);
  const { rows } = await client.query<OverlapRow>(
    'select row, appointmentid, with_id, of from import_overlap order by appointmentid, of',
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
