import { type Damage, unguarded } from './damage.ts';

const unloaded = (table: string, date: string): string =>
  `insert into unloaded_partition (table_name, date) values ('${table}', '${date}')`;

export const loadedDayDamages: readonly Damage[] = [
  {
    name: 'day_loaded',
    title: 'days that have rows and are said to have none',
    statements: [
      unloaded('timeslot', '2025-03-06'),
      unloaded('timeslot', '2025-03-07'),
      unloaded('appointment', '2025-03-06'),
      unloaded('feedback', '2025-03-05'),
      unloaded('feedback', '2025-03-06'),
      unloaded('assignment', '2025-03-05'),
      unloaded('audit_event', '2025-03-05'),
    ],
    examples: [
      'feedback 2025-03-05',
      'timeslot 2025-03-06',
      'assignment 2025-03-05',
      'appointment 2025-03-06',
      'audit_event 2025-03-05',
    ],
  },
  {
    name: 'day_loaded',
    title: 'a slot on such a day',
    statements: [
      unloaded('timeslot', '2025-03-09'),
      ...unguarded('timeslot', 'timeslot_a_day_loaded'),
      `insert into timeslot (id, consultant_id, date, start_time, end_time) values (9, 1, '2025-03-09', '09:00', '10:00')`,
    ],
    examples: ['timeslot 2025-03-09'],
  },
  {
    name: 'audit_event_of_the_last_change',
    title: 'a change without its event, after days that are not loaded',
    statements: [
      unloaded('audit_event', '2025-03-04'),
      ...unguarded('customer', 'customer_recorded'),
      `update customer set notes = 'x' where id = 'a'`,
    ],
    examples: ['customer a'],
  },
];
