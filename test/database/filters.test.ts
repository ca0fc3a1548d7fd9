import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import * as filters from '../support/filters.ts';
import {
  appointmentsThat,
  consultantsThat,
  customersThat,
  feedbackThat,
  programsThat,
  slotStateOf,
  sorted,
  timeslotsThat,
} from '../support/naive-lists.ts';
import { fillAtRandom, type Office } from '../support/random-office.ts';
import { startService, walk, type AnsweredPage, type Service } from '../support/service.ts';

const now = { date: filters.TODAY, time: '10:00:00' };

let db: TestDatabase;
let service: Service;
let office: Office;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  service.at(`${now.date}T${now.time}+07:00`);
  office = await fillAtRandom(db, { appointments: 260, today: now.date, seed: 3 });
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

/** Walks all pages and counts: both are what a naive filter over all rows gives. */
async function expectList(
  field: string,
  input: { readonly filter: object; readonly orderBy?: string; readonly limit: number },
  ids: readonly (string | number)[],
): Promise<void> {
  const select = field === 'feedback' ? '{ items { appointment { id } } }' : '{ items { id } }';
  // Lists of a page of one are walked in part only: each page is a statement.
  const wanted = input.limit === 1 ? ids.slice(0, 12) : ids;
  const items =
    input.limit === 1
      ? await firstPages(field, input, select, wanted.length)
      : await walk<Item>(service, `Query.${field}`, input, { select });
  expect(items.map(idOf)).toEqual(wanted.map(String));
  const { totalCount } = await service.ask<AnsweredPage<unknown>>(
    `Query.${field}`,
    { ...input, limit: 1 },
    { select: '{ totalCount }' },
  );
  expect(totalCount).toBe(ids.length);
}

interface Item {
  readonly id?: string;
  readonly appointment?: { readonly id: string };
}

function idOf(item: Item): string {
  return item.id ?? item.appointment?.id ?? '';
}

async function firstPages(
  field: string,
  input: object,
  select: string,
  count: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | null = null;
  do {
    const page: AnsweredPage<Item> = await service.ask(
      `Query.${field}`,
      { ...input, nextToken },
      { select },
    );
    items.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== null && items.length < count);
  return items;
}

const orderings = (...names: string[]) =>
  fc.constantFrom(...names.flatMap(name => [`${name}_ASC`, `${name}_DESC`]));
const directionOf = (orderBy: string) => (orderBy.endsWith('_ASC') ? 'ASC' : 'DESC');
const created = (row: { readonly created_at: string }) => Date.parse(row.created_at);
const id = <T>(row: { readonly id: T }): T => row.id;

const runs = { seed: 9, numRuns: 60 } as const;

describe('P-45: walking a list gives what a naive filter gives, in order, and totalCount counts it', () => {
  test('appointments', () =>
    fc.assert(
      fc.asyncProperty(
        filters.appointmentFilter,
        orderings('DATE', 'CREATED'),
        filters.limit,
        async (filter, orderBy, limit) => {
          const rows = appointmentsThat(office, filter);
          const ids = orderBy.startsWith('DATE')
            ? sorted(rows, directionOf(orderBy), row => `${row.date} ${row.start_time}`, id)
            : sorted(rows, directionOf(orderBy), created, id);
          await expectList('appointments', { filter, orderBy, limit }, ids.map(id));
        },
      ),
      { ...runs, numRuns: 120 },
    ));

  test('customers', () =>
    fc.assert(
      fc.asyncProperty(
        filters.customerFilter,
        orderings('NAME', 'CREATED'),
        filters.limit,
        async (filter, orderBy, limit) => {
          const rows = customersThat(office, filter);
          const ids = orderBy.startsWith('NAME')
            ? sorted(rows, directionOf(orderBy), row => office.customers.indexOf(row))
            : sorted(rows, directionOf(orderBy), created, id);
          await expectList('customers', { filter, orderBy, limit }, ids.map(id));
        },
      ),
      runs,
    ));

  test('consultants', () =>
    fc.assert(
      fc.asyncProperty(
        filters.consultantFilter,
        orderings('NAME', 'CREATED'),
        filters.limit,
        async (filter, orderBy, limit) => {
          const rows = consultantsThat(office, filter);
          const ids = orderBy.startsWith('NAME')
            ? sorted(rows, directionOf(orderBy), row => office.consultants.indexOf(row))
            : sorted(rows, directionOf(orderBy), created, id);
          await expectList('consultants', { filter, orderBy, limit }, ids.map(id));
        },
      ),
      runs,
    ));

  test('timeslots', () =>
    fc.assert(
      fc.asyncProperty(filters.timeslotFilter, filters.limit, async (filter, limit) => {
        const rows = timeslotsThat(office, filter, now);
        await expectList('timeslots', { filter, limit }, rows.map(id));
      }),
      runs,
    ));

  test('programs', () =>
    fc.assert(
      fc.asyncProperty(
        filters.programFilter,
        orderings('DATE', 'NAME', 'CREATED'),
        filters.limit,
        async (filter, orderBy, limit) => {
          const rows = programsThat(office, filter);
          const key = orderBy.startsWith('NAME')
            ? (row: Office['programs'][number]) => office.programs.indexOf(row)
            : orderBy.startsWith('DATE')
              ? (row: Office['programs'][number]) => row.date
              : created;
          const ids = sorted(rows, directionOf(orderBy), key, id);
          await expectList('programs', { filter, orderBy, limit }, ids.map(id));
        },
      ),
      runs,
    ));

  test('feedback', () =>
    fc.assert(
      fc.asyncProperty(
        filters.feedbackFilter,
        orderings('CREATED', 'RATING'),
        filters.limit,
        async (filter, orderBy, limit) => {
          const rows = feedbackThat(office, filter);
          const key = orderBy.startsWith('RATING')
            ? (row: Office['feedback'][number]) => row.rating
            : created;
          const ids = sorted(rows, directionOf(orderBy), key, row => row.appointment_id);
          await expectList(
            'feedback',
            { filter, orderBy, limit },
            ids.map(row => row.appointment_id),
          );
        },
      ),
      runs,
    ));
});

test('every slot has the state that follows from its parts, and a reason unless it is free', async () => {
  const items = await walk<{ id: string; state: string; reason: string | null }>(
    service,
    'Query.timeslots',
    { filter: { from: '2025-01-01' }, limit: 100 },
  );
  const states = new Map(
    office.timeslots.map(slot => [String(slot.id), slotStateOf(office, slot, now)]),
  );
  expect(new Set(states.values())).toEqual(new Set(['PAST', 'BOOKED', 'BLOCKED', 'FREE']));
  for (const { id: slot, state, reason } of items) {
    expect(state, slot).toBe(states.get(slot));
    expect(reason === null, slot).toBe(state === 'FREE');
  }
});

test('without a filter, lists hide what is disabled and show the rest', async () => {
  for (const field of ['customers', 'consultants', 'programs'] as const) {
    const { totalCount } = await service.ask<AnsweredPage<unknown>>(`Query.${field}`);
    expect(totalCount).toBe(office[field].filter(row => !row.is_disabled).length);
  }
});

test('consultants are found by the average rating that is shown of them', async () => {
  interface Rated {
    readonly id: string;
    readonly rating: { readonly average: number | null };
  }
  const select = '{ items { id rating { average } } }';
  const all = await walk<Rated>(service, 'Query.consultants', {}, { select });
  const averages = all.flatMap(({ rating: { average } }) => (average === null ? [] : [average]));
  expect(averages.some(average => !Number.isInteger(average * 4))).toBe(true);
  for (const average of averages) {
    const filter = { minRating: average, maxRating: average };
    const found = await walk<Rated>(service, 'Query.consultants', { filter }, { select });
    expect(found).toEqual(all.filter(({ rating }) => rating.average === average));
  }
});
