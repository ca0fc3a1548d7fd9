import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Database } from '../../services/db/connection.ts';
import { createDispatch, type ServiceReply } from '../../services/handlers/dispatch.ts';
import { operations } from '../../services/handlers/operations.ts';
import { loadRequestHalves, type RequestHalves } from '../support/resolver.ts';
import { people } from '../support/service.ts';

let request: RequestHalves;
beforeAll(async () => {
  request = await loadRequestHalves();
});

class Reached extends Error {
  override readonly name = 'Reached';
}
const reached = () => Promise.reject(new Reached('the database was asked'));
const db: Database = { rows: reached, transaction: reached };
const dispatch = createDispatch(operations, {
  db,
  clock: () => new Date('2025-03-05T05:00:00Z'),
  zone: 'Asia/Ho_Chi_Minh',
});

type Input = Readonly<Record<string, unknown>>;

/** Why each of the two halves refuses, undefined when it does not. */
async function refusals(operation: string, input: Input) {
  const batch = operations[operation]?.kind === 'batch';
  const parent = operation.startsWith('Customer') ? 'zalo-1' : '7';
  const { error } = request(operation, batch ? { input, source: { id: parent } } : { input });
  const one = {
    operation,
    input,
    identity: people.admin,
    selection: { graphql: '{ items { id } }' },
    parent,
  };
  let service: object | undefined;
  try {
    const reply = await dispatch(batch ? [one] : one);
    const answer = (Array.isArray(reply) ? reply[0] : reply) as ServiceReply;
    if ('error' in answer) service = { type: answer.error.type, info: answer.error.info };
  } catch (cause) {
    if (!(cause instanceof Reached)) throw cause;
  }
  return {
    resolver: error && { type: error.type, info: plain(error.info) },
    service,
  };
}

/** A value that was born in the resolvers' context, as one of ours. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const page = [
  [{ limit: 0 }, 'BAD_LIMIT', 'limit'],
  [{ limit: 101 }, 'BAD_LIMIT', 'limit'],
  [{ limit: -1 }, 'BAD_LIMIT', 'limit'],
  [{ nextToken: '' }, 'TOKEN_MALFORMED', 'nextToken'],
  [{ nextToken: "x' or true" }, 'TOKEN_MALFORMED', 'nextToken'],
  [{ nextToken: 'a'.repeat(1201) }, 'TOKEN_MALFORMED', 'nextToken'],
] as const;
const range = [
  [{ filter: { from: '2025-03-06', to: '2025-03-05' } }, 'RANGE_REVERSED', 'filter.from'],
  [{ filter: { from: '2025-03-05Z' } }, 'BAD_DATE', 'filter.from'],
  [{ filter: { to: '2025-03-05+07:00' } }, 'BAD_DATE', 'filter.to'],
] as const;
const period = [
  [{ from: '2025-03-06', to: '2025-03-05' }, 'RANGE_REVERSED', 'from'],
  [{ from: '-2025-03-05' }, 'BAD_DATE', 'from'],
  [{ to: '2025-03-05Z' }, 'BAD_DATE', 'to'],
] as const;
const ratings = [
  [{ filter: { minRating: -0.5 } }, 'BAD_RATING', 'filter.minRating'],
  [{ filter: { maxRating: 5.5 } }, 'BAD_RATING', 'filter.minRating'],
  [{ filter: { minRating: 4, maxRating: 3 } }, 'BAD_RATING', 'filter.minRating'],
] as const;
const idOf = (name: string) =>
  [
    [{ filter: { [name]: 'abc' } }, 'BAD_ID', `filter.${name}`],
    [{ filter: { [name]: '' } }, 'BAD_ID', `filter.${name}`],
    [{ filter: { [name]: '0' } }, 'BAD_ID', `filter.${name}`],
  ] as const;
const ownId = [
  [{ id: '1e3' }, 'BAD_ID', 'id'],
  [{ id: '' }, 'BAD_ID', 'id'],
] as const;
const customerId = [
  [{ id: '' }, 'BAD_ID', 'id'],
  [{ id: 'x'.repeat(201) }, 'BAD_ID', 'id'],
] as const;
const newPerson = [
  [{ input: { fullName: ' ' } }, 'BAD_LENGTH', 'fullName'],
  [{ input: { fullName: 'x'.repeat(201) } }, 'BAD_LENGTH', 'fullName'],
  [{ input: { fullName: 'x' }, clientToken: ' ' }, 'BAD_LENGTH', 'clientToken'],
  [{ input: { fullName: 'x' }, clientToken: 'x'.repeat(201) }, 'BAD_LENGTH', 'clientToken'],
] as const;
const participant = [
  [{ programId: 'x', customerId: 'c' }, 'BAD_ID', 'programId'],
  [{ programId: '1', customerId: '' }, 'BAD_ID', 'customerId'],
  [{ programId: '1', customerId: 'x'.repeat(201) }, 'BAD_ID', 'customerId'],
] as const;
const version = [[{ id: '1', expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion']] as const;
const slot = { consultantId: '1', date: '2025-03-06', startTime: '09:00', endTime: '10:00' };
const days = { consultantIds: ['1'], from: '2025-03-06', to: '2025-03-07' };
const aRequest = { customerId: 'zalo-1', date: '2025-03-05', startTime: '09:00' };
const appointmentFilter = [
  ...page,
  ...range,
  ...ratings,
  ...idOf('consultantId'),
  ...idOf('programId'),
];

type Refusal = readonly [Input, string, string];
const refused: Readonly<Record<string, readonly Refusal[]>> = {
  'Query.appointments': appointmentFilter,
  'Consultant.appointments': appointmentFilter,
  'Customer.appointments': appointmentFilter,
  'Query.appointment': ownId,
  'Query.consultant': ownId,
  'Query.program': ownId,
  'Query.consultants': [...page, ...ratings],
  'Query.customers': [
    ...page,
    ...idOf('programId'),
    [{ filter: { createdFrom: '2025-03-05Z' } }, 'BAD_DATE', 'filter.createdFrom'],
    [{ filter: { createdTo: '2025-03-05Z' } }, 'BAD_DATE', 'filter.createdTo'],
  ],
  'Query.timeslots': [...page, ...range, ...idOf('consultantId')],
  'Consultant.timeslots': [...page, ...range],
  'Consultant.workload': period,
  'Customer.programs': page,
  'Program.participants': page,
  'Query.programs': [...page, ...range],
  'Query.auditEvents': [...page, ...range],
  'Query.feedback': [...page, ...range, ...ratings, ...idOf('consultantId')],
  'Query.consultantCandidates': [[{ appointmentId: 'x' }, 'BAD_ID', 'appointmentId']],
  'Mutation.createAppointment': [
    [{ input: { ...aRequest, customerId: '' } }, 'BAD_ID', 'customerId'],
    [{ input: { ...aRequest, consultantId: 'x' } }, 'BAD_ID', 'consultantId'],
    [{ input: { ...aRequest, date: '2025-03-05Z' } }, 'BAD_DATE', 'date'],
    [{ input: { ...aRequest, startTime: '09:00Z' } }, 'BAD_TIME', 'startTime'],
    [{ input: { ...aRequest, startTime: '09:00:00.5' } }, 'BAD_TIME', 'startTime'],
    [{ input: { ...aRequest, requiredSpecialty: ' ' } }, 'BAD_LENGTH', 'requiredSpecialty'],
    [{ input: aRequest, clientToken: '' }, 'BAD_LENGTH', 'clientToken'],
    [{ input: aRequest, clientToken: 'x'.repeat(201) }, 'BAD_LENGTH', 'clientToken'],
  ],
  'Mutation.updateAppointment': [
    [{ id: 'x', input: {} }, 'BAD_ID', 'id'],
    [{ id: '1', input: { requiredSpecialty: ' ' } }, 'BAD_LENGTH', 'requiredSpecialty'],
    [{ id: '1', input: {}, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.rescheduleAppointment': [
    [{ ...aRequest, id: 'x' }, 'BAD_ID', 'id'],
    [{ ...aRequest, id: '1', date: '2025-03-05Z' }, 'BAD_DATE', 'date'],
    [{ ...aRequest, id: '1', startTime: '9' }, 'BAD_TIME', 'startTime'],
    [{ ...aRequest, id: '1', expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.confirmAppointment': [...ownId, ...version],
  'Mutation.completeAppointment': [...ownId, ...version],
  'Mutation.cancelAppointment': [
    [{ id: '1e3', reason: 'x' }, 'BAD_ID', 'id'],
    [{ id: '1', reason: ' ' }, 'BAD_LENGTH', 'reason'],
    [{ id: '1', reason: 'x'.repeat(1001) }, 'BAD_LENGTH', 'reason'],
    [{ id: '1', reason: 'x', expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.assignConsultant': [
    [{ appointmentId: '1e3', consultantId: '1' }, 'BAD_ID', 'appointmentId'],
    [{ appointmentId: '1', consultantId: '-1' }, 'BAD_ID', 'consultantId'],
    [
      { appointmentId: '1', consultantId: '1', expectedVersion: 0 },
      'BAD_VERSION',
      'expectedVersion',
    ],
  ],
  'Mutation.unassignConsultant': [
    [{ appointmentId: '1e3' }, 'BAD_ID', 'appointmentId'],
    [{ appointmentId: '1', expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.autoAssignConsultant': [
    [{ appointmentId: '1e3' }, 'BAD_ID', 'appointmentId'],
    [{ appointmentId: '1', expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.autoAssignDay': [[{ date: '2025-03-05Z' }, 'BAD_DATE', 'date']],
  'Mutation.createConsultant': newPerson,
  'Mutation.updateConsultant': [
    [{ id: '1e3', input: {} }, 'BAD_ID', 'id'],
    [{ id: '1', input: { fullName: '' } }, 'BAD_LENGTH', 'fullName'],
    [{ id: '1', input: {}, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.disableConsultant': [...ownId, ...version],
  'Mutation.enableConsultant': [...ownId, ...version],
  'Mutation.createCustomer': [
    ...newPerson,
    [{ input: { id: '', fullName: 'x' } }, 'BAD_ID', 'id'],
    [{ input: { id: 'x'.repeat(201), fullName: 'x' } }, 'BAD_ID', 'id'],
  ],
  'Mutation.updateCustomer': [
    [{ id: '', input: {} }, 'BAD_ID', 'id'],
    [{ id: '1', input: { fullName: ' ' } }, 'BAD_LENGTH', 'fullName'],
    [{ id: '1', input: {}, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.disableCustomer': [...customerId, ...version],
  'Mutation.enableCustomer': [...customerId, ...version],
  'Mutation.anonymiseCustomer': [
    [{ id: '', confirm: true }, 'BAD_ID', 'id'],
    [{ id: '1', confirm: true, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
    [{ id: '1', confirm: false }, 'NOT_CONFIRMED', 'confirm'],
  ],
  'Mutation.createTimeslot': [
    [{ input: { ...slot, consultantId: 'x' } }, 'BAD_ID', 'consultantId'],
    [{ input: { ...slot, date: '2025-03-06Z' } }, 'BAD_DATE', 'date'],
    [{ input: { ...slot, startTime: '09:00Z' } }, 'BAD_TIME', 'startTime'],
    [{ input: { ...slot, endTime: '10:00:00.5' } }, 'BAD_TIME', 'endTime'],
    [{ input: { ...slot, endTime: '24:00' } }, 'BAD_TIME', 'endTime'],
    [{ input: slot, clientToken: '' }, 'BAD_LENGTH', 'clientToken'],
    [{ input: slot, clientToken: 'x'.repeat(201) }, 'BAD_LENGTH', 'clientToken'],
  ],
  'Mutation.updateTimeslot': [
    [{ id: '1e3', input: {} }, 'BAD_ID', 'id'],
    [{ id: '1', input: { date: '-2025-03-06' } }, 'BAD_DATE', 'date'],
    [{ id: '1', input: { startTime: '09:00+07:00' } }, 'BAD_TIME', 'startTime'],
    [{ id: '1', input: { endTime: '9:00' } }, 'BAD_TIME', 'endTime'],
    [{ id: '1', input: {}, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.blockTimeslot': [...ownId, ...version],
  'Mutation.openTimeslot': [...ownId, ...version],
  'Mutation.deleteTimeslot': [...ownId, ...version],
  'Mutation.generateTimeslots': [
    [{ input: { ...days, consultantIds: [] } }, 'EMPTY_LIST', 'consultantIds'],
    [{ input: { ...days, grid: [] } }, 'EMPTY_LIST', 'grid'],
    [{ input: { ...days, from: '2025-03-08' } }, 'RANGE_REVERSED', 'from'],
    [{ input: { ...days, to: '2025-03-07Z' } }, 'BAD_DATE', 'to'],
  ],
  'Mutation.createProgram': [
    [{ input: { name: ' ', date: '2025-03-05' } }, 'BAD_LENGTH', 'name'],
    [{ input: { name: 'x'.repeat(201), date: '2025-03-05' } }, 'BAD_LENGTH', 'name'],
    [{ input: { name: 'x', date: '2025-03-05Z' } }, 'BAD_DATE', 'date'],
    [{ input: { name: 'x', date: '2025-03-05' }, clientToken: ' ' }, 'BAD_LENGTH', 'clientToken'],
  ],
  'Mutation.updateProgram': [
    [{ id: '1e3', input: {} }, 'BAD_ID', 'id'],
    [{ id: '1', input: { name: '' } }, 'BAD_LENGTH', 'name'],
    [{ id: '1', input: { date: '2025-03-05+07:00' } }, 'BAD_DATE', 'date'],
    [{ id: '1', input: {}, expectedVersion: 0 }, 'BAD_VERSION', 'expectedVersion'],
  ],
  'Mutation.startProgram': [...ownId, ...version],
  'Mutation.completeProgram': [...ownId, ...version],
  'Mutation.disableProgram': [...ownId, ...version],
  'Mutation.enableProgram': [...ownId, ...version],
  'Mutation.registerParticipant': [
    ...participant,
    [{ programId: '1', customerId: 'c', clientToken: '' }, 'BAD_LENGTH', 'clientToken'],
  ],
  'Mutation.cancelParticipant': participant,
  'Mutation.markAttended': [[{ programId: '0', customerIds: ['c'] }, 'BAD_ID', 'programId']],
  'Mutation.recordFeedback': [
    [{ appointmentId: '0', rating: 4 }, 'BAD_ID', 'appointmentId'],
    ...[-0.5, 4.25, 5.5].map(
      rating => [{ appointmentId: '1', rating }, 'BAD_RATING', 'rating'] as const,
    ),
    [{ appointmentId: '1', rating: 4, clientToken: ' ' }, 'BAD_LENGTH', 'clientToken'],
  ],
  'Query.overview': period,
  'Query.dailySummaries': period,
  'Query.consultantStatistics': period,
  'Query.customerStatistics': period,
  'Query.programStatistics': period,
};

describe('P-46: what resolvers refuse, services refuse for the same reason', () => {
  test.for(
    Object.entries(refused).flatMap(([operation, cases]) =>
      cases.map(([input, reason, field]) => ({ operation, input, reason, field })),
    ),
  )('$operation $input: $reason', async ({ operation, input, reason, field }) => {
    const refusal = { type: 'InvalidInput', info: { reason, field } };
    expect(await refusals(operation, input)).toEqual({ resolver: refusal, service: refusal });
  });

  test('P-36: lists that are too long are refused by both before anything is gone through', async () => {
    for (const [field, most] of [
      ['consultantIds', 20],
      ['grid', 288],
    ] as const) {
      const list = Array.from({ length: 10_000 }, () => 'not even sound');
      const refusal = {
        type: 'InvalidInput',
        info: { reason: 'TOO_MANY', field, count: 10_000, most },
      };
      const input = { ...days, [field]: list };
      expect(await refusals('Mutation.generateTimeslots', { input })).toEqual({
        resolver: refusal,
        service: refusal,
      });
    }
  });

  test('a resolver that reads never refuses what its service would take', async () => {
    const text = fc.oneof(
      fc.constantFrom(
        '',
        '1',
        '7',
        '0',
        '2147483648',
        'abc',
        '2025-03-05',
        '2025-02-29',
        '2025-03-05Z',
      ),
      fc.string({ maxLength: 12 }),
    );
    const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
    const input = fc.record({
      id: text,
      appointmentId: text,
      name: text,
      limit: optional(fc.integer({ min: -3, max: 110 })),
      nextToken: optional(text),
      from: optional(text),
      to: optional(text),
      filter: optional(
        fc.record({
          from: optional(text),
          to: optional(text),
          createdFrom: optional(text),
          createdTo: optional(text),
          consultantId: optional(text),
          programId: optional(text),
          minRating: optional(fc.double({ min: -1, max: 6, noNaN: true })),
          maxRating: optional(fc.double({ min: -1, max: 6, noNaN: true })),
        }),
      ),
    });
    const reading = Object.keys(refused).filter(name => !name.startsWith('Mutation.'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...reading), input, async (operation, one) => {
        const { resolver, service } = await refusals(operation, plain(one) as Input);
        if (resolver) expect(service).toMatchObject({ type: resolver.type });
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('what is in order passes both', async () => {
    const sound = { limit: 100, filter: { from: '2025-03-05', to: '2025-03-05', minRating: 0 } };
    for (const operation of ['Query.appointments', 'Query.feedback', 'Consultant.appointments']) {
      expect(await refusals(operation, sound)).toEqual({ resolver: undefined, service: undefined });
    }
  });
});

describe('what a resolver sends', () => {
  const identity = { ...people.admin, claims: { email: 'a@example.vn' }, sourceIp: ['127.0.0.1'] };

  test('is the operation, its input, who asks without their claims, and what was selected', () => {
    const sent = request('Query.appointments', {
      input: { limit: 5 },
      identity,
      selection: '{ items { id } }',
    });
    expect(sent.payload).toEqual({
      operation: 'Query.appointments',
      input: { limit: 5 },
      identity: people.admin,
      parent: null,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      selection: { graphql: '{ items { id } }', list: null },
    });
  });

  test('names the parent of a nested field', () => {
    const sent = request('Customer.programs', { input: {}, source: { id: 'zalo-1' }, identity });
    expect(sent.payload).toMatchObject({ operation: 'Customer.programs', parent: 'zalo-1' });
  });

  test('has the list of names only where a named fragment hides some', () => {
    const sent = request('Query.appointments', {
      input: {},
      identity,
      selection: '{ ...Page }',
      selectionList: ['items', 'items/id'],
    });
    expect(sent.payload).toMatchObject({ selection: { list: ['items', 'items/id'] } });
  });
});
