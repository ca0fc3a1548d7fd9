import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { given } from '../support/given.ts';
import { chance, type Chance } from '../support/random.ts';
import { startService, type AnsweredPage, type Service } from '../support/service.ts';

/** Rows that nobody touches while the pages are walked, and as many that are moved, deleted or come in between. */
const ROWS = 60;

let db: TestDatabase;
let service: Service;
beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  await fill();
});
afterAll(async () => {
  await service.close();
  await db.drop();
});

const day = (index: number) => `2025-03-${String(1 + (index % 9)).padStart(2, '0')}`;
const instant = (index: number) =>
  new Date(Date.UTC(2025, 0, 1) + (index % 12) * 3_600_000).toISOString();

/** Even rows stay, odd rows may be touched. Many share their keys but for the id. */
async function fill(): Promise<void> {
  const make = given(db.owner);
  const row = (index: number) => ({ created_at: instant(index) });
  const customers = await make.customers(ROWS * 2, index => ({
    ...row(index),
    id: `${index % 2 === 0 ? 'stays' : 'moves'}-${index}`,
    full_name: `Trần ${index % 7}`,
  }));
  await make.consultants(ROWS * 2, index => ({
    ...row(index),
    id: index + 1,
    full_name: `Lê ${index % 7}`,
  }));
  await make.appointments(ROWS * 2, index => ({
    ...row(index),
    id: index + 1,
    customer_id: customers[index]?.id ?? '',
    consultant_id: index + 1,
    date: day(index),
    status: 'COMPLETED',
  }));
  // Completed ones keep their time, so there are others that move.
  await make.appointments(ROWS, index => ({
    ...row(index),
    id: 502 + index * 2,
    customer_id: `moves-${index * 2 + 1}`,
    date: day(index),
    start_time: '14:00:00',
  }));
  for (let index = 0; index < ROWS * 2; index++) {
    await make.program({
      ...row(index),
      id: index + 1,
      name: `Hội ${index % 7}`,
      date: day(index),
    });
    await make.feedback({ ...row(index), appointment_id: index + 1, rating: index % 6 });
    await make.timeslot({
      ...row(index),
      id: index + 1,
      consultant_id: index + 1,
      date: day(index),
    });
    await make.participant({
      ...row(index),
      program_id: 1,
      customer_id: customers[index]?.id ?? '',
      registered_at: instant(index),
    });
  }
}

interface Writes {
  /** Moves a row of odd index to another place of every order. */
  readonly move: string;
  readonly insert: string;
  /** Only of rows that nothing points to. */
  readonly delete?: string;
}

/** $1 is the key of a touched row, $2 a random number. */
const writes: Readonly<Record<string, Writes>> = {
  appointments: {
    move: `update appointment set date = date '2025-03-01' + $2::int % 9, created_at = created_at + make_interval(hours => $2 - 6) where id = 501 + $1`,
    insert: `insert into appointment (id, customer_id, date, start_time, status, cancelled_at, created_at)
             select 1000 + $1::int * 100 + $2, 'stays-0', date '2025-03-01' + $2::int % 9, '09:00', 'CANCELLED', now(), '2025-01-01'
              where set_config('meetassist.importing', 'on', true) = 'on'
             on conflict do nothing`,
    delete: `delete from appointment where id > 1000 and $1::int > 0 and $2::int % 2 = 0`,
  },
  customers: {
    move: `update customer set full_name = 'Trần ' || $2 % 9, created_at = created_at + make_interval(hours => $2 - 6) where id = 'moves-' || $1`,
    insert: `insert into customer (full_name, notes) values ('Trần ' || $2 % 9, $1::text)`,
    delete: `delete from customer where notes is not null and $1::int > 0 and $2::int % 2 = 0`,
  },
  consultants: {
    move: `update consultant set full_name = 'Lê ' || $2 % 9, created_at = created_at + make_interval(hours => $2 - 6) where id = $1 + 1`,
    insert: `insert into consultant (id, full_name) values (1000 + $1::int * 100 + $2, 'Lê ' || $2 % 9) on conflict do nothing`,
    delete: `delete from consultant where id > 1000 and $1::int > 0 and $2::int % 2 = 0`,
  },
  programs: {
    move: `update program set name = 'Hội ' || $2 % 9, date = date + ($2::int % 3 - 1), created_at = created_at + make_interval(hours => $2 - 6) where id = $1 + 1`,
    insert: `insert into program (id, name, date) values (1000 + $1::int * 100 + $2, 'Hội ' || $2 % 9, date '2025-03-01' + $2::int % 9) on conflict do nothing`,
    delete: `delete from program where id > 1000 and $1::int > 0 and $2::int % 2 = 0`,
  },
  timeslots: {
    move: `update timeslot set start_time = make_time(10 + $2 % 5, 0, 0), end_time = make_time(11 + $2 % 5, 0, 0) where id = $1 + 1`,
    insert: `insert into timeslot (id, consultant_id, date, start_time, end_time) values (1000 + $1::int * 100 + $2, 1 + $1, '2025-03-20', make_time(8 + $2 % 10, 0, 0), make_time(9 + $2 % 10, 0, 0)) on conflict do nothing`,
    delete: `delete from timeslot where id > 1000 and $1::int > 0 and $2::int % 2 = 0`,
  },
  feedback: {
    move: `update feedback set rating = $2::int % 6, created_at = created_at + make_interval(hours => $2 - 6) where appointment_id = $1 + 1`,
    insert: `insert into feedback (appointment_id, rating) values ($1 + 1, $2::int % 6) on conflict do nothing`,
    delete: `delete from feedback where appointment_id = $1 + 1 and $2::int % 2 = 0`,
  },
};

/** One row of odd index is touched in one of three ways. */
async function disturb(field: string, luck: Chance): Promise<void> {
  const kinds = writes[field];
  if (!kinds) throw new Error(`how does one disturb ${field}?`);
  for (let i = 0; i < 3; i++) {
    const statement = luck.of([kinds.move, kinds.insert, kinds.delete ?? kinds.move]);
    const odd = luck.between(0, ROWS - 1) * 2 + 1;
    await db.owner.query(statement, [odd, luck.between(0, 12)]);
  }
}

interface Item {
  readonly id?: string;
  readonly appointment?: { readonly id: string };
}

const lists: readonly (readonly [field: string, orders: readonly (string | undefined)[]])[] = [
  ['appointments', ['DATE_DESC', 'DATE_ASC', 'CREATED_DESC', 'CREATED_ASC']],
  ['customers', ['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'CREATED_ASC']],
  ['consultants', ['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'CREATED_ASC']],
  ['programs', ['DATE_DESC', 'DATE_ASC', 'NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'CREATED_ASC']],
  ['timeslots', [undefined]],
  ['feedback', ['CREATED_DESC', 'CREATED_ASC', 'RATING_DESC', 'RATING_ASC']],
];

describe('P-44: while rows come, go and move, each untouched row is seen exactly once', () => {
  test.for(
    lists.flatMap(([field, orders]) =>
      orders.map(orderBy => ({ field, orderBy: orderBy ?? 'by time' })),
    ),
  )('$field $orderBy', async ({ field, orderBy }) => {
    const luck = chance(orderBy.length * 31 + field.length);
    const select = field === 'feedback' ? '{ items { appointment { id } } }' : '{ items { id } }';
    const input = {
      limit: 7,
      ...(orderBy !== 'by time' && { orderBy }),
      ...(field === 'timeslots' && { filter: { from: '2025-01-01' } }),
    };
    const nextPage = (page: Readonly<Record<string, unknown>>) =>
      service.ask<AnsweredPage<Item>>(`Query.${field}`, page, { select });
    const seen: string[] = [];
    let nextToken: string | null = null;
    do {
      const page = await nextPage({ ...input, nextToken });
      seen.push(...page.items.map(item => item.id ?? item.appointment?.id ?? ''));
      nextToken = page.nextToken;
      await disturb(field, luck);
    } while (nextToken !== null);
    const stayed = Array.from({ length: ROWS }, (_, i) =>
      field === 'customers' ? `stays-${i * 2}` : String(i * 2 + 1),
    );
    const counts = stayed.map(key => [key, seen.filter(one => one === key).length]);
    expect(counts).toEqual(stayed.map(key => [key, 1]));
  });

  test('participants of a program', async () => {
    const luck = chance(8);
    const nextPage = (input: Readonly<Record<string, unknown>>) =>
      service.askEach<AnsweredPage<{ customer: { id: string } }>>(
        'Program.participants',
        [1],
        input,
        {
          select: '{ items { customer { id } } }',
        },
      );
    const seen: string[] = [];
    let nextToken: string | null = null;
    do {
      const [page] = await nextPage({ limit: 7, nextToken });
      seen.push(...(page?.items ?? []).map(item => item.customer.id));
      nextToken = page?.nextToken ?? null;
      const odd = luck.between(0, ROWS - 1) * 2 + 1;
      await db.owner.query(
        luck.of([
          `update program_participant set registered_at = registered_at + interval '3 hours' where program_id = 1 and customer_id = 'moves-' || $1`,
          `delete from program_participant where program_id = 1 and customer_id = 'moves-' || $1`,
        ]),
        [odd],
      );
    } while (nextToken !== null);
    const stayed = Array.from({ length: ROWS }, (_, i) => `stays-${i * 2}`);
    expect(seen.filter(one => one.startsWith('stays')).sort()).toEqual([...stayed].sort());
  });
});
