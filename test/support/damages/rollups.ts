import { type Damage } from './damage.ts';

export const rollupDamages: readonly Damage[] = [
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
