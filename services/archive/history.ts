import { type ClientBase } from 'pg';

/**
 * Lets assignments be there whose appointments are on days that are not loaded: those that come back. A trigger does
 * for new ones what the foreign key did, so that loading days needs no change of the schema, which others would wait
 * for. In the caller's transaction.
 */
export async function allowMissingHistory(client: ClientBase): Promise<void> {
  await client.query(`
    alter table assignment drop constraint if exists assignment_of_appointment;
    alter table assignment enable trigger assignment_of_loaded_appointment`);
}

/** Undoes {@link allowMissingHistory} for what is written from now on; {@link checkHistory} looks at what is there. */
export async function requireHistory(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_constraint where conrelid = 'assignment'::regclass and conname = 'assignment_of_appointment'`,
  );
  if (rowCount !== 0) return;
  await client.query(`
    alter table assignment disable trigger assignment_of_loaded_appointment;
    alter table assignment add constraint assignment_of_appointment
      foreign key (appointment_id) references appointment (id) not valid`);
}

/** Fails when an assignment is of no appointment. Nobody who reads or writes waits for it. */
export async function checkHistory(client: ClientBase): Promise<void> {
  await client.query('alter table assignment validate constraint assignment_of_appointment');
}
