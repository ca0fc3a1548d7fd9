import { type Damage, rollupTriggers, unguarded, without } from './damage.ts';

export const appointmentDamages: readonly Damage[] = [
  {
    name: 'appointment_no_overlap',
    title: 'a second meeting of a consultant that begins before the first one ends',
    statements: [
      ...without('appointment', 'appointment_no_overlap'),
      `insert into appointment (id, customer_id, consultant_id, date, start_time) values (9, 'b', 1, '2025-03-06', '09:59')`,
    ],
    examples: ['9'],
  },
  {
    name: 'appointment_no_overlap',
    title: 'meetings inside a long one, also when they do not overlap one another',
    statements: [
      ...without('appointment', 'appointment_no_overlap', 'appointment_customer_no_overlap'),
      `insert into appointment (id, customer_id, consultant_id, date, start_time, duration_minutes) values
         (9, 'b', 2, '2025-03-07', '09:00', 300)`,
      `insert into customer (id, full_name) values ('c', 'C'), ('d', 'D')`,
      `insert into appointment (id, customer_id, consultant_id, date, start_time, duration_minutes) values
         (10, 'c', 2, '2025-03-07', '09:30', 30), (11, 'd', 2, '2025-03-07', '12:00', 30)`,
    ],
    examples: ['10', '11'],
  },
  {
    name: 'appointment_customer_no_overlap',
    title: 'two meetings of a customer at the same time',
    statements: [
      ...without('appointment', 'appointment_customer_no_overlap'),
      `insert into appointment (id, customer_id, date, start_time) values (9, 'a', '2025-03-06', '09:30')`,
    ],
    // 2 begins at 10:00, inside the new one.
    examples: ['2', '9'],
  },
  {
    name: 'appointment_status_known',
    title: 'a status that nobody knows',
    statements: [
      ...without('appointment', 'appointment_status_known', 'appointment_assigned_when_confirmed'),
      ...unguarded('appointment', 'appointment_legal_transition', ...rollupTriggers('appointment')),
      // Counted nowhere, as its rollups would be; so they are told.
      `update appointment set status = 'LOST' where id = 2`,
      `update day_rollup set pending = pending - 1, unassigned = unassigned - 1 where date = '2025-03-06'`,
    ],
    examples: ['2'],
  },
  {
    name: 'appointment_status_known',
    title: 'an outcome that nobody knows',
    statements: [
      ...without('appointment', 'appointment_outcome_known'),
      ...unguarded('appointment', 'appointment_outcome_stays'),
      `update appointment set outcome = 'LATE' where id = 4`,
    ],
    examples: ['4'],
  },
  {
    name: 'appointment_assigned_when_confirmed',
    title: 'a confirmed appointment of nobody',
    statements: [
      ...without('appointment', 'appointment_assigned_when_confirmed'),
      `update appointment set status = 'CONFIRMED' where id = 2`,
    ],
    examples: ['2'],
  },
  {
    name: 'appointment_cancelled_when_dated',
    title: 'cancelled, nobody knows when',
    statements: [
      ...without('appointment', 'appointment_cancelled_when_dated'),
      `update appointment set cancelled_at = null where id = 3`,
    ],
    examples: ['3'],
  },
  {
    name: 'appointment_cancelled_when_dated',
    title: 'a time of cancelling on what is not cancelled',
    statements: [
      ...without('appointment', 'appointment_cancelled_when_dated'),
      `update appointment set cancelled_at = office_now() where id = 2`,
    ],
    examples: ['2'],
  },
  {
    name: 'appointment_closed_by_its_status',
    title: 'a reason for cancelling on what is not cancelled',
    statements: [
      ...without('appointment', 'appointment_reason_when_cancelled'),
      `update appointment set cancel_reason = 'ill' where id = 2`,
    ],
    examples: ['2'],
  },
  {
    name: 'appointment_closed_by_its_status',
    title: 'an outcome, or a time of completion, of what is not completed',
    statements: [
      ...without(
        'appointment',
        'appointment_outcome_when_completed',
        'appointment_completed_when_dated',
      ),
      `update appointment set outcome = 'ATTENDED' where id = 1`,
      `update appointment set completed_at = office_now() where id = 2`,
    ],
    examples: ['1', '2'],
  },
  {
    name: 'appointment_started_when_completed',
    title: 'completed the day before',
    statements: [
      ...unguarded('appointment', 'appointment_started_when_completed'),
      `update appointment set status = 'COMPLETED', completed_at = office_now() where id = 1`,
    ],
    examples: ['1'],
  },
  {
    name: 'appointment_started_when_completed',
    title: 'completed, nobody knows when, and not yet begun',
    statements: [
      ...unguarded('appointment', 'appointment_started_when_completed'),
      `update appointment set status = 'COMPLETED' where id = 1`,
    ],
    examples: ['1'],
  },
  {
    name: 'appointment_lasts_5_to_480_minutes',
    title: 'four minutes; past midnight',
    statements: [
      ...without('appointment', 'appointment_lasts_5_to_480_minutes', 'appointment_within_its_day'),
      `update appointment set duration_minutes = 4 where id = 1`,
      `update appointment set start_time = '23:30' where id = 2`,
    ],
    examples: ['1', '2'],
  },
  {
    name: 'appointment_of_enabled_people',
    title: 'a consultant who is disabled with a meeting ahead',
    statements: [
      ...unguarded('consultant', 'consultant_free_when_disabled'),
      `update consultant set is_disabled = true where id = 1`,
    ],
    examples: ['1'],
  },
  {
    name: 'appointment_of_enabled_people',
    title: 'a disabled customer who is booked',
    statements: [
      `update customer set is_disabled = true where id = 'b'`,
      ...unguarded('appointment', 'appointment_of_enabled_people'),
      `insert into appointment (id, customer_id, date, start_time) values (9, 'b', '2025-03-05', '12:01')`,
    ],
    examples: ['9'],
  },
];
