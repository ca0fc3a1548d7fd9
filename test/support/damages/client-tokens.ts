import { type Damage } from './damage.ts';

export const clientTokenDamages: readonly Damage[] = [
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
      `insert into client_token (actor, token, operation, input_hash, result_id) values ('x', '99', '${operation}', 'h', '${result}')`,
    ],
    examples: [`${operation} ${result}`],
  })),
];
