import { type ClientBase } from 'pg';
import { stagingTable } from './staging.ts';

/**
 * Works out which slots were booked: the original wrote `isavailable=false` for those too. Appointments of the files
 * count and those of the database.
 */
export async function findBookedSlots(client: ClientBase): Promise<void> {
  await client.query(`
    update ${stagingTable('ConsultantSchedule.csv')} s
       set booked = exists (
             select from ${stagingTable('Appointment.csv')} a
              where (a.consultantid, a.date, a.time) = (s.consultantid, s.date, s.starttime)
                and a.state <> 'REFUSED' and a.status <> 'CANCELLED')
           or exists (
             select from appointment a
              where (a.consultant_id, a.date, a.start_time) = (s.consultantid, s.date, s.starttime)
                and a.status <> 'CANCELLED')
     where s.state <> 'REFUSED'`);
}

/**
 * Enabled consultants have different e-mail addresses, whatever their case; the original allowed the same one in
 * another case. An address stays with the enabled consultant of the database who has it, else with the newest of the
 * file (the highest id among those made at one moment). The others will be disabled.
 */
export async function findSharedAddresses(client: ClientBase): Promise<void> {
  await client.query(`
    with enabled as (
      select s.row, s.consultantid as id, lower(s.email collate pg_c_utf8) as address,
             s.createdat::timestamptz as created_at
        from ${stagingTable('Consultant.csv')} s
       where s.state <> 'REFUSED' and s.email is not null and not s.isdisabled
      union all
      select null, k.id, lower(k.email collate pg_c_utf8), k.created_at
        from consultant k
       where k.email is not null and not k.is_disabled),
    keeping as (
      select distinct on (address) address, id
        from enabled
       order by address, row is null desc, created_at desc, id desc)
    update ${stagingTable('Consultant.csv')} s
       set disabledfor = k.id
      from enabled e
      join keeping k on k.address = e.address and k.id <> e.id
     where e.row = s.row`);
}

/** A consultant who was enabled in the file and is disabled here, because another one has the same address. */
export interface DisabledConsultant {
  /** Row in Consultant.csv. */
  readonly row: number;
  readonly consultantId: number;
  /** Who keeps the address. */
  readonly inFavourOf: number;
}

/** The new rows among them, in order of rows. */
export async function newlyDisabled(client: ClientBase): Promise<DisabledConsultant[]> {
  const { rows } = await client.query<DisabledConsultant>(`
    select row, consultantid as "consultantId", disabledfor as "inFavourOf"
      from ${stagingTable('Consultant.csv')}
     where state = 'NEW' and disabledfor is not null
     order by row`);
  return rows;
}
