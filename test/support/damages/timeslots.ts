import { type Damage, without } from './damage.ts';

export const timeslotDamages: readonly Damage[] = [
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
];
