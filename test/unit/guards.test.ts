import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Queryable } from '../../services/db/connection.ts';
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
const db: Queryable = {
  rows: () => Promise.reject(new Reached('the database was asked')),
};
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
  'Query.feedback': [...page, ...range, ...ratings, ...idOf('consultantId')],
  'Query.consultantCandidates': [[{ appointmentId: 'x' }, 'BAD_ID', 'appointmentId']],
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

  test('a resolver never refuses what its service would take', async () => {
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
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(refused)), input, async (operation, one) => {
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
