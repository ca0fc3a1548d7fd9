import { type ClientBase } from 'pg';

/** How an invariant can be violated although the database guards it: its guard is taken away first. */
export interface Damage {
  /** The invariant. */
  readonly name: string;
  readonly title: string;
  /** Run in a transaction of the owner over `soundOffice`, and undone. */
  readonly statements: readonly string[];
  /** The things that are reported; numbers of events, which depend on the run, as `*`. */
  readonly examples: readonly string[];
}

/**
 * A small office in which everything is there once: every row made and changed as the API does, so that each has its
 * events. It is noon of 2025-03-05.
 */
export async function soundOffice(owner: ClientBase): Promise<void> {
  await owner.query(`set meetassist.now = '2025-03-05T12:00:00+07:00'`);
  for (const statement of rows) await owner.query(statement);
  await owner.query(`reset meetassist.now`);
}

const rows: readonly string[] = [
  `insert into customer (id, full_name, email) values ('a', 'A', 'a@example.vn'), ('b', 'B', null)`,
  `insert into consultant (id, full_name, email) values (1, 'One', 'one@example.vn'), (2, 'Two', 'two@example.vn')`,
  `insert into timeslot (id, consultant_id, date, start_time, end_time) values
     (1, 1, '2025-03-06', '09:00', '10:00'), (2, 1, '2025-03-06', '10:00', '11:00'), (3, 2, '2025-03-06', '09:00', '10:00'),
     (4, 2, '2025-03-07', '09:00', '10:00')`,
  // Ahead: confirmed, pending without a consultant, cancelled. Then one that was held in the morning.
  `insert into appointment (id, customer_id, date, start_time, required_specialty) values
     (1, 'a', '2025-03-06', '09:00', 'IT'), (2, 'a', '2025-03-06', '10:00', null), (3, 'b', '2025-03-06', '09:00', null)`,
  `insert into appointment (id, customer_id, consultant_id, date, start_time, status) values
     (4, 'b', 1, '2025-03-05', '08:00', 'CONFIRMED'), (5, 'b', 1, '2025-03-05', '09:00', 'CONFIRMED')`,
  `update appointment set consultant_id = 2 where id = 1`,
  `insert into assignment (id, appointment_id, to_consultant_id, strategy, actor) values (1, 1, 2, 'MANUAL', 'x')`,
  `update appointment set consultant_id = 1 where id = 1`,
  `insert into assignment (id, appointment_id, from_consultant_id, to_consultant_id, strategy, actor)
     values (2, 1, 2, 1, 'MANUAL', 'x')`,
  `update appointment set status = 'CONFIRMED', confirmed_at = office_now() where id = 1`,
  `update appointment set status = 'CANCELLED', cancelled_at = office_now(), cancel_reason = 'ill' where id = 3`,
  `update appointment set status = 'COMPLETED', completed_at = office_now(), outcome = 'ATTENDED' where id = 4`,
  `update appointment set status = 'COMPLETED', completed_at = office_now(), outcome = 'NO_SHOW' where id = 5`,
  `insert into feedback (appointment_id, rating, comment) values (4, 4.5, 'good')`,
  `insert into program (id, name, date, capacity) values (1, 'Fair', '2025-03-09', 2)`,
  `insert into program_participant (program_id, customer_id) values (1, 'a'), (1, 'b')`,
  `update program_participant set status = 'ATTENDED' where customer_id = 'a'`,
  `insert into client_token (actor, token, operation, input_hash, result_id) values
     ('x', '1', 'createAppointment', 'h', '1'), ('x', '2', 'createTimeslot', 'h', '4'), ('x', '3', 'createCustomer', 'h', 'a'),
     ('x', '4', 'createConsultant', 'h', '1'), ('x', '5', 'createProgram', 'h', '1'), ('x', '6', 'recordFeedback', 'h', '4'),
     ('x', '7', 'registerParticipant', 'h', '1/a')`,
  `delete from timeslot where id = 4`,
];

const without = (table: string, ...constraints: readonly string[]): string[] =>
  constraints.map(constraint => `alter table ${table} drop constraint ${constraint}`);
const unguarded = (table: string, ...triggers: readonly string[]): string[] =>
  triggers.map(trigger => `alter table ${table} disable trigger ${trigger}`);

/** The first row of a table, and its key. */
const firstOf: Readonly<Record<string, string>> = {
  customer: `id = 'a'`,
  consultant: 'id = 1',
  timeslot: 'id = 1',
  appointment: 'id = 1',
  feedback: 'appointment_id = 4',
  program: 'id = 1',
  program_participant: `customer_id = 'a'`,
};
const firstKey: Readonly<Record<string, string>> = {
  customer: 'a',
  feedback: '4',
  program_participant: '1/a',
};

const unrecorded = (table: string) => unguarded(table, `${table}_recorded`);

export const damages: readonly Damage[] = [
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
      ...unguarded('appointment', 'appointment_legal_transition', ...rolledUp('appointment')),
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
  {
    name: 'timeslot_no_overlap',
    title: 'two slots of a consultant at the same time',
    statements: [
      ...without('timeslot', 'timeslot_no_overlap'),
      `insert into timeslot (id, consultant_id, date, start_time, end_time) values (9, 1, '2025-03-06', '10:30', '11:30')`,
    ],
    examples: ['9'],
  },
  {
    name: 'timeslot_lasts_5_to_480_minutes',
    title: 'a slot of four minutes',
    statements: [
      ...without('timeslot', 'timeslot_lasts_5_to_480_minutes'),
      `update timeslot set end_time = '09:04' where id = 3`,
    ],
    examples: ['3'],
  },
  {
    name: 'timeslot_lasts_5_to_480_minutes',
    title: 'a slot of more than eight hours, and one until midnight',
    statements: [
      ...without('timeslot', 'timeslot_lasts_5_to_480_minutes'),
      `update timeslot set end_time = '17:01' where id = 3`,
      `insert into timeslot (id, consultant_id, date, start_time, end_time) values (9, 1, '2025-03-08', '23:00', '24:00')`,
    ],
    examples: ['3', '9'],
  },
  {
    name: 'consultant_email_of_enabled',
    title: 'the address of another one, in other letters',
    statements: [
      `drop index consultant_email_of_enabled`,
      `update consultant set email = 'ONE@example.vn' where id = 2`,
    ],
    examples: ['1', '2'],
  },
  {
    name: 'people_as_described',
    title: 'a name with blanks around it, and a birth tomorrow',
    statements: [
      ...without('consultant', 'consultant_name_trimmed_1_to_100'),
      `update consultant set full_name = ' Two' where id = 2`,
      ...unguarded('customer', 'customer_born_by_today'),
      `update customer set date_of_birth = '2025-03-06' where id = 'b'`,
    ],
    examples: ['customer b', 'consultant 2'],
  },
  {
    name: 'feedback_on_held_meeting',
    title: 'praise by somebody who did not come',
    statements: [
      ...unguarded('feedback', 'feedback_on_held_meeting'),
      `insert into feedback (appointment_id, rating) values (5, 5)`,
    ],
    examples: ['5'],
  },
  {
    name: 'feedback_rating_0_to_5',
    title: 'a rating that is no step of one half, given here',
    statements: [
      ...unguarded('feedback', 'feedback_on_held_meeting'),
      `update feedback set rating = 4.25`,
    ],
    examples: ['4'],
  },
  {
    name: 'feedback_rating_0_to_5',
    title: 'five and a half stars',
    statements: [
      ...without('feedback', 'feedback_rating_0_to_5'),
      ...unguarded('feedback', ...rolledUp('feedback')),
      `update feedback set rating = 5.5`,
      `update day_rollup set rated_4 = rated_4 - 1, rated_5 = rated_5 + 1, rating_sum = 5.5 where date = '2025-03-05'`,
      `update consultant_day_rollup set rating_sum = 5.5 where date = '2025-03-05' and consultant_id = 1`,
      `update consultant_rating_rollup set rating_sum = 5.5`,
    ],
    examples: ['4'],
  },
  {
    name: 'program_below_capacity',
    title: 'one more than there is room for',
    statements: [
      ...unguarded('program_participant', 'program_participant_registration'),
      `insert into customer (id, full_name) values ('c', 'C')`,
      `insert into program_participant (program_id, customer_id) values (1, 'c')`,
    ],
    examples: ['1'],
  },
  {
    name: 'program_status_known',
    title: 'a status that nobody knows, of a program and of a participant',
    statements: [
      ...without('program', 'program_status_known'),
      ...unguarded('program', 'program_legal_transition'),
      `update program set status = 'LOST'`,
      ...without('program_participant', 'program_participant_status_known'),
      ...unguarded(
        'program_participant',
        'program_participant_registration',
        ...rolledUp('program_participant'),
      ),
      `update program_participant set status = 'LOST' where customer_id = 'b'`,
      `update program_rollup set registered = registered - 1`,
    ],
    examples: ['1', '1/b'],
  },
  {
    name: 'references_resolve',
    title: 'a slot of a consultant who is not there',
    statements: [
      ...without('timeslot', 'timeslot_of_consultant'),
      `insert into timeslot (id, consultant_id, date, start_time, end_time) values (9, 77, '2025-03-08', '09:00', '10:00')`,
    ],
    examples: ['timeslot 9 consultant_id'],
  },
  {
    name: 'references_resolve',
    title: 'an appointment of people who are not there',
    statements: [
      ...without('appointment', 'appointment_of_consultant', 'appointment_of_customer'),
      `insert into appointment (id, customer_id, consultant_id, date, start_time) values (9, 'z', 77, '2025-03-08', '09:00')`,
    ],
    examples: ['appointment 9 customer_id', 'appointment 9 consultant_id'],
  },
  {
    name: 'references_resolve',
    title: 'feedback, an assignment and a participant of nothing',
    statements: [
      ...without('feedback', 'feedback_on_appointment'),
      ...unguarded('feedback', ...rolledUp('feedback')),
      `insert into feedback (appointment_id, rating) values (9, 4)`,
      ...without(
        'assignment',
        'assignment_of_appointment',
        'assignment_from_consultant',
        'assignment_to_consultant',
      ),
      `insert into assignment (id, appointment_id, from_consultant_id, to_consultant_id, strategy, actor)
         values (9, 9, 77, 78, 'MANUAL', 'x')`,
      ...without(
        'program_participant',
        'program_participant_in_program',
        'program_participant_is_customer',
      ),
      `insert into program_participant (program_id, customer_id) values (9, 'z')`,
    ],
    examples: [
      'feedback 9 appointment_id',
      'assignment 9 appointment_id',
      'assignment 9 to_consultant_id',
      'assignment 9 from_consultant_id',
      'program_participant 9/z program_id',
      'program_participant 9/z customer_id',
    ],
  },
  {
    name: 'version_counts_from_1',
    title: 'a version before the first',
    statements: [
      ...unguarded('program', 'program_recorded'),
      `insert into program (id, name, date, version) values (9, 'x', '2025-03-09', 0)`,
    ],
    examples: ['program 9'],
  },
  ...[
    'customer',
    'consultant',
    'timeslot',
    'appointment',
    'feedback',
    'program',
    'program_participant',
  ].map((table): Damage => ({
    name: 'audit_event_of_the_last_change',
    title: `a change without its event: ${table}`,
    statements: [
      ...unrecorded(table),
      `update ${table} set updated_at = now() where ${firstOf[table]}`,
    ],
    examples: [`${table} ${firstKey[table] ?? '1'}`],
  })),
  {
    name: 'audit_event_of_the_last_change',
    title: 'an event without its change',
    statements: [
      `insert into audit_event (actor, action, entity, entity_id, before, after)
         values ('x', 'updateProgram', 'program', '1', '{"version": 1}', '{"version": 2}')`,
    ],
    examples: ['program 1'],
  },
  {
    name: 'audit_event_of_a_row',
    title: 'a row that vanished, and one that came back',
    statements: [
      ...unrecorded('timeslot'),
      `delete from timeslot where id = 3`,
      `insert into timeslot (id, consultant_id, date, start_time, end_time) values (4, 2, '2025-03-07', '09:00', '10:00')`,
    ],
    examples: ['timeslot 3', 'timeslot 4'],
  },
  {
    name: 'audit_event_of_each_change',
    title: 'an event that is missing between two',
    statements: [
      ...unrecorded('program'),
      `update program set name = 'Fairer'`,
      `alter table program enable trigger program_recorded`,
      `update program set name = 'Fairest'`,
    ],
    examples: ['program 1 event *'],
  },
  {
    name: 'audit_event_of_each_change',
    title: 'a change that is told twice',
    statements: [
      `update program set name = 'Fairer'`,
      `insert into audit_event (actor, action, entity, entity_id, before, after)
         select actor, action, entity, entity_id, before, after from audit_event where entity = 'program' order by id desc limit 1`,
    ],
    examples: ['program 1 event *'],
  },
  {
    name: 'audit_event_of_each_change',
    title: 'a row that began twice',
    statements: [
      `insert into audit_event (actor, action, entity, entity_id, after)
         values ('x', 'createProgram', 'program', '1', '{"version": 1}')`,
    ],
    examples: ['program 1 event *'],
  },
  {
    name: 'assignment_chain',
    title: 'somebody has it who was not given it',
    statements: [`update appointment set consultant_id = 2 where id = 1`],
    examples: ['1'],
  },
  {
    name: 'assignment_chain',
    title: 'taken from somebody who did not have it',
    statements: [
      `insert into assignment (id, appointment_id, from_consultant_id, to_consultant_id, strategy, actor)
         values (9, 1, 2, 1, 'MANUAL', 'x')`,
    ],
    examples: ['1'],
  },
  ...[
    ['createAppointment', '99'],
    ['createTimeslot', '99'],
    ['createCustomer', 'z'],
    ['createConsultant', '99'],
    ['createProgram', '99'],
    ['recordFeedback', '5'],
    ['registerParticipant', '1/z'],
    ['createAppointment', 'nonsense'],
  ].map(([operation, result]): Damage => ({
    name: 'client_token_has_result',
    title: `what ${operation} made, ${result}, is not there`,
    statements: [
      `insert into client_token (actor, token, operation, input_hash, result_id) values ('x', '9', '${operation}', 'h', '${result}')`,
    ],
    examples: [`${operation} ${result}`],
  })),
  ...[
    [
      'day_rollup_of_appointments',
      `update day_rollup set pending = pending + 1 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set confirmed = confirmed + 1 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set completed = 0 where date = '2025-03-05'`,
      '2025-03-05',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set cancelled = 0 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set no_show = 0 where date = '2025-03-05'`,
      '2025-03-05',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set unassigned = 0 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_appointments',
      `update day_rollup set booked_minutes = 7 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_appointments',
      `insert into day_rollup (date, shard, pending) values ('2025-04-01', 0, 1)`,
      '2025-04-01',
    ],
    [
      'day_rollup_of_slots',
      `update day_rollup set offered_slots = 0 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_slots',
      `update day_rollup set offered_minutes = 0 where date = '2025-03-06'`,
      '2025-03-06',
    ],
    [
      'day_rollup_of_ratings',
      `update day_rollup set rated_4 = 0, rated_5 = 1 where date = '2025-03-05'`,
      '2025-03-05',
    ],
    [
      'day_rollup_of_ratings',
      `update day_rollup set rating_sum = 4 where date = '2025-03-05'`,
      '2025-03-05',
    ],
    [
      'consultant_day_rollup_of_appointments',
      `update consultant_day_rollup set booked_minutes = 7 where date = '2025-03-05'`,
      '1 2025-03-05',
    ],
    [
      'consultant_day_rollup_of_slots',
      `update consultant_day_rollup set offered_minutes = 7 where date = '2025-03-06' and consultant_id = 2`,
      '2 2025-03-06',
    ],
    [
      'consultant_day_rollup_of_ratings',
      `update consultant_day_rollup set rating_count = 7 where date = '2025-03-05'`,
      '1 2025-03-05',
    ],
    [
      'specialty_day_rollup_of_appointments',
      `update specialty_day_rollup set confirmed = 7`,
      'IT 2025-03-06',
    ],
    [
      'creation_rollup_of_rows',
      `update creation_rollup set total = 7 where kind = 'customer'`,
      'customer 2025-03-05',
    ],
    [
      'creation_rollup_of_rows',
      `update creation_rollup set total = 7 where kind = 'appointment'`,
      'appointment 2025-03-05',
    ],
    [
      'customer_rollup_of_customers',
      `update customer_rollup set total = 7 where not is_disabled`,
      'f',
    ],
    [
      'consultant_rating_rollup_of_ratings',
      `update consultant_rating_rollup set rating_sum = 5`,
      '1',
    ],
    ['program_rollup_of_participants', `update program_rollup set attended = 2`, '1'],
  ].map(([name = '', statement = '', example = '']): Damage => ({
    name,
    title: statement,
    statements: [statement],
    examples: [example],
  })),
];

function rolledUp(table: string): string[] {
  return ['insert', 'update', 'delete'].map(operation => `${table}_rolled_up_on_${operation}`);
}
