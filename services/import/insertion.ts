import { type ClientBase, DatabaseError } from 'pg';
import { ImportRefused } from './finding.ts';
import { type OriginalFileName } from './formats.ts';
import { OVERLAPS } from './overlaps.ts';
import { stagingTable } from './staging.ts';

/**
 * Moves a file's staged rows into their table and gives how many there were. Timestamps are wall clocks of the
 * session's zone. Errors: `ImportRefused` when a rule of the database refuses what was found good.
 */
export async function insertStaged(client: ClientBase, file: OriginalFileName): Promise<number> {
  try {
    const { rowCount } = await client.query(insertions[file]);
    return rowCount ?? 0;
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.code?.startsWith('23')) throw error;
    const rule = (error.constraint ?? 'unnamed').replaceAll('_', ' ');
    throw new ImportRefused([
      {
        ...{ file, row: null, column: null, code: 'REFUSED_BY_RULE' },
        reason: `a row breaks the rule “${rule}” of the database`,
      },
    ]);
  }
}

const insertions: Readonly<Record<OriginalFileName, string>> = {
  'Customer.csv': `
    insert into customer (id, full_name, email, phone_number, date_of_birth, notes, is_disabled, created_at)
    select customerid, fullname, email, phonenumber, dateofbirth, notes, isdisabled, createdat
      from ${stagingTable('Customer.csv')}
     order by row`,
  'Consultant.csv': `
    insert into consultant (id, full_name, email, phone_number, image_url, specialties, qualifications, join_date,
                            is_disabled, created_at)
    select consultantid, fullname, email, phonenumber, imageurl, coalesce(specialties, '{}'), qualifications, joindate,
           isdisabled, createdat
      from ${stagingTable('Consultant.csv')}
     order by row`,
  // The original wrote false when a slot was booked; what nobody booked was blocked by the planner.
  'ConsultantSchedule.csv': `
    insert into timeslot (id, consultant_id, date, start_time, end_time, is_available)
    select slot.scheduleid, slot.consultantid, slot.date, slot.starttime, slot.endtime,
           slot.isavailable or booked.consultantid is not null
      from ${stagingTable('ConsultantSchedule.csv')} slot
      left join (select distinct consultantid, date, time
                   from ${stagingTable('Appointment.csv')}
                  where status <> 'CANCELLED') booked
        on (booked.consultantid, booked.date, booked.time) = (slot.consultantid, slot.date, slot.starttime)
     order by slot.row`,
  'Appointment.csv': `
    insert into appointment (id, consultant_id, customer_id, date, start_time, duration_minutes, meeting_url, status,
                             description, created_at, updated_at, cancelled_at, legacy_overlap)
    select a.appointmentid, a.consultantid, a.customerid, a.date, a.time, a.duration, a.meetingurl, a.status,
           a.description, a.createdat, a.updatedat,
           case when a.status = 'CANCELLED' then coalesce(a.updatedat, a.createdat) end,
           overlap.appointmentid is not null
      from ${stagingTable('Appointment.csv')} a
      left join (select distinct appointmentid from ${OVERLAPS}) overlap on overlap.appointmentid = a.appointmentid
     order by a.row`,
  'AppointmentFeedback.csv': `
    insert into feedback (appointment_id, rating, comment, created_at)
    select appointmentid, rating, customerfeedback, createdat
      from ${stagingTable('AppointmentFeedback.csv')}
     order by row`,
  'CommunityProgram.csv': `
    insert into program (id, name, date, description, content, organizer, url, is_disabled, status, created_at)
    select programid, programname, date, description, content, organizer, url, isdisabled, status, createdat
      from ${stagingTable('CommunityProgram.csv')}
     order by row`,
  'ProgramParticipant.csv': `
    insert into program_participant (program_id, customer_id, registered_at, status, created_at)
    select programid, customerid, registeredtime, status, registeredtime
      from ${stagingTable('ProgramParticipant.csv')}
     order by row`,
};
