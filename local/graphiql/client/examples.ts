import { type Ask } from './api.ts';
import { type LocalDate } from './calendar.ts';

/** Where an example comes from: the first of the paths into the query's data that ends at a text. */
interface Search {
  readonly query: string;
  readonly paths: readonly string[];
}

/**
 * Values that saved operations are prefilled with, so that they answer something on any data. `$today` is passed to
 * each. The first path is what the operation is most interesting with, the next one what there nearly always is.
 */
export const searches = {
  /** A rated one. */
  appointment: {
    query: `query Example($today: AWSDate) {
      rated: appointments(filter: { to: $today, minRating: 0 }, limit: 1) { items { id } }
      any: appointments(limit: 1) { items { id } }
    }`,
    paths: ['rated.items.0.id', 'any.items.0.id'],
  },
  unassignedAppointment: {
    query: `query Example($today: AWSDate) {
      waiting: appointments(
        filter: { unassigned: true, statuses: [PENDING], from: $today }, orderBy: DATE_ASC, limit: 1
      ) { items { id } }
      any: appointments(limit: 1) { items { id } }
    }`,
    paths: ['waiting.items.0.id', 'any.items.0.id'],
  },
  appointmentsToken: {
    query: `query Example { appointments(limit: 10) { nextToken } }`,
    paths: ['appointments.nextToken'],
  },
  consultant: {
    query: `query Example { consultants(limit: 1) { items { id } } }`,
    paths: ['consultants.items.0.id'],
  },
  /** One who takes part in something. */
  customer: {
    query: `query Example($today: AWSDate) {
      programs(filter: { to: $today }, limit: 1) {
        items { participants(limit: 1) { items { customer { id } } } }
      }
      customers(limit: 1) { items { id } }
    }`,
    paths: ['programs.items.0.participants.items.0.customer.id', 'customers.items.0.id'],
  },
  program: {
    query: `query Example($today: AWSDate) {
      past: programs(filter: { to: $today }, limit: 1) { items { id } }
      any: programs(limit: 1) { items { id } }
    }`,
    paths: ['past.items.0.id', 'any.items.0.id'],
  },
  specialty: {
    query: `query Example { consultants(limit: 1) { items { specialties } } }`,
    paths: ['consultants.items.0.specialties.0'],
  },
} as const satisfies Record<string, Search>;

export type Example = keyof typeof searches;

export function isExample(name: string): name is Example {
  return Object.hasOwn(searches, name);
}

/**
 * Finds examples by asking the API as an administrator, whichever persona is chosen: the prefilled operation is then
 * refused or answered by the API, not by a missing value. Null when the database has none or the API does not answer.
 */
export function exampleFinder(
  ask: Ask,
  today: () => LocalDate,
): (name: Example) => Promise<string | null> {
  return async name => {
    const { query, paths }: Search = searches[name];
    const { body } = await ask({ query, variables: { today: today() } }, 'admin');
    const found = paths.map(path => at(body, ['data', ...path.split('.')]));
    return found.find(value => typeof value === 'string') ?? null;
  };
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}
