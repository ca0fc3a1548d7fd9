import { type Damage, rollupTriggers, unguarded, without } from './damage.ts';

export const referenceDamages: readonly Damage[] = [
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
      ...unguarded('feedback', ...rollupTriggers('feedback')),
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
];
