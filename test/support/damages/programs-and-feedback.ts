import { type Damage, rollupTriggers, unguarded, without } from './damage.ts';

export const programAndFeedbackDamages: readonly Damage[] = [
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
      ...unguarded('feedback', ...rollupTriggers('feedback')),
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
      `update program set status = 'LOST' where id = 1`,
      ...without('program_participant', 'program_participant_status_known'),
      ...unguarded(
        'program_participant',
        'program_participant_registration',
        ...rollupTriggers('program_participant'),
      ),
      `update program_participant set status = 'LOST' where customer_id = 'b'`,
      `update program_rollup set registered = registered - 1`,
    ],
    examples: ['1', '1/b'],
  },
];
