import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../services/shared/clock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { allRows, given } from '../support/given.ts';
import { type Rows } from '../support/rows.ts';
import { startService, walk, type AnsweredPage, type Service } from '../support/service.ts';
import { finds, findsPerson, searchText, vietnameseName } from '../support/vietnamese.ts';

/** More than are looked up one by one (services/appointment/access.ts), so that the other way is taken. */
const MANY = 1_100;
const MANY_CONSULTANTS = 24;

let db: TestDatabase;
let service: Service;
let appointments: readonly Rows['appointment'][];
let feedback: ReadonlyMap<number, number>;
const texts = new Map<number, { readonly people: readonly string[]; readonly said: string }>();

beforeAll(async () => {
  db = await createDatabase();
  service = startService(db.connection('api'));
  await insertAppointments();
  await db.owner.query('analyze');
  await remember();
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.drop();
});

async function insertAppointments(): Promise<void> {
  const make = given(db.owner);
  const names = fc.sample(vietnameseName, { numRuns: 60, seed: 1 });
  await make.customers(MANY, index => ({ id: `m${index}`, full_name: `Phạm Đông ${index}` }));
  const others = await make.customers(names.length, index => ({
    id: `c${index}`,
    full_name: names[index] ?? '',
    email: `c${index}@vn.example`,
    phone_number: index % 3 === 0 ? '0901 234 567' : null,
  }));
  const consultants = await make.consultants(MANY_CONSULTANTS + 6, index => ({
    id: index + 1,
    full_name: index < MANY_CONSULTANTS ? `Hoàng ${index}` : (names[index] ?? ''),
    specialties: index % 2 === 0 ? ['Luật sư'] : ['IT'],
  }));
  const held = await make.appointments(MANY + 500, index => {
    const lap = Math.floor(index / consultants.length);
    return {
      customer_id: index < MANY ? `m${index}` : (others[index % others.length]?.id ?? ''),
      consultant_id: consultants[index % consultants.length]?.id ?? null,
      date: addDays('2025-01-01', Math.floor(lap / 8)),
      start_time: `${String(8 + (lap % 8)).padStart(2, '0')}:00:00`,
      description: index % 400 === 7 ? `Gặp ${names[index % 60]} 50%` : 'Xin tư vấn 1_2',
      status: 'COMPLETED',
      created_at: new Date(Date.UTC(2024, 0, 1) + ((index * 7919) % 1_600) * 60_000).toISOString(),
    };
  });
  await db.owner.query(
    `insert into feedback (appointment_id, rating, created_at)
     select id, case when id % 90 = 0 then 1 when id % 5 = 0 then 3.5 else 5 end, '2025-06-01'
       from appointment where id = any($1)`,
    [held.map(({ id }) => id)],
  );
}

/** What a search looks into, as the contract says it: the three texts of each appointment. */
async function remember(): Promise<void> {
  appointments = await allRows(
    db.owner,
    'appointment',
    'r.date desc, r.start_time desc, r.id desc',
  );
  const customers = await allRows(db.owner, 'customer', 'r.id');
  const consultants = await allRows(db.owner, 'consultant', 'r.id');
  feedback = new Map(
    (await allRows(db.owner, 'feedback', '1')).map(row => [row.appointment_id, row.rating]),
  );
  const contact = (person: Rows['customer'] | Rows['consultant']) =>
    `${person.full_name} ${person.id} ${person.email ?? ''} ${person.phone_number ?? ''} ${person.phone_number?.replace(/\D/g, '') ?? ''}`;
  const ofCustomer = new Map(customers.map(row => [row.id, contact(row)]));
  const ofConsultant = new Map(
    consultants.map(row => [row.id, `${contact(row)} ${row.specialties.join(' ')}`]),
  );
  for (const row of appointments) {
    texts.set(row.id, {
      people: [
        ofCustomer.get(row.customer_id) ?? '',
        ofConsultant.get(row.consultant_id ?? 0) ?? '',
      ],
      said: row.description ?? '',
    });
  }
}

interface Filter {
  readonly search?: string;
  readonly minRating?: number;
  readonly maxRating?: number;
}

function expected({ search, minRating = 0, maxRating = 5 }: Filter): string[] {
  return appointments
    .filter(({ id }) => {
      const { people, said } = texts.get(id) ?? { people: [], said: '' };
      return (
        search === undefined ||
        people.some(text => findsPerson(text, search)) ||
        finds(said, search)
      );
    })
    .filter(({ id }) => {
      const rating = feedback.get(id) ?? -1;
      return rating >= minRating && rating <= maxRating;
    })
    .map(({ id }) => String(id));
}

async function found(filter: Filter, limit = 100): Promise<string[]> {
  const items = await walk<{ id: string }>(
    service,
    'Query.appointments',
    { filter, limit },
    { select: '{ items { id } }' },
  );
  return items.map(({ id }) => id);
}

describe('whichever way is taken, a search finds the same', () => {
  test.for<readonly [way: string, filter: Filter, least: number, most: number]>([
    ['few of everything', { search: 'gặp' }, 1, 20],
    ['many customers', { search: 'Pham Dong' }, MANY, MANY],
    ['few customers among many', { search: 'phạm 1099' }, 1, 1],
    ['many consultants', { search: 'hoàng' }, MANY, 1_600],
    ['few consultants', { search: 'hoang 3' }, 1, 200],
    ['many descriptions', { search: 'tu van' }, 1_500, 1_600],
    ['a single digit, where words begin', { search: '1' }, 1_500, 1_600],
    ['a phone number, its digits set apart', { search: '090.12-34 56 7' }, 1, 200],
    ['nothing', { search: 'nobody-has-this' }, 0, 0],
    ['many, and few of them rated badly', { search: 'tư vấn', maxRating: 2 }, 1, 30],
    ['few ratings', { maxRating: 2 }, 1, 30],
    ['many ratings', { minRating: 3 }, MANY, 1_600],
    ['every rating', { minRating: 0 }, 1_600, 1_600],
    ['no rating', { minRating: 1.5, maxRating: 3 }, 0, 0],
  ])('%s', async ([, filter, least, most]) => {
    const rows = expected(filter);
    expect(rows.length).toBeGreaterThanOrEqual(least);
    expect(rows.length).toBeLessThanOrEqual(most);
    expect(await found(filter)).toEqual(rows);
    const { totalCount } = await service.ask<AnsweredPage<unknown>>(
      'Query.appointments',
      { filter, limit: 1 },
      { select: '{ totalCount }' },
    );
    expect(totalCount).toBe(rows.length);
  });

  test('random searches and ratings', async () => {
    const filters = fc.record(
      {
        search: searchText,
        minRating: fc.constantFrom(0, 2, 3.5, 5),
        maxRating: fc.constantFrom(1, 3.5, 5),
      },
      { requiredKeys: ['search'] },
    );
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(40, 100), async (filter, limit) => {
        fc.pre((filter.minRating ?? 0) <= (filter.maxRating ?? 5));
        expect(await found(filter, limit)).toEqual(expected(filter));
      }),
      { seed: 47, numRuns: 40 },
    );
  }, 30_000);

  test('in the order of creation too', async () => {
    const byCreation = [...appointments].sort(
      (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id,
    );
    for (const search of ['phạm', 'gặp']) {
      const hits = new Set(expected({ search }));
      const items = await walk<{ id: string }>(service, 'Query.appointments', {
        filter: { search },
        orderBy: 'CREATED_ASC',
        limit: 100,
      });
      expect(items.map(({ id }) => id)).toEqual(
        byCreation.map(({ id }) => String(id)).filter(id => hits.has(id)),
      );
    }
  });
});
