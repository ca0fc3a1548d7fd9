import { type Damage, unguarded, unrecorded } from './damage.ts';

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

export const historyDamages: readonly Damage[] = [
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
      `update program set name = 'Fairer' where id = 1`,
      `alter table program enable trigger program_recorded`,
      `update program set name = 'Fairest' where id = 1`,
    ],
    examples: ['program 1 event *'],
  },
  {
    name: 'audit_event_of_each_change',
    title: 'a change that is told twice',
    statements: [
      `update program set name = 'Fairer' where id = 1`,
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
];
