import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import * as filters from '../support/filters.ts';
import {
  appointmentsThat,
  participantsThat,
  sorted,
  timeslotsThat,
} from '../support/naive-lists.ts';
import { fillAtRandom, type Office } from '../support/random-office.ts';
import {
  dataOf,
  startService,
  statementsOf,
  type AnsweredPage,
  type Service,
} from '../support/service.ts';

const now = { date: filters.TODAY, time: '10:00:00' };

let db: TestDatabase;
let service: Service;
let office: Office;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  service.at(`${now.date}T${now.time}+07:00`);
  office = await fillAtRandom(db, { appointments: 260, today: now.date, seed: 4 });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

type Keys = readonly (string | number)[];

/** The first pages of a batch, their totals, and the pages after them, parent by parent. */
async function expectLists(
  operation: string,
  select: string,
  parents: Keys,
  input: object,
  limit: number,
  expected: (parent: string | number) => Keys,
): Promise<void> {
  const { value: pages, names } = await statementsOf(() =>
    service.askEach<AnsweredPage<object>>(
      operation,
      parents,
      { ...input, limit },
      { select: `{ items ${select} nextToken totalCount }` },
    ),
  );
  expect(names.length, 'one statement for the pages, one for the totals').toBe(2);
  for (const [i, page] of pages.entries()) {
    const parent = parents[i] ?? '';
    const keys = expected(parent);
    expect(page.totalCount).toBe(keys.length);
    const items = [...page.items];
    let { nextToken } = page;
    while (nextToken !== null && items.length < 12) {
      const [next] = await service.askEach<AnsweredPage<object>>(
        operation,
        [parent],
        { ...input, limit, nextToken },
        { select: `{ items ${select} }` },
      );
      items.push(...(next?.items ?? []));
      nextToken = next?.nextToken ?? null;
    }
    expect(items.map(keyOf)).toEqual(keys.slice(0, items.length).map(String));
    if (nextToken === null) expect(items).toHaveLength(keys.length);
  }
}

/** The one leaf that was selected, wherever it lies. */
function keyOf(item: object): string {
  const [value] = Object.values(item) as unknown[];
  return typeof value === 'object' && value !== null ? keyOf(value) : String(value);
}

const consultants = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const customers = fc.uniqueArray(
  fc.integer({ min: 0, max: 31 }).map(index => `zalo-${index}`),
  { minLength: 1, maxLength: 6 },
);
const programs = fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 5 });
const orderBy = fc.constantFrom('DATE_ASC', 'DATE_DESC', 'CREATED_ASC', 'CREATED_DESC');
const limit = fc.constantFrom(1, 3, 25);

function ordered(rows: Office['appointments'][number][], order: string): Keys {
  const direction = order.endsWith('ASC') ? 'ASC' : 'DESC';
  const inOrder = order.startsWith('DATE')
    ? sorted(
        rows,
        direction,
        row => `${row.date} ${row.start_time}`,
        row => row.id,
      )
    : sorted(
        rows,
        direction,
        row => Date.parse(row.created_at),
        row => row.id,
      );
  return inOrder.map(row => row.id);
}

const runs = { seed: 5, numRuns: 30 } as const;

describe('nested lists, many parents at once', () => {
  test('Consultant.appointments', () =>
    fc.assert(
      fc.asyncProperty(
        consultants,
        filters.appointmentFilter,
        orderBy,
        limit,
        async (ids, filter, order, size) => {
          const rows = appointmentsThat(office, filter);
          await expectLists(
            'Consultant.appointments',
            '{ id }',
            ids,
            { filter, orderBy: order },
            size,
            parent =>
              ordered(
                rows.filter(row => row.consultant_id === parent),
                order,
              ),
          );
        },
      ),
      runs,
    ));

  test('Customer.appointments', () =>
    fc.assert(
      fc.asyncProperty(
        customers,
        filters.appointmentFilter,
        orderBy,
        limit,
        async (ids, filter, order, size) => {
          const rows = appointmentsThat(office, filter);
          await expectLists(
            'Customer.appointments',
            '{ id }',
            ids,
            { filter, orderBy: order },
            size,
            parent =>
              ordered(
                rows.filter(row => row.customer_id === parent),
                order,
              ),
          );
        },
      ),
      runs,
    ));

  test('Consultant.timeslots', () =>
    fc.assert(
      fc.asyncProperty(consultants, filters.timeslotFilter, limit, async (ids, filter, size) => {
        const rows = timeslotsThat(office, filter, now);
        await expectLists('Consultant.timeslots', '{ id }', ids, { filter }, size, parent =>
          rows.filter(row => row.consultant_id === parent).map(row => row.id),
        );
      }),
      runs,
    ));

  test('Program.participants, first registered first', () =>
    fc.assert(
      fc.asyncProperty(
        programs,
        filters.participantStatuses,
        limit,
        async (ids, statuses, size) => {
          const rows = participantsThat(office, statuses);
          await expectLists(
            'Program.participants',
            '{ customer { id } }',
            ids,
            { statuses },
            size,
            parent =>
              sorted(
                rows.filter(row => row.program_id === parent),
                'ASC',
                row => Date.parse(row.registered_at),
                row => row.customer_id,
              ).map(row => row.customer_id),
          );
        },
      ),
      runs,
    ));

  test('Customer.programs, last registered first', () =>
    fc.assert(
      fc.asyncProperty(
        customers,
        filters.participantStatuses,
        limit,
        async (ids, statuses, size) => {
          const rows = participantsThat(office, statuses);
          await expectLists(
            'Customer.programs',
            '{ program { id } }',
            ids,
            { statuses },
            size,
            parent =>
              sorted(
                rows.filter(row => row.customer_id === parent),
                'DESC',
                row => Date.parse(row.registered_at),
                row => row.program_id,
              ).map(row => row.program_id),
          );
        },
      ),
      runs,
    ));
});

test('a parent that comes twice in a batch gets the same page twice, and an unknown one an empty page', async () => {
  const pages = await service.askEach<AnsweredPage<object>>('Consultant.appointments', [3, 99, 3]);
  expect(pages[0]).toEqual(pages[2]);
  expect(pages[0]?.items).not.toEqual([]);
  expect(pages[1]).toEqual({ items: [], nextToken: null, totalCount: 0 });
});

test('a token belongs to one parent: the others of the batch are told so, and it gets its page', async () => {
  const [first] = await service.askEach<AnsweredPage<object>>('Consultant.appointments', [3], {
    limit: 2,
  });
  const [mine, other] = await service.batch('Consultant.appointments', [3, 4], {
    limit: 2,
    nextToken: first?.nextToken,
  });
  expect(mine && dataOf<AnsweredPage<object>>(mine).items).toHaveLength(2);
  expect(other).toMatchObject({
    error: { type: 'InvalidInput', info: { reason: 'TOKEN_MISMATCH' } },
  });
});

test('workloads are the sums of what is booked and offered', async () => {
  const range = { from: '2025-03-01', to: '2025-03-09' };
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 99];
  const loads = await service.askEach<object>('Consultant.workload', ids, range);
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  for (const [i, load] of loads.entries()) {
    const active = office.appointments.filter(
      row =>
        row.consultant_id === ids[i] &&
        row.status !== 'CANCELLED' &&
        row.date >= range.from &&
        row.date <= range.to,
    );
    const open = office.timeslots.filter(
      row =>
        row.consultant_id === ids[i] &&
        row.is_available &&
        row.date >= range.from &&
        row.date <= range.to,
    );
    const bookedMinutes = active.reduce((sum, row) => sum + row.duration_minutes, 0);
    const offeredMinutes = open.reduce(
      (sum, row) => sum + minutes(row.end_time) - minutes(row.start_time),
      0,
    );
    expect(load).toEqual({
      ...range,
      appointments: active.length,
      bookedMinutes,
      offeredMinutes,
      utilisation: offeredMinutes > 0 ? bookedMinutes / offeredMinutes : null,
    });
  }
});
