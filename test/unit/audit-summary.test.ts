import { getNamedType, isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type AuditEntity, type Locale } from '../../generated/graphql.ts';
import { impliedBy } from '../../services/audit/actions.ts';
import { type RecordedEvent } from '../../services/audit/event.ts';
import { summaryOf } from '../../services/audit/summary.ts';
import { contract } from '../support/contract.ts';

const locales = ['VI', 'EN'] as const satisfies readonly Locale[];
const outside = ['insert', 'update', 'delete'];
/** What mutations give that start work or switch something, and so change nothing that has a history. */
const withoutHistory = new Set(['Job', 'ArchiveRun', 'ArchiveSchedule', 'ImportUpload']);
const mutations = Object.values(contract.getMutationType()?.getFields() ?? {})
  .filter(({ type }) => !withoutHistory.has(getNamedType(type).name))
  .map(({ name }) => name);
const entities = enumValues('AuditEntity') as AuditEntity[];

const appointment: RecordedEvent = {
  actor: 'sub-1',
  actorName: 'admin',
  action: 'confirmAppointment',
  entity: 'APPOINTMENT',
  entityId: '12',
  before: { status: 'PENDING', version: 1, confirmed_at: null },
  after: { status: 'CONFIRMED', version: 2, confirmed_at: '2026-11-20T09:30:00+07:00' },
  reason: null,
  subject: { date: '2026-11-23', time: '09:30:00' },
  consultants: null,
};

const examples: readonly (readonly [string, Partial<RecordedEvent>, vi: string, en: string])[] = [
  [
    'a transition, which its verb tells',
    {},
    'admin đã xác nhận lịch hẹn 12 (23/11/2026 09:30)',
    'admin confirmed appointment 12 (23/11/2026 09:30)',
  ],
  [
    'a completion with its outcome',
    {
      action: 'completeAppointment',
      before: { status: 'CONFIRMED', outcome: null, completed_at: null },
      after: { status: 'COMPLETED', outcome: 'NO_SHOW', completed_at: '2026-11-23T10:30:00+07:00' },
    },
    'admin đã hoàn tất lịch hẹn 12 (23/11/2026 09:30): kết quả: không có → khách không đến',
    'admin completed appointment 12 (23/11/2026 09:30): outcome: none → the customer did not come',
  ],
  [
    'a reason',
    {
      action: 'cancelAppointment',
      before: { status: 'PENDING', cancel_reason: null, cancelled_at: null },
      after: {
        status: 'CANCELLED',
        cancel_reason: 'Khách bận',
        cancelled_at: '2026-11-20T09:30:00Z',
      },
      reason: 'Khách\nbận',
    },
    'admin đã hủy lịch hẹn 12 (23/11/2026 09:30) (lý do: Khách bận)',
    'admin cancelled appointment 12 (23/11/2026 09:30) (reason: Khách bận)',
  ],
  [
    'a move to another time of the same day, with what comes of the status',
    {
      action: 'rescheduleAppointment',
      before: { start_time: '08:00:00', duration_minutes: 60, status: 'CONFIRMED' },
      after: { start_time: '09:30:00', duration_minutes: 45, status: 'PENDING' },
    },
    'admin đã dời lịch hẹn 12: thời gian: 23/11/2026 08:00 → 23/11/2026 09:30; thời lượng: 60 phút → 45 phút; trạng thái: đã xác nhận → chờ xác nhận',
    'admin rescheduled appointment 12: time: 23/11/2026 08:00 → 23/11/2026 09:30; duration: 60 minutes → 45 minutes; status: confirmed → pending',
  ],
  [
    'a consultant by number and name',
    {
      action: 'assignConsultant',
      before: { consultant_id: null },
      after: { consultant_id: 2 },
      consultants: { '2': 'Lê Thị Hồng' },
    },
    'admin đã phân công tư vấn viên cho lịch hẹn 12 (23/11/2026 09:30): tư vấn viên: không có → 2 (Lê Thị Hồng)',
    'admin assigned a consultant to appointment 12 (23/11/2026 09:30): consultant: none → 2 (Lê Thị Hồng)',
  ],
  [
    'long texts, of which only that they changed',
    {
      action: 'updateAppointment',
      before: { description: 'secret', required_specialty: 'IT' },
      after: { description: 'other', required_specialty: 'Luật' },
    },
    'admin đã cập nhật lịch hẹn 12 (23/11/2026 09:30): sửa mô tả; chuyên môn yêu cầu: IT → Luật',
    'admin changed appointment 12 (23/11/2026 09:30): description edited; required specialty: IT → Luật',
  ],
  [
    'a new appointment',
    {
      action: 'createAppointment',
      before: null,
      after: { customer_id: 'zalo-1', consultant_id: null, status: 'PENDING', version: 1 },
    },
    'admin đã tạo lịch hẹn 12 (23/11/2026 09:30): khách hàng: zalo-1; trạng thái: chờ xác nhận',
    'admin created appointment 12 (23/11/2026 09:30): customer: zalo-1; status: pending',
  ],
  [
    'a role of the database',
    {
      actor: 'database:meetassist_api',
      actorName: null,
      action: 'update',
      entity: 'TIMESLOT',
      entityId: '7',
      before: { is_available: true },
      after: { is_available: false },
    },
    'tài khoản cơ sở dữ liệu meetassist_api đã cập nhật khung giờ 7 (23/11/2026 09:30): đang mở: có → không',
    'the database role meetassist_api changed timeslot 7 (23/11/2026 09:30): open: yes → no',
  ],
  [
    'a removed slot',
    {
      action: 'deleteTimeslot',
      entity: 'TIMESLOT',
      entityId: '7',
      before: { consultant_id: 1 },
      after: null,
    },
    'admin đã xóa khung giờ 7 (23/11/2026 09:30)',
    'admin deleted timeslot 7 (23/11/2026 09:30)',
  ],
  [
    'a person with name; lists and dates',
    {
      action: 'updateConsultant',
      entity: 'CONSULTANT',
      entityId: '2',
      subject: { name: 'Lê Thị Hồng' },
      before: { specialties: ['Luật'], join_date: null, max_per_day: 3 },
      after: { specialties: ['Luật', 'Tài chính'], join_date: '2024-02-29', max_per_day: null },
    },
    'admin đã cập nhật tư vấn viên 2 (Lê Thị Hồng): chuyên môn: Luật → Luật, Tài chính; ngày vào làm: không có → 29/02/2024; số lịch hẹn tối đa mỗi ngày: 3 → không có',
    'admin changed consultant 2 (Lê Thị Hồng): specialties: Luật → Luật, Tài chính; joined: none → 29/02/2024; most appointments per day: 3 → none',
  ],
  [
    'a participant, whose id may hold a slash',
    {
      action: 'markAttended',
      entity: 'PROGRAM_PARTICIPANT',
      entityId: '3/zalo/9',
      subject: { name: 'Ngày hội', customer: 'Vũ Hà' },
      before: { status: 'REGISTERED' },
      after: { status: 'ATTENDED' },
    },
    'admin đã ghi nhận người tham gia zalo/9 (Vũ Hà) của chương trình 3 (Ngày hội) có tham dự',
    'admin marked participant zalo/9 (Vũ Hà) of program 3 (Ngày hội) as attended',
  ],
  [
    'feedback',
    {
      action: 'recordFeedback',
      entity: 'FEEDBACK',
      before: null,
      after: { rating: 4.5, comment: 'secret' },
    },
    'admin đã ghi nhận đánh giá về lịch hẹn 12 (23/11/2026 09:30): điểm đánh giá: 4,5',
    'admin recorded the feedback on appointment 12 (23/11/2026 09:30): rating: 4.5',
  ],
  [
    'what anonymising left',
    {
      action: 'anonymiseCustomer',
      entity: 'CUSTOMER',
      entityId: 'zalo-1',
      subject: { name: '—' },
      before: null,
      after: null,
    },
    'admin đã ẩn danh khách hàng zalo-1 (—) (chi tiết đã bị xóa khi ẩn danh khách hàng)',
    'admin anonymised customer zalo-1 (—) (details were removed when the customer was anonymised)',
  ],
  [
    'an action that nobody knows, and places that somebody wrote',
    { action: 'mergeAppointments {who}', before: { version: 1 }, after: { version: 2 } },
    'admin đã thay đổi lịch hẹn 12 (23/11/2026 09:30) bằng thao tác “mergeAppointments {who}”',
    'admin changed appointment 12 (23/11/2026 09:30) by “mergeAppointments {who}”',
  ],
  [
    'what people wrote, also where it is a word of ours elsewhere',
    {
      action: 'update',
      before: { status: 'PENDING', required_specialty: 'no', cancel_reason: null },
      after: { status: 'CANCELLED', required_specialty: 'yes', cancel_reason: 'NO_SHOW' },
    },
    'admin đã cập nhật lịch hẹn 12 (23/11/2026 09:30): trạng thái: chờ xác nhận → đã hủy; chuyên môn yêu cầu: no → yes; lý do hủy: không có → NO_SHOW',
    'admin changed appointment 12 (23/11/2026 09:30): status: pending → cancelled; required specialty: no → yes; reason for cancelling: none → NO_SHOW',
  ],
  [
    'a name of a property that every object has',
    { action: 'toString', before: { status: 'constructor' }, after: { status: 'valueOf' } },
    'admin đã thay đổi lịch hẹn 12 (23/11/2026 09:30) bằng thao tác “toString”: trạng thái: constructor → valueOf',
    'admin changed appointment 12 (23/11/2026 09:30) by “toString”: status: constructor → valueOf',
  ],
];

describe('an event as a sentence', () => {
  test.for(examples)('%s', ([, event, vi, en]) => {
    const whole = { ...appointment, ...event };
    expect(summaryOf(whole, 'VI')).toBe(vi);
    expect(summaryOf(whole, 'EN')).toBe(en);
  });

  test('everything that can be done has a phrase of its own', () => {
    expect(Object.keys(impliedBy)).toEqual(expect.arrayContaining([...mutations, ...outside]));
  });

  test.for(Object.keys(impliedBy))('%s, of every kind of thing, in both languages', action => {
    for (const entity of entities) {
      for (const [before, after] of shapes) {
        const event = { ...appointment, action, entity, entityId: idOf(entity), before, after };
        const [vi, en] = locales.map(locale => summaryOf(event, locale));
        for (const sentence of [vi, en]) {
          expect(sentence).toMatch(/^admin /);
          expect(sentence).toContain('7');
          // Neither a hole, nor a name of the code or the database.
          expect(sentence).not.toMatch(
            /undefined|null|\[object|[{}]|[a-z]_[a-z]|\b[A-Z]{2,}_?[A-Z]+\b/,
          );
          expect(sentence).not.toContain('\n');
        }
        expect(vi).not.toBe(en);
        expect(vi).toMatch(/ đã /);
      }
    }
  });

  test('a reason of any length stays a line', () => {
    const sentence = summaryOf({ ...appointment, reason: 'x\n'.repeat(250) }, 'EN');
    expect(sentence.length).toBeLessThan(160);
    expect(sentence).toMatch(/…\)$/);
  });
});

/** Every column of a row, told as changed, as new, as removed, and blanked. */
const everything = {
  date: '2026-11-23',
  start_time: '09:30:00',
  end_time: '10:30:00',
  duration_minutes: 60,
  status: 'PENDING',
  outcome: 'ATTENDED',
  customer_id: 'zalo-7',
  consultant_id: 7,
  meeting_url: 'https://example.vn/',
  description: 'a',
  required_specialty: 'Luật',
  cancel_reason: 'b',
  legacy_overlap: false,
  is_available: true,
  full_name: 'An',
  is_disabled: true,
  specialties: ['Luật'],
  max_per_day: 2,
  rating: 4.5,
  name: 'c',
  capacity: 4,
  version: 2,
  created_at: '2026-11-20T09:30:00+07:00',
};
const nothing = Object.fromEntries(Object.keys(everything).map(column => [column, null]));
const shapes = [
  [nothing, everything],
  [everything, nothing],
  [null, everything],
  [everything, null],
  [null, null],
] as const;

function idOf(entity: AuditEntity): string {
  return entity === 'PROGRAM_PARTICIPANT' ? '7/zalo-7' : '7';
}

function enumValues(name: string): readonly string[] {
  const type = contract.getType(name);
  if (!type || !isEnumType(getNamedType(type))) throw new Error(`${name} is no enum`);
  return isEnumType(type) ? type.getValues().map(value => value.name) : [];
}
