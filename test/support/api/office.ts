import { type ClientBase } from 'pg';
import { dataTables, rollupTables } from '../../../services/db/tables.ts';
import { insertRows, type Wanted } from '../given.ts';
import { fillJobs } from './jobs.ts';

/** A Friday morning; every date below is meant as seen from here. */
export const OFFICE_NOW = '2026-11-20T09:30:00+07:00';

/**
 * A small office that can be kept in one's head: two consultants and one who has left, three customers and one who is
 * disabled, a week of slots, seven appointments, two ratings and three programs.
 */
export async function fillOffice(owner: ClientBase): Promise<void> {
  await owner.query(`select set_config('meetassist.now', $1, false)`, [OFFICE_NOW]);
  await insertRows(owner, 'customer', customers);
  await insertRows(owner, 'consultant', consultants);
  await insertRows(owner, 'timeslot', timeslots);
  await insertRows(owner, 'appointment', appointments);
  await insertRows(owner, 'feedback', feedback);
  await insertRows(owner, 'program', programs);
  // They came while it was still open; so the rows are written as an import writes them.
  await owner.query('begin');
  await owner.query(`select set_config('meetassist.importing', 'on', true)`);
  await insertRows(owner, 'program_participant', participants);
  await owner.query('commit');
  await insertRows(owner, 'assignment', assignments);
  await fillJobs(owner);
  for (const table of ['consultant', 'timeslot', 'appointment', 'program', 'assignment']) {
    await owner.query(`select setval(pg_get_serial_sequence($1, 'id'), 100)`, [table]);
  }
}

/** Takes everything out again, and begins the keys anew. */
export async function emptyOffice(owner: ClientBase): Promise<void> {
  await owner.query('delete from unloaded_partition');
  const tables = [...dataTables, ...rollupTables, 'client_token', 'archive_job'];
  await owner.query(`truncate ${tables.join(', ')} restart identity`);
}

/** Leaves a day, YYYY-MM-DD, to the archive alone. */
export async function unloadDay(owner: ClientBase, date: string): Promise<void> {
  await owner.query(
    `insert into unloaded_partition (table_name, date)
     select unnest(array['timeslot', 'appointment', 'feedback']), $1`,
    [date],
  );
}

/** Everything of the data that belongs in no log: names, addresses, numbers, and what people wrote. */
export function privateTexts(): string[] {
  return [
    ...[...customers, ...consultants].flatMap(each => [
      each.full_name,
      each.email,
      each.phone_number,
    ]),
    ...customers.map(each => each.notes),
    ...consultants.map(each => each.qualifications),
    ...appointments.flatMap(each => [each.description, each.cancel_reason, each.meeting_url]),
    ...feedback.map(each => each.comment),
    ...assignments.flatMap(each => [each.reason, each.explanation]),
  ].filter(text => typeof text === 'string');
}

const customers: readonly Wanted<'customer'>[] = [
  {
    id: 'zalo-1001',
    full_name: 'Nguyễn Thị Lan',
    email: 'lan.nguyen@khach.vn',
    phone_number: '0912 345 678',
    date_of_birth: '1998-04-12',
    notes: 'Thích gặp buổi sáng',
    is_disabled: false,
    created_at: '2025-08-01T08:00:00+07:00',
  },
  {
    id: 'zalo-1002',
    full_name: 'Đặng Văn An',
    email: 'an.dang@khach.vn',
    phone_number: '0987654321',
    is_disabled: false,
    created_at: '2026-11-16T10:00:00+07:00',
  },
  {
    id: 'web-2001',
    full_name: 'Hoàng Gia Bảo',
    date_of_birth: '2001-12-31',
    is_disabled: false,
    created_at: '2026-10-28T16:20:00+07:00',
  },
  {
    id: 'web-2002',
    full_name: 'Vũ Thu Hà',
    email: 'ha_vu@khach.vn',
    is_disabled: true,
    created_at: '2024-02-29T12:00:00+07:00',
  },
];

const consultants: readonly Wanted<'consultant'>[] = [
  {
    id: 1,
    full_name: 'Trần Minh Đức',
    email: 'duc.tran@meetassist.vn',
    phone_number: '0901000001',
    image_url: 'https://images.meetassist.vn/1.jpg',
    specialties: ['Công nghệ thông tin', 'Phỏng vấn'],
    qualifications: 'Thạc sĩ, mười năm tuyển dụng',
    join_date: '2024-01-15',
    max_per_day: 2,
    is_disabled: false,
    created_at: '2024-01-10T09:00:00+07:00',
  },
  {
    id: 2,
    full_name: 'Lê Thị Hồng',
    email: 'hong.le@meetassist.vn',
    specialties: ['Tài chính'],
    is_disabled: false,
    created_at: '2026-11-02T09:00:00+07:00',
  },
  {
    id: 3,
    full_name: 'Phạm Quốc Bình',
    specialties: [],
    is_disabled: true,
    created_at: '2023-05-05T09:00:00+07:00',
  },
];

const SLOTS_MADE = '2026-11-01T08:00:00+07:00';

const timeslots: readonly Wanted<'timeslot'>[] = [
  slot(1, 1, '2026-11-19', '09:00:00', '10:00:00'),
  slot(2, 1, '2026-11-20', '09:00:00', '10:00:00'),
  slot(3, 1, '2026-11-20', '10:00:00', '11:00:00'),
  slot(4, 1, '2026-11-20', '14:00:00', '15:00:00'),
  slot(5, 1, '2026-11-23', '09:00:00', '10:00:00', false),
  slot(6, 2, '2026-11-23', '09:00:00', '12:00:00'),
  slot(7, 3, '2026-11-23', '09:00:00', '10:00:00'),
  slot(8, 1, '2026-11-19', '08:00:00', '09:00:00', false),
];

const appointments: readonly Wanted<'appointment'>[] = [
  {
    id: 1,
    consultant_id: 1,
    customer_id: 'zalo-1001',
    date: '2026-11-10',
    start_time: '09:00:00',
    duration_minutes: 60,
    status: 'COMPLETED',
    outcome: 'ATTENDED',
    description: 'Xem lại hồ sơ xin việc',
    confirmed_at: '2026-11-05T11:00:00+07:00',
    completed_at: '2026-11-10T10:05:00+07:00',
    created_at: '2026-11-04T20:15:00+07:00',
  },
  {
    id: 2,
    consultant_id: 1,
    customer_id: 'zalo-1002',
    date: '2026-11-17',
    start_time: '10:00:00',
    duration_minutes: 45,
    status: 'COMPLETED',
    outcome: 'NO_SHOW',
    completed_at: '2026-11-17T11:00:00+07:00',
    created_at: '2026-11-16T10:05:00+07:00',
  },
  {
    id: 3,
    consultant_id: 2,
    customer_id: 'zalo-1001',
    date: '2026-11-16',
    start_time: '14:00:00',
    duration_minutes: 60,
    status: 'CANCELLED',
    cancel_reason: 'Khách bận việc gia đình',
    cancelled_at: '2026-11-15T09:00:00+07:00',
    created_at: '2026-11-08T18:00:00+07:00',
  },
  {
    id: 4,
    consultant_id: 1,
    customer_id: 'zalo-1002',
    date: '2026-11-20',
    start_time: '10:00:00',
    duration_minutes: 60,
    status: 'CONFIRMED',
    meeting_url: 'https://meet.meetassist.vn/phong-4',
    confirmed_at: '2026-11-18T09:00:00+07:00',
    created_at: '2026-11-17T12:00:00+07:00',
  },
  {
    id: 5,
    consultant_id: null,
    customer_id: 'web-2001',
    date: '2026-11-23',
    start_time: '09:30:00',
    duration_minutes: 60,
    status: 'PENDING',
    description: 'Muốn chuyển sang ngành ngân hàng',
    required_specialty: 'Tài chính',
    created_at: '2026-11-19T22:00:00+07:00',
  },
  {
    id: 6,
    consultant_id: 2,
    customer_id: 'zalo-1001',
    date: '2026-11-19',
    start_time: '15:00:00',
    duration_minutes: 30,
    status: 'PENDING',
    created_at: '2026-11-12T07:30:00+07:00',
  },
  {
    id: 7,
    consultant_id: 2,
    customer_id: 'web-2001',
    date: '2026-10-15',
    start_time: '09:00:00',
    duration_minutes: 90,
    status: 'COMPLETED',
    outcome: 'ATTENDED',
    completed_at: '2026-10-15T10:30:00+07:00',
    created_at: '2026-10-10T09:00:00+07:00',
  },
];

const feedback: readonly Wanted<'feedback'>[] = [
  {
    appointment_id: 1,
    rating: 4.5,
    comment: 'Rất hữu ích, cảm ơn anh Đức',
    created_at: '2026-11-10T12:00:00+07:00',
  },
  { appointment_id: 7, rating: 3, created_at: '2026-10-16T08:00:00+07:00' },
];

const programs: readonly Wanted<'program'>[] = [
  {
    id: 1,
    name: 'Ngày hội việc làm',
    date: '2026-12-05',
    description: 'Gặp hai mươi nhà tuyển dụng',
    content: 'Buổi sáng: phỏng vấn thử. Buổi chiều: gian hàng.',
    organizer: 'Thành Đoàn',
    url: 'https://meetassist.vn/ngay-hoi',
    status: 'UPCOMING',
    capacity: 4,
    is_disabled: false,
    created_at: '2026-10-01T09:00:00+07:00',
  },
  {
    id: 2,
    name: 'Hội thảo viết CV',
    date: '2026-11-07',
    status: 'COMPLETED',
    is_disabled: false,
    created_at: '2026-09-15T09:00:00+07:00',
  },
  {
    id: 3,
    name: 'Câu lạc bộ cũ',
    date: '2025-03-01',
    status: 'COMPLETED',
    is_disabled: true,
    created_at: '2025-01-15T09:00:00+07:00',
  },
];

const participants: readonly Wanted<'program_participant'>[] = [
  taking(1, 'zalo-1001', 'REGISTERED', '2026-10-20T09:00:00+07:00'),
  taking(1, 'zalo-1002', 'CANCELLED', '2026-11-17T09:00:00+07:00'),
  taking(2, 'zalo-1001', 'ATTENDED', '2026-10-02T09:00:00+07:00'),
  taking(2, 'web-2001', 'REGISTERED', '2026-11-01T09:00:00+07:00'),
];

const assignments: readonly Wanted<'assignment'>[] = [
  {
    id: 1,
    appointment_id: 4,
    to_consultant_id: 2,
    strategy: 'LEAST_LOADED',
    actor: 'admin',
    explanation: 'Ít lịch nhất trong tuần: 1 so với 2',
    at: '2026-11-17T12:30:00+07:00',
  },
  {
    id: 2,
    appointment_id: 4,
    from_consultant_id: 2,
    to_consultant_id: 1,
    strategy: 'MANUAL',
    reason: 'Khách muốn gặp anh Đức',
    actor: 'scheduler',
    at: '2026-11-18T08:45:00+07:00',
  },
];

function slot(
  id: number,
  consultant_id: number,
  date: string,
  start_time: string,
  end_time: string,
  is_available = true,
): Wanted<'timeslot'> {
  return { id, consultant_id, date, start_time, end_time, is_available, created_at: SLOTS_MADE };
}

function taking(
  program_id: number,
  customer_id: string,
  status: 'REGISTERED' | 'ATTENDED' | 'CANCELLED',
  registered_at: string,
): Wanted<'program_participant'> {
  return { program_id, customer_id, status, registered_at, created_at: registered_at };
}
