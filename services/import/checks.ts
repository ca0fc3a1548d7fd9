import { type ClientBase } from 'pg';
import { type Findings } from './finding.ts';
import { formats, type OriginalFileName, originalFileNames } from './formats.ts';
import { refuseRows } from './refusing.ts';
import { stagingTable } from './staging.ts';
import { targets } from './targets.ts';

/** Refuses the rows whose key an earlier row of the file has. */
export async function checkKeys(client: ClientBase, refusals: Findings): Promise<void> {
  for (const file of originalFileNames) {
    const { key } = formats[file];
    await refuseRows<{ row: number; first: number }>(
      client,
      file,
      refusals,
      `select row, first
         from (select row, min(row) over (partition by ${key.join(', ')}) as first
                 from ${stagingTable(file)}
                where ${key.map(column => `${column} is not null`).join(' and ')}) numbered
        where row <> first`,
      ({ first }) => ({
        column: key.join(' + '),
        code: 'DUPLICATE_KEY',
        reason: `is the same as in row ${first}; keep one of the two rows`,
      }),
    );
  }
}

/**
 * Refuses new rows that cannot stand beside the others, those of the files and those of the database. `broken` are files
 * that could not be read to their end: what they lack is not held against rows that refer to it.
 */
export async function checkTogether(
  client: ClientBase,
  refusals: Findings,
  broken: ReadonlySet<OriginalFileName>,
): Promise<void> {
  for (const reference of references) {
    if (!broken.has(reference.to)) await checkReference(client, reference, refusals);
  }
  await checkSlots(client, refusals);
  await checkFeedback(client, refusals);
  await checkCapacity(client, refusals);
}

interface Reference {
  readonly from: OriginalFileName;
  readonly to: OriginalFileName;
  /** The same column in both. */
  readonly column: string;
}

/** In such an order that a refused row takes with it those that refer to it. */
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
  await refuseRows<{ row: number; refused_row: number | null }>(
    client,
    from,
    refusals,
    `select f.row, min(r.row) as refused_row
       from ${stagingTable(from)} f
       left join ${stagingTable(to)} r on r.${column} = f.${column} and r.state = 'REFUSED'
      where f.state = 'NEW' and f.${column} is not null
        and not exists (select from ${stagingTable(to)} t where t.${column} = f.${column} and t.state <> 'REFUSED')
        and not exists (select from ${targets[to].table} t where t.id = f.${column})
      group by f.row`,
    ({ refused_row }) =>
      refused_row === null
        ? {
            ...{ column, code: 'UNKNOWN_REFERENCE' },
            reason: `refers to a row that neither ${to} nor the database has`,
          }
        : {
            ...{ column, code: 'REFERENCE_REFUSED' },
            reason: `refers to row ${refused_row} of ${to}, which cannot be taken`,
          },
  );
}

/** No two slots of a consultant overlap. */
async function checkSlots(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'ConsultantSchedule.csv';
  const table = stagingTable(file);
  await refuseRows(
    client,
    file,
    refusals,
    `select row
       from (select row, state, starttime,
                    max(endtime) over (partition by consultantid, date order by starttime, row
                                       rows between unbounded preceding and 1 preceding) as busy_until
               from ${table}
              where state <> 'REFUSED') numbered
      where starttime < busy_until and state = 'NEW'`,
    () => ({
      ...{ column: 'starttime', code: 'SLOT_OVERLAP' },
      reason: 'begins before another slot of the same consultant on that day has ended',
    }),
  );
  await refuseRows<{ row: number; id: number }>(
    client,
    file,
    refusals,
    `select s.row, min(t.id) as id
       from ${table} s
       join timeslot t on t.consultant_id = s.consultantid and t.date = s.date
                      and t.start_time < s.endtime and s.starttime < t.end_time
      where s.state = 'NEW'
      group by s.row`,
    ({ id }) => ({
      ...{ column: 'starttime', code: 'SLOT_OVERLAP' },
      reason: `overlaps slot ${id} of the same consultant, which the database has`,
    }),
  );
}

/** Feedback is of meetings that were held. */
async function checkFeedback(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'AppointmentFeedback.csv';
  await refuseRows(
    client,
    file,
    refusals,
    `select f.row
       from ${stagingTable(file)} f
      where f.state = 'NEW'
        and (exists (select from ${stagingTable('Appointment.csv')} a
                      where a.appointmentid = f.appointmentid and a.state = 'NEW' and a.status <> 'COMPLETED')
          or exists (select from appointment a
                      where a.id = f.appointmentid and (a.status <> 'COMPLETED' or a.outcome = 'NO_SHOW')))`,
    () => ({
      ...{ column: 'appointmentid', code: 'FEEDBACK_WITHOUT_MEETING' },
      reason:
        'is of an appointment that was not completed; correct its status or leave the feedback out',
    }),
  );
}

/** No program of the database gets more participants than it has room for; the files' own programs have no limit. */
async function checkCapacity(client: ClientBase, refusals: Findings): Promise<void> {
  const file = 'ProgramParticipant.csv';
  await refuseRows<{ row: number; capacity: number }>(
    client,
    file,
    refusals,
    `select s.row, p.capacity
       from (select row, programid, row_number() over (partition by programid order by row) as place
               from ${stagingTable(file)}
              where state = 'NEW' and status <> 'CANCELLED') s
       join program p on p.id = s.programid and p.capacity is not null
      where s.place + (select count(*) from program_participant t
                        where t.program_id = p.id and t.status <> 'CANCELLED') > p.capacity`,
    ({ capacity }) => ({
      ...{ column: 'programid', code: 'PROGRAM_FULL' },
      reason: `is a program that has room for ${capacity} participants, and no place is left`,
    }),
  );
}
