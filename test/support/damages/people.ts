import { type Damage, unguarded, without } from './damage.ts';

export const peopleDamages: readonly Damage[] = [
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
];
