import { type CopyValue } from '../../services/db/copy-from.ts';
import { type Feedback } from './aftermath.ts';
import { type Appointment } from './appointments.ts';
import { type Consultant } from './consultants.ts';
import { type Customer } from './customers.ts';
import { type NumberedAssignment } from './office.ts';
import { type Participant, type Program } from './programs.ts';
import { type Slot } from './schedule.ts';
import { dateOf, secondAt, timeOf, wallTime } from './wall-time.ts';

/** How a record becomes a row. Instants are wall clocks; the loading session stands in the office's zone. */
export interface Table<T> {
  readonly name: string;
  readonly columns: readonly string[];
  readonly row: (record: T) => readonly CopyValue[];
}

export const customerTable: Table<Customer> = {
  name: 'customer',
  columns: [
    ...['id', 'full_name', 'email', 'phone_number', 'date_of_birth', 'notes', 'is_disabled'],
    'created_at',
  ],
  row: ({ id, fullName, email, phoneNumber, dateOfBirth, notes, isDisabled, createdAt }) => [
    ...[id, fullName, email, phoneNumber, dateOfBirth, notes, isDisabled],
    wallTime(createdAt),
  ],
};

export const consultantTable: Table<Consultant> = {
  name: 'consultant',
  columns: [
    ...['id', 'full_name', 'email', 'phone_number', 'image_url', 'specialties', 'qualifications'],
    ...['join_date', 'max_per_day', 'is_disabled', 'created_at', 'updated_at', 'version'],
  ],
  row: person => [
    ...[person.id, person.fullName, person.email, person.phoneNumber, person.imageUrl],
    `{${person.specialties.map(each => `"${each.replace(/["\\]/g, '\\$&')}"`).join(',')}}`,
    ...[person.qualifications, dateOf(person.joined), person.maxPerDay, person.left !== null],
    wallTime(person.createdAt),
    person.left === null ? null : wallTime(secondAt(person.left, 540)),
    person.left === null ? 1 : 2,
  ],
};

export const timeslotTable: Table<Slot> = {
  name: 'timeslot',
  columns: ['id', 'consultant_id', 'date', 'start_time', 'end_time', 'is_available', 'created_at'],
  row: ({ id, consultant, day, start, end, isAvailable, createdAt }) => [
    ...[id, consultant.id, dateOf(day), timeOf(start), timeOf(end), isAvailable],
    wallTime(createdAt),
  ],
};

export const appointmentTable: Table<Appointment> = {
  name: 'appointment',
  columns: [
    ...['id', 'consultant_id', 'customer_id', 'date', 'start_time', 'duration_minutes', 'status'],
    ...[
      'meeting_url',
      'description',
      'required_specialty',
      'cancel_reason',
      'outcome',
      'created_at',
    ],
    ...['confirmed_at', 'completed_at', 'cancelled_at', 'updated_at', 'version'],
  ],
  row: a => {
    const changes = [a.confirmedAt, a.completedAt, a.cancelledAt].filter(each => each !== null);
    const changed = changes.at(-1) ?? null;
    return [
      ...[a.id, a.consultant?.id ?? null, a.customer.id, dateOf(a.day), timeOf(a.start), a.minutes],
      ...[a.status, a.meetingUrl, a.description, a.requiredSpecialty, a.cancelReason, a.outcome],
      wallTime(a.createdAt),
      ...[a.confirmedAt, a.completedAt, a.cancelledAt, changed].map(wallTimeOrNull),
      1 + changes.length,
    ];
  },
};

export const feedbackTable: Table<Feedback> = {
  name: 'feedback',
  columns: ['appointment_id', 'rating', 'comment', 'created_at'],
  row: ({ appointmentId, rating, comment, createdAt }) => [
    ...[appointmentId, rating, comment, wallTime(createdAt)],
  ],
};

export const assignmentTable: Table<NumberedAssignment> = {
  name: 'assignment',
  columns: [
    ...['id', 'appointment_id', 'from_consultant_id', 'to_consultant_id', 'strategy', 'reason'],
    ...['actor', 'at', 'explanation'],
  ],
  row: a => [
    ...[a.id, a.appointmentId, a.from?.id ?? null, a.to.id, a.strategy, a.reason, a.actor],
    ...[wallTime(a.at), a.explanation],
  ],
};

export const programTable: Table<Program> = {
  name: 'program',
  columns: [
    ...['id', 'name', 'date', 'description', 'content', 'organizer', 'url', 'status', 'capacity'],
    ...['is_disabled', 'created_at'],
  ],
  row: p => [
    ...[p.id, p.name, dateOf(p.day), p.description, p.content, p.organizer, p.url, p.status],
    ...[p.capacity, p.isDisabled, wallTime(p.createdAt)],
  ],
};

export const participantTable: Table<{
  readonly program: Program;
  readonly participant: Participant;
}> = {
  name: 'program_participant',
  columns: ['program_id', 'customer_id', 'registered_at', 'status', 'created_at'],
  row: ({ program, participant: { customer, registeredAt, status } }) => [
    ...[program.id, customer.id, wallTime(registeredAt), status, wallTime(registeredAt)],
  ],
};

function wallTimeOrNull(second: number | null): string | null {
  return second === null ? null : wallTime(second);
}
