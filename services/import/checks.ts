import { type ClientBase } from 'pg';
import { type Findings } from './finding.ts';
import { formats, type OriginalFileName, originalFileNames } from './formats.ts';
import { stagingTable } from './staging.ts';

/** Says which staged rows cannot stand beside the others. Every staged value is good by itself. */
export async function checkTogether(client: ClientBase, refusals: Findings): Promise<void> {
  for (const file of originalFileNames) await checkKeys(client, file, refusals);
  for (const reference of references) await checkReference(client, reference, refusals);
  await checkEmails(client, refusals);
  await checkSlots(client, refusals);
  await checkFeedback(client, refusals);
}

async function checkKeys(
  client: ClientBase,
  file: OriginalFileName,
  refusals: Findings,
): Promise<void> {
  const table = stagingTable(file);
  const key = formats[file].key.join(', ');
  const { rows } = await client.query<{ row: number; first: number }>(`
    select row, first
      from (select row, min(row) over (partition by ${key}) as first from ${table}) numbered
     where row <> first
     order by row`);
  for (const { row, first } of rows) {
    const reason = `is the same as in row ${first}; keep one of the two rows`;
    refusals.add({
      file,
      row,
      column: formats[file].key.join(' + '),
      code: 'DUPLICATE_KEY',
      reason,
    });
  }
}

interface Reference {
  readonly from: OriginalFileName;
  readonly to: OriginalFileName;
  /** The same column in both. */
  readonly column: string;
}

const references: readonly Reference[] = [
  { from: 'ConsultantSchedule.csv', to: 'Consultant.csv', column: 'consultantid' },
  { from: 'Appointment.csv', to: 'Consultant.csv', column: 'consultantid' },
  { from: 'Appointment.csv', to: 'Customer.csv', column: 'customerid' },
  { from: 'AppointmentFeedback.csv', to: 'Appointment.csv', column: 'appointmentid' },
  { from: 'ProgramParticipant.csv', to: 'CommunityProgram.csv', column: 'programid' },
  { from: 'ProgramParticipant.csv', to: 'Customer.csv', column: 'customerid' },
];

async function checkReference(
  client: ClientBase,
  { from, to, column }: Reference,
  refusals: Findings,
): Promise<void> {
  const { rows } = await client.query<{ row: number }>(`
    select row
      from ${stagingTable(from)} f
     where ${column} is not null
       and not exists (select from ${stagingTable(to)} t where t.${column} = f.${column})
     order by row`);
  for (const { row } of rows) {
    const reason = `refers to a row that ${to} does not have`;
    refusals.add({ file: from, row, column, code: 'UNKNOWN_REFERENCE', reason });
  }
}

/** Enabled consultants have different e-mail addresses, whatever their case. */
async function checkEmails(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'Consultant.csv';
  const { rows } = await client.query<{ row: number; first: number }>(`
    select row, first
      from (select row, min(row) over (partition by lower(email collate pg_c_utf8)) as first
              from ${stagingTable(file)}
             where email is not null and not isdisabled) numbered
     where row <> first
     order by row`);
  for (const { row, first } of rows) {
    const reason = `is also the address of the enabled consultant in row ${first} (upper and lower case do not matter); correct one of them or disable one of the two`;
    refusals.add({ file, row, column: 'email', code: 'DUPLICATE_EMAIL', reason });
  }
}

/** No two slots of a consultant overlap. */
async function checkSlots(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'ConsultantSchedule.csv';
  const { rows } = await client.query<{ row: number }>(`
    select row
      from (select row, starttime,
                   max(endtime) over (partition by consultantid, date order by starttime, row
                                      rows between unbounded preceding and 1 preceding) as busy_until
              from ${stagingTable(file)}) numbered
     where starttime < busy_until
     order by row`);
  for (const { row } of rows) {
    const reason = 'begins before another slot of the same consultant on that day has ended';
    refusals.add({ file, row, column: 'starttime', code: 'SLOT_OVERLAP', reason });
  }
}

/** Feedback is of meetings that were held. */
async function checkFeedback(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'AppointmentFeedback.csv';
  const { rows } = await client.query<{ row: number }>(`
    select f.row
      from ${stagingTable(file)} f
      join ${stagingTable('Appointment.csv')} a on a.appointmentid = f.appointmentid
     where a.status <> 'COMPLETED'
     order by f.row`);
  for (const { row } of rows) {
    const reason =
      'is of an appointment that was not completed; correct its status or leave the feedback out';
    refusals.add({ file, row, column: 'appointmentid', code: 'FEEDBACK_WITHOUT_MEETING', reason });
  }
}
