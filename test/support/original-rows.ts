import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { formats, type OriginalFileName } from '../../services/import/formats.ts';
import { zone } from './original-sample.ts';

/** The rows of a file by column, in order of their keys; none when there is no such file. */
export function readRows(directory: string, name: OriginalFileName): Record<string, string>[] {
  const folder = existsSync(path.join(directory, 'data'))
    ? path.join(directory, 'data')
    : directory;
  if (!readdirSync(folder).includes(name)) return [];
  const rows: Record<string, string>[] = parse(readFileSync(path.join(folder, name)), {
    columns: true,
    bom: true,
  });
  const { key } = formats[name];
  const text = (row: Record<string, string>): string =>
    key
      .map(column => (column === 'customerid' ? row[column] : row[column]?.padStart(10, '0')))
      .join(' ');
  return rows.sort((one, other) => (text(one) < text(other) ? -1 : 1));
}

/** Instants in full, availability by its rule, specialties apart: everything else as the file has it. */
export function expected(
  name: OriginalFileName,
  row: Record<string, string>,
  directory: string,
): Record<string, string> {
  const made = { ...row };
  for (const column of ['createdat', 'updatedat', 'registeredtime']) {
    const given = row[column];
    if (given) made[column] = given.includes('.') ? given : `${given}.000000`;
  }
  if (name === 'Consultant.csv') {
    made['imageurl'] ??= '';
    made['specialties'] = [
      ...new Set((row['specialties'] ?? '').split(/[,;/\n]/).map(each => each.trim())),
    ]
      .filter(each => each !== '')
      .join('|');
  }
  if (name === 'ConsultantSchedule.csv' && row['isavailable'] === 'false') {
    const wasBooked = readRows(directory, 'Appointment.csv').some(
      ({ consultantid, date, time, status }) =>
        consultantid === row['consultantid'] &&
        date === row['date'] &&
        time === row['starttime'] &&
        status !== 'cancelled',
    );
    made['isavailable'] = String(wasBooked);
  }
  return made;
}

const instant = (column: string): string =>
  `coalesce(to_char(${column} at time zone '${zone}', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')`;

/** Statements that read a table back in the words of its file. */
export const asInTheFile: Readonly<Record<OriginalFileName, string>> = {
  'Customer.csv': `
    select id as customerid, full_name as fullname, coalesce(email, '') as email,
           coalesce(phone_number, '') as phonenumber, coalesce(date_of_birth::text, '') as dateofbirth,
           ${instant('created_at')} as createdat, is_disabled::text as isdisabled, coalesce(notes, '') as notes
      from customer where updated_at is null and version = 1 order by id`,
  'Consultant.csv': `
    select id::text as consultantid, full_name as fullname, coalesce(email, '') as email,
           coalesce(phone_number, '') as phonenumber, coalesce(image_url, '') as imageurl,
           array_to_string(specialties, '|') as specialties, coalesce(qualifications, '') as qualifications,
           coalesce(join_date::text, '') as joindate, ${instant('created_at')} as createdat,
           is_disabled::text as isdisabled
      from consultant where max_per_day is null and updated_at is null order by id`,
  'ConsultantSchedule.csv': `
    select id::text as scheduleid, consultant_id::text as consultantid, date::text, start_time::text as starttime,
           end_time::text as endtime, is_available::text as isavailable
      from timeslot order by id`,
  'Appointment.csv': `
    select id::text as appointmentid, coalesce(consultant_id::text, '') as consultantid, customer_id as customerid,
           date::text, start_time::text as time, duration_minutes::text as duration,
           coalesce(meeting_url, '') as meetingurl, lower(status) as status, coalesce(description, '') as description,
           ${instant('created_at')} as createdat, ${instant('updated_at')} as updatedat
      from appointment
     where outcome is null and completed_at is null and confirmed_at is null and cancel_reason is null
       and cancelled_at is not distinct from case when status = 'CANCELLED' then coalesce(updated_at, created_at) end
     order by id`,
  'AppointmentFeedback.csv': `
    select appointment_id::text as appointmentid, rating::text, coalesce(comment, '') as customerfeedback,
           ${instant('created_at')} as createdat
      from feedback order by appointment_id`,
  'CommunityProgram.csv': `
    select id::text as programid, name as programname, date::text, coalesce(description, '') as description,
           coalesce(content, '') as content, coalesce(organizer, '') as organizer, coalesce(url, '') as url,
           is_disabled::text as isdisabled, lower(status) as status, ${instant('created_at')} as createdat
      from program where capacity is null order by id`,
  'ProgramParticipant.csv': `
    select program_id::text as programid, customer_id as customerid, ${instant('registered_at')} as registeredtime,
           lower(status) as status
      from program_participant order by program_id, customer_id`,
};
