import { type ClientBase } from 'pg';
import { type Findings } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { refuseRows } from './refusing.ts';
import { stagingTable } from './staging.ts';

/**
 * Refuses new rows of days that the archive has and this database has not: there they may already be. Without such days
 * nothing is refused. An id that was given out and is not here may be of such a day too.
 */
export async function checkLoaded(client: ClientBase, refusals: Findings): Promise<void> {
  const { rowCount } = await client.query('select from unloaded_partition limit 1');
  if (rowCount === 0) return;
  await checkDays(client, 'ConsultantSchedule.csv', refusals);
  await checkIds(client, { file: 'ConsultantSchedule.csv', column: 'scheduleid' }, refusals);
  await checkDays(client, 'Appointment.csv', refusals);
  await checkIds(client, { file: 'Appointment.csv', column: 'appointmentid' }, refusals);
  await checkFeedback(client, refusals);
}

async function checkDays(
  client: ClientBase,
  file: OriginalFileName,
  refusals: Findings,
): Promise<void> {
  await refuseRows(
    client,
    file,
    refusals,
    `select s.row
       from ${stagingTable(file)} s
      where s.state = 'NEW' and s.date in (
            select u.date from unloaded_partition u where u.table_name in ('timeslot', 'appointment', 'feedback'))`,
    () => ({
      ...{ column: 'date', code: 'DAY_NOT_LOADED' },
      reason: 'is a day that is in the archive but not loaded; load it first',
    }),
  );
}

async function checkIds(
  client: ClientBase,
  { file, column }: { readonly file: OriginalFileName; readonly column: string },
  refusals: Findings,
): Promise<void> {
  const table = file === 'Appointment.csv' ? 'appointment' : 'timeslot';
  await refuseRows(
    client,
    file,
    refusals,
    `select s.row
       from ${stagingTable(file)} s
      where s.state = 'NEW'
        and s.${column} <= coalesce(pg_sequence_last_value(pg_get_serial_sequence('${table}', 'id')::regclass), 0)`,
    () => ({
      ...{ column, code: 'DAY_NOT_LOADED' },
      reason: 'may be the id of a row on a day that is not loaded; load all days first',
    }),
  );
}

async function checkFeedback(client: ClientBase, refusals: Findings): Promise<void> {
  await refuseRows(
    client,
    'AppointmentFeedback.csv',
    refusals,
    `select f.row
       from ${stagingTable('AppointmentFeedback.csv')} f
      where f.state = 'NEW'
        and not exists (select from ${stagingTable('Appointment.csv')} a where a.appointmentid = f.appointmentid)
        and not exists (select from appointment a where a.id = f.appointmentid)`,
    () => ({
      ...{ column: 'appointmentid', code: 'DAY_NOT_LOADED' },
      reason: 'refers to a meeting that may be on a day that is not loaded; load all days first',
    }),
  );
}
